import { RequestError, type ApiErrorCode, type RequestErrorDetails } from '../../errors/index.js';

export type AccountErrorCode = 'wrongPassword' | 'weakPassword' | 'emailTaken' | 'emailInvalid' | 'nameInvalid' | 'keptElsewhere';

const API_CODES = {
  wrongPassword: 'BAD_USER_INPUT',
  weakPassword: 'BAD_USER_INPUT',
  emailTaken: 'CONFLICT',
  emailInvalid: 'BAD_USER_INPUT',
  nameInvalid: 'BAD_USER_INPUT',
  keptElsewhere: 'FORBIDDEN',
} as const satisfies Record<AccountErrorCode, ApiErrorCode>;

/** An account that cannot be made or changed as asked. */
export class AccountError extends RequestError<AccountErrorCode> {
  constructor(code: AccountErrorCode, message: string, details: RequestErrorDetails = {}) {
    super(code, API_CODES[code], message, details);
  }
}
