import { RequestError, type ApiErrorCode, type RequestErrorDetails } from '../../errors/index.js';

export type OrganizationErrorCode = 'nameInvalid' | 'slugInvalid' | 'slugTaken' | 'noSuchAccount' | 'alreadyMember' | 'lastAdmin';

const API_CODES = {
  nameInvalid: 'BAD_USER_INPUT',
  slugInvalid: 'BAD_USER_INPUT',
  slugTaken: 'CONFLICT',
  noSuchAccount: 'BAD_USER_INPUT',
  alreadyMember: 'CONFLICT',
  lastAdmin: 'CONFLICT',
} as const satisfies Record<OrganizationErrorCode, ApiErrorCode>;

/** An organization or a membership that cannot be made or changed as asked. */
export class OrganizationError extends RequestError<OrganizationErrorCode> {
  constructor(code: OrganizationErrorCode, message: string, details: RequestErrorDetails = {}) {
    super(code, API_CODES[code], message, details);
  }
}
