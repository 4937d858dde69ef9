import { RequestError, type ApiErrorCode } from '../../errors/index.js';

export type AccessErrorCode = 'unauthenticated' | 'roleTooLow' | 'scopeTooLow' | 'notFound' | 'notInstanceAdministrator';

const API_CODES = {
  unauthenticated: 'UNAUTHENTICATED',
  roleTooLow: 'FORBIDDEN',
  scopeTooLow: 'FORBIDDEN',
  notFound: 'NOT_FOUND',
  notInstanceAdministrator: 'FORBIDDEN',
} as const satisfies Record<AccessErrorCode, ApiErrorCode>;

const MESSAGES: Readonly<Record<AccessErrorCode, string>> = {
  unauthenticated: 'Sign in, or send an API token, and try again.',
  roleTooLow: 'Your role in this organization does not allow that. Ask one of its admins.',
  scopeTooLow: "This API token's scopes do not allow that. Make one with the scope that it needs.",
  notFound: 'There is nothing here that you may see.',
  notInstanceAdministrator: 'Only administrators of this installation may do that.',
};

/** A caller who may not. An unknown id and somebody else's id are the same `notFound`, with the same words. */
export class AccessError extends RequestError<AccessErrorCode> {
  constructor(code: AccessErrorCode, options: ErrorOptions = {}) {
    super(code, API_CODES[code], MESSAGES[code], options);
  }
}
