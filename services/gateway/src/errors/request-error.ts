/** What API clients may tell errors apart by: `extensions.code`. */
export const API_ERROR_CODES = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'CONFLICT',
  'RATE_LIMITED',
  'QUERY_TOO_COMPLEX',
  'SOURCE_UNAVAILABLE',
  'NOT_READY',
  'INTERNAL_SERVER_ERROR',
] as const;
export type ApiErrorCode = (typeof API_ERROR_CODES)[number];

export interface RequestErrorDetails extends ErrorOptions {
  /** Path of the input field that is to blame, such as `input.location`. */
  readonly field?: string;
}

/**
 * A request that cannot be answered, in words for whoever asked. Each feature has one subclass with a union of codes and
 * says, for each, which code of the API it is; anything else that is thrown reaches clients as INTERNAL_SERVER_ERROR only.
 */
export abstract class RequestError<Code extends string = string> extends Error {
  readonly field: string | undefined;

  constructor(
    readonly code: Code,
    readonly apiCode: ApiErrorCode,
    message: string,
    details: RequestErrorDetails = {},
  ) {
    super(message, details);
    this.name = new.target.name;
    this.field = details.field;
  }
}
