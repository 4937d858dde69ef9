export const CHECKOUT_ERROR_CODES = [
  /** The address is not one that may be used: its scheme, or something hidden in it. */
  'forbiddenUrl',
  /** The host is, or resolves to, an address that this instance does not allow. */
  'forbiddenAddress',
  /** Local paths are not allowed here. */
  'forbiddenPath',
  'unreachable',
  'authenticationFailed',
  'repositoryNotFound',
  'unknownRef',
  'emptyRepository',
  'pathNotFound',
  'notAFolder',
  /** More bytes, entries, or longer or deeper paths than the limits allow. */
  'tooLarge',
  'timeout',
  'cancelled',
  /** The repository's objects are damaged, or shaped to do harm. */
  'corruptRepository',
  /** git itself is missing or cannot run. */
  'gitMissing',
  'failed',
] as const;
export type CheckoutErrorCode = (typeof CHECKOUT_ERROR_CODES)[number];

/** Why a source cannot be had. The message says what to do, and holds no credential. */
export class CheckoutError extends Error {
  constructor(
    readonly code: CheckoutErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'CheckoutError';
  }
}
