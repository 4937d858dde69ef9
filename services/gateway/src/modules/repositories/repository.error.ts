import { RequestError, type ApiErrorCode, type RequestErrorDetails } from '../../errors/index.js';

export type RepositoryErrorCode =
  | 'nameInvalid'
  | 'slugInvalid'
  | 'slugTaken'
  | 'descriptionInvalid'
  | 'locationInvalid'
  | 'localPathForbidden'
  | 'referenceInvalid'
  | 'credentialInvalid'
  | 'configurationInvalid'
  | 'sourceUnavailable';

const API_CODES = {
  nameInvalid: 'BAD_USER_INPUT',
  slugInvalid: 'BAD_USER_INPUT',
  slugTaken: 'CONFLICT',
  descriptionInvalid: 'BAD_USER_INPUT',
  locationInvalid: 'BAD_USER_INPUT',
  localPathForbidden: 'FORBIDDEN',
  referenceInvalid: 'BAD_USER_INPUT',
  credentialInvalid: 'BAD_USER_INPUT',
  configurationInvalid: 'BAD_USER_INPUT',
  sourceUnavailable: 'SOURCE_UNAVAILABLE',
} as const satisfies Record<RepositoryErrorCode, ApiErrorCode>;

/** A repository that cannot be saved as asked, or whose source cannot be reached. */
export class RepositoryError extends RequestError<RepositoryErrorCode> {
  constructor(code: RepositoryErrorCode, message: string, details: RequestErrorDetails = {}) {
    super(code, API_CODES[code], message, details);
  }
}
