import { RequestError, type ApiErrorCode, type RequestErrorDetails } from '../../errors/index.js';

export type ApiTokenErrorCode = 'nameInvalid' | 'scopesInvalid' | 'expiryInvalid' | 'tooMany';

const API_CODES = {
  nameInvalid: 'BAD_USER_INPUT',
  scopesInvalid: 'BAD_USER_INPUT',
  expiryInvalid: 'BAD_USER_INPUT',
  tooMany: 'CONFLICT',
} as const satisfies Record<ApiTokenErrorCode, ApiErrorCode>;

/** An API token that cannot be made as asked. */
export class ApiTokenError extends RequestError<ApiTokenErrorCode> {
  constructor(code: ApiTokenErrorCode, message: string, details: RequestErrorDetails = {}) {
    super(code, API_CODES[code], message, details);
  }
}
