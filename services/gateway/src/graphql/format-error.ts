import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { API_ERROR_CODES, RequestError } from '../errors/index.js';

/** Apollo's own codes for what never reached a resolver, as ours. */
const PROTOCOL_CODES: Readonly<Record<string, string>> = {
  GRAPHQL_PARSE_FAILED: 'BAD_USER_INPUT',
  GRAPHQL_VALIDATION_FAILED: 'BAD_USER_INPUT',
  BAD_USER_INPUT: 'BAD_USER_INPUT',
  BAD_REQUEST: 'BAD_USER_INPUT',
  OPERATION_RESOLUTION_FAILURE: 'BAD_USER_INPUT',
  PERSISTED_QUERY_NOT_FOUND: 'BAD_USER_INPUT',
  PERSISTED_QUERY_NOT_SUPPORTED: 'BAD_USER_INPUT',
};

/**
 * What a client is told of an error. Ours keep their words; anything unexpected becomes one sentence, and goes to the log instead.
 * @param onUnexpected called with what the client is not told
 */
export function formatError(formatted: GraphQLFormattedError, thrown: unknown, onUnexpected: (error: unknown) => void): GraphQLFormattedError {
  const unwrapped = unwrapResolverError(thrown);
  // What validation reports has no path, and so stays wrapped.
  const original = unwrapped instanceof GraphQLError && unwrapped.originalError !== undefined ? unwrapped.originalError : unwrapped;
  const place = { ...(formatted.locations === undefined ? {} : { locations: formatted.locations }), ...(formatted.path === undefined ? {} : { path: formatted.path }) };
  const request = original instanceof RequestError ? original : undefined;
  if (request !== undefined) {
    return { message: request.message, ...place, extensions: { code: request.apiCode, reason: request.code, ...(request.field === undefined ? {} : { field: request.field }) } };
  }
  const given = formatted.extensions?.['code'];
  const code = typeof given === 'string' ? given : '';
  const known = PROTOCOL_CODES[code] ?? API_ERROR_CODES.find((ours) => ours === code && ours !== 'INTERNAL_SERVER_ERROR');
  if (known !== undefined) return { message: formatted.message, ...place, extensions: { code: known } };
  onUnexpected(original);
  return { message: 'Something went wrong here; it was written to the log.', ...place, extensions: { code: 'INTERNAL_SERVER_ERROR' } };
}

/** A request error as GraphQL's own, for what is thrown outside of resolvers. */
export function toGraphqlError(error: RequestError, status: number): GraphQLError {
  return new GraphQLError(error.message, { originalError: error, extensions: { code: error.apiCode, http: { status } } });
}
