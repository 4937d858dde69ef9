import { RequestError, type ApiErrorCode, type RequestErrorDetails } from '../../errors/index.js';

export type UsageErrorCode = 'monthInvalid';

const API_CODES = { monthInvalid: 'BAD_USER_INPUT' } as const satisfies Record<UsageErrorCode, ApiErrorCode>;

/** A question about usage that has no answer. */
export class UsageError extends RequestError<UsageErrorCode> {
  constructor(code: UsageErrorCode, message: string, details: RequestErrorDetails = {}) {
    super(code, API_CODES[code], message, details);
  }
}
