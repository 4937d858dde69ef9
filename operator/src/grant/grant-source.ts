import type { AttemptGrant } from '@pinata/proto';

export interface GrantRefused {
  /** Such as unknown, cancelled, ended, superseded or failed. */
  readonly code: string;
  /** For people. */
  readonly message: string;
}

/**
 * Where the grant of an attempt comes from.
 *
 * Idempotency: the same scan and attempt may be asked for again; each answer is good.
 * Errors: rejects with a GrantUnavailable when there was no answer; asking again may help.
 */
export interface GrantSource {
  grant(scanId: string, attempt: number, signal: AbortSignal): Promise<{ readonly grant: AttemptGrant } | { readonly refused: GrantRefused }>;
}

/** The code of a GrantUnavailable whose gateway does not know the install-time key. Another key may be there the next time. */
export const KEY_REFUSED = 'unauthenticated';

export class GrantUnavailable extends Error {
  constructor(
    /** A Connect code, such as `unavailable`, or KEY_REFUSED. */
    readonly code: string,
    options?: ErrorOptions,
  ) {
    super(`the gateway gave no grant: ${code}`, options);
    this.name = 'GrantUnavailable';
  }
}
