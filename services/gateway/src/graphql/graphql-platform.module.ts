import type { IncomingMessage } from 'node:http';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import type { ApolloServerPlugin } from '@apollo/server';
import { Module } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { GraphQLError } from 'graphql';
import { LOG, type Log } from '../logging/index.js';
import { PlatformMetrics } from '../metrics/index.js';
import { AccessError } from '../modules/access/index.js';
import { AuthenticationModule, AuthenticationService } from '../modules/authentication/index.js';
import { requireAffordable } from './complexity.js';
import { RequestLoaders, type ApiContext } from './context.js';
import { formatError, toGraphqlError } from './format-error.js';
import { MAXIMUM_TOKENS, QUERY_LIMITS, queryLimitsRule } from './query-limits.js';

export const GRAPHQL_PATH = '/graphql';

/** Where the schema's builder puts everything that resolvers say; subscriptions are served by `SubscriptionServer`. */
export function graphqlOptions(authentication: AuthenticationService, log: Log, metrics: PlatformMetrics): ApolloDriverConfig {
  return {
    driver: ApolloDriver,
    path: GRAPHQL_PATH,
    autoSchemaFile: true,
    graphiql: false,
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: false,
    stopOnTerminationSignals: false,
    persistedQueries: false,
    parseOptions: { maxTokens: MAXIMUM_TOKENS },
    validationRules: [queryLimitsRule(QUERY_LIMITS)],
    plugins: [complexityPlugin(), countingPlugin(metrics)],
    formatError: (formatted, error) => formatError(formatted, error, (unexpected) => log.error('a request failed', { error: unexpected })),
    // Nothing, introspection included, is answered to whoever is not signed in.
    context: async (request: { readonly headers: IncomingMessage['headers'] }): Promise<ApiContext> => {
      try {
        return { caller: await authentication.authenticate(request.headers.authorization), loaders: new RequestLoaders() };
      } catch (error) {
        throw error instanceof AccessError ? toGraphqlError(error, 401) : error;
      }
    },
  };
}

function complexityPlugin(): ApolloServerPlugin {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation: ({ schema, document, operationName, request }) => {
          requireAffordable({ schema, query: document, variables: request.variables ?? {}, ...(operationName == null ? {} : { operationName }) });
          return Promise.resolve();
        },
      }),
  };
}

/** Counts what was answered, refusals before execution included. */
function countingPlugin(metrics: PlatformMetrics): ApolloServerPlugin {
  return {
    contextCreationDidFail: ({ error }) => {
      metrics.graphqlRequests.inc({ type: 'unknown', code: error instanceof GraphQLError ? errorCode(error) : 'INTERNAL_SERVER_ERROR' });
      return Promise.resolve();
    },
    requestDidStart: () =>
      Promise.resolve({
        willSendResponse: ({ operation, response: { body } }) => {
          const [error] = (body.kind === 'single' ? body.singleResult.errors : body.initialResult.errors) ?? [];
          metrics.graphqlRequests.inc({ type: operation?.operation ?? 'unknown', code: error === undefined ? 'OK' : errorCode(error) });
          return Promise.resolve();
        },
      }),
  };
}

function errorCode(error: { readonly extensions?: { readonly code?: unknown } }): string {
  return typeof error.extensions?.code === 'string' ? error.extensions.code : 'INTERNAL_SERVER_ERROR';
}

@Module({
  imports: [
    GraphQLModule.forRootAsync<ApolloDriverConfig>({ driver: ApolloDriver, imports: [AuthenticationModule], inject: [AuthenticationService, LOG, PlatformMetrics], useFactory: graphqlOptions }),
  ],
})
export class GraphqlPlatformModule {}
