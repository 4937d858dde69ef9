/** What a provider that keeps people itself says of one. */
export interface IdentityPerson {
  /** Lower case; undefined unless the provider verified that it is theirs. */
  readonly email: string | undefined;
  readonly name: string;
  readonly isInstanceAdministrator: boolean;
}

/** Who a token says is calling, after every check. */
export interface VerifiedIdentity {
  /** The provider's name for the person: without a `person` our account's id. */
  readonly subject: string;
  readonly expiresAt: Date;
  /** Absent where the people are ours. */
  readonly person?: IdentityPerson;
}

/** What a browser needs to begin signing in. */
export interface SignInDescription {
  readonly issuer: string;
  readonly clientId: string;
  readonly audience: string;
  readonly scope: string;
}

export type TokenErrorCode = 'malformed' | 'signature' | 'algorithm' | 'issuer' | 'audience' | 'type' | 'expired' | 'unavailable';

/** A token that is refused, or (`unavailable`) could not be checked now. The code is for logs and counters, not for the caller. */
export class TokenError extends Error {
  constructor(
    readonly code: TokenErrorCode,
    options?: ErrorOptions,
  ) {
    super(`the access token was refused: ${code}`, options);
    this.name = 'TokenError';
  }
}

/**
 * Says who is calling.
 *
 * `verify` checks signature (algorithms by allow-list, key by id), issuer, audience, type `at+jwt` and times; an id token is refused.
 * It has no side effects and needs no network once the keys are known. Not retried.
 */
export interface IdentityProvider {
  /** @throws TokenError */
  verify(accessToken: string): Promise<VerifiedIdentity>;
  describe(): SignInDescription;
}

export const IDENTITY_PROVIDER = Symbol('IdentityProvider');
