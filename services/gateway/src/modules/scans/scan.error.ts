import { RequestError, type ApiErrorCode, type RequestErrorDetails } from '../../errors/index.js';

export type ScanRequestErrorCode = 'clientKeyInvalid' | 'limitReached' | 'stillRunning';

const API_CODES = {
  clientKeyInvalid: 'BAD_USER_INPUT',
  limitReached: 'FORBIDDEN',
  stillRunning: 'CONFLICT',
} as const satisfies Record<ScanRequestErrorCode, ApiErrorCode>;

/** A scan that cannot be started or deleted as asked. Why a scan failed is not an error of a request: the scan's row says it. */
export class ScanRequestError extends RequestError<ScanRequestErrorCode> {
  constructor(code: ScanRequestErrorCode, message: string, details: RequestErrorDetails = {}) {
    super(code, API_CODES[code], message, details);
  }
}
