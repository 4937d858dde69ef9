import { RequestError, type ApiErrorCode, type RequestErrorDetails } from '../../errors/index.js';

export type GraphErrorCode = 'noCompletedScan' | 'unknownRevision' | 'unknownNode' | 'unknownFolder' | 'snapshotUnreadable' | 'tooExpensive' | 'tooBusy' | 'depthInvalid';

const API_CODES = {
  noCompletedScan: 'NOT_READY',
  unknownRevision: 'NOT_FOUND',
  unknownNode: 'NOT_FOUND',
  unknownFolder: 'NOT_FOUND',
  snapshotUnreadable: 'NOT_READY',
  tooExpensive: 'QUERY_TOO_COMPLEX',
  tooBusy: 'RATE_LIMITED',
  depthInvalid: 'BAD_USER_INPUT',
} as const satisfies Record<GraphErrorCode, ApiErrorCode>;

/** A question about a graph that has no answer. */
export class GraphRequestError extends RequestError<GraphErrorCode> {
  constructor(code: GraphErrorCode, message: string, details: RequestErrorDetails = {}) {
    super(code, API_CODES[code], message, details);
  }
}
