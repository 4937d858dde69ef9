import { errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { TokenError, type TokenErrorCode } from '../../ports/index.js';

const ALGORITHMS = ['RS256', 'ES256'];
/** Seconds that two clocks may differ by. */
const CLOCK_TOLERANCE = 30;
const MAXIMUM_TOKEN = 8192;

/** What a token that passed says. */
export interface VerifiedToken {
  readonly subject: string;
  readonly expiresAt: Date;
  readonly claims: JWTPayload;
}

/** Checks JWT access tokens of one issuer for one audience. An id token has another type and another audience, and is refused. */
export class JwtVerifier {
  constructor(
    private readonly keys: JWTVerifyGetKey,
    private readonly expected: { readonly issuer: string; readonly audience: string },
  ) {}

  /** @throws TokenError */
  async verify(token: string): Promise<VerifiedToken> {
    if (token.length > MAXIMUM_TOKEN) throw new TokenError('malformed');
    try {
      const { payload } = await jwtVerify(token, this.keys, {
        ...this.expected,
        algorithms: ALGORITHMS,
        typ: 'at+jwt',
        clockTolerance: CLOCK_TOLERANCE,
        requiredClaims: ['sub', 'exp', 'iat'],
      });
      if (payload.sub === undefined || payload.exp === undefined) throw new TokenError('malformed');
      return { subject: payload.sub, expiresAt: new Date(payload.exp * 1000), claims: payload };
    } catch (error) {
      throw error instanceof TokenError ? error : new TokenError(codeOf(error), { cause: error });
    }
  }
}

function codeOf(error: unknown): TokenErrorCode {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JOSEAlgNotAllowed) return 'algorithm';
  if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWKSNoMatchingKey) return 'signature';
  if (error instanceof errors.JWTClaimValidationFailed) {
    const claims: Readonly<Record<string, TokenErrorCode>> = { iss: 'issuer', aud: 'audience', typ: 'type' };
    return claims[error.claim] ?? 'malformed';
  }
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return 'unavailable';
  return 'malformed';
}
