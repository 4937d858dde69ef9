import { inject } from '@angular/core';
import { ApolloClient, ApolloLink, InMemoryCache } from '@apollo/client';
import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';
import { SetContextLink } from '@apollo/client/link/context';
import { ErrorLink } from '@apollo/client/link/error';
import { HttpLink } from '@apollo/client/link/http';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { OperationTypeNode } from 'graphql';
import { IDENTITY } from '../identity/identity.js';
import { LiveConnection } from './live-connection.js';

/** How the console speaks to the GraphQL API. */
export function apiClientOptions(): ApolloClient.Options {
  const identity = inject(IDENTITY);
  const live = inject(LiveConnection);

  const authorize = new SetContextLink(async (previous) => ({
    headers: { ...(previous['headers'] as Record<string, string> | undefined), authorization: `Bearer ${await identity.token()}` },
  }));
  const renewWhenRefused = new ErrorLink(({ error }) => {
    if (isUnauthenticated(error)) void identity.renew();
  });
  const overHttp = authorize.concat(new HttpLink({ uri: '/graphql' }));
  const overSocket = new GraphQLWsLink(live.client);

  return {
    link: renewWhenRefused.concat(ApolloLink.split(({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION, overSocket, overHttp)),
    cache: apiCache(),
    defaultOptions: { watchQuery: { fetchPolicy: 'cache-and-network' }, query: { fetchPolicy: 'network-only' } },
  };
}

/** What lies inside one scan's graph has the same id in every scan, so it is never shared between two answers. */
export function apiCache(): InMemoryCache {
  return new InMemoryCache({
    typePolicies: {
      Query: { fields: { viewer: { merge: true }, instance: { merge: true } } },
      Viewer: { keyFields: [] },
      Instance: { keyFields: [] },
      // Parts without an id of which pages ask for different fields.
      CodeGraph: { merge: true },
      ScanSummary: { merge: true },
      GraphOverview: { merge: true },
      Usage: { merge: true },
      GraphNode: { keyFields: false },
      GraphLink: { keyFields: false },
      FileTreeEntry: { keyFields: false },
      SymbolMatch: { keyFields: false },
      ScanProgress: { keyFields: false },
    },
  });
}

function isUnauthenticated(error: unknown): boolean {
  if (CombinedGraphQLErrors.is(error)) return error.errors.some(({ extensions }) => extensions?.['code'] === 'UNAUTHENTICATED');
  return ServerError.is(error) && error.statusCode === 401;
}
