import type { AttemptAddress } from '@pinata/proto';

/** How one scanner pod reaches the result stream, and for how long. */
export interface StreamCredentials {
  readonly servers: readonly string[];
  /** A credentials file. */
  readonly credentials: string;
  readonly inboxPrefix: string;
  /** PEM; empty for the system's own authorities. */
  readonly certificateAuthority: string;
}

/**
 * Lets attempts that run elsewhere publish their results.
 *
 * What is given is good for the attempt alone and ends at `until`; it cannot be taken back before. Asking again gives another.
 * Errors: rejects when the signing key cannot be read.
 */
export interface AttemptAccess {
  issue(address: AttemptAddress, until: Date): Promise<StreamCredentials>;
}

export const ATTEMPT_ACCESS = Symbol('AttemptAccess');
