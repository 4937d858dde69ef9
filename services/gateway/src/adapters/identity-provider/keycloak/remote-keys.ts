import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import { TokenError } from '../../../ports/index.js';

const TIMEOUT_MILLISECONDS = 5_000;
/** Between two looks for keys that nobody knows: a flood of made-up key ids does not become a flood of requests. */
const COOLDOWN_MILLISECONDS = 10_000;
const RENEW_MILLISECONDS = 10 * 60_000;

/**
 * A realm's signing keys. They are renewed beside the work, and kept while the realm is away: tokens that were issued go on until
 * they end. A key that is not known is looked for at once.
 */
export function remoteKeys(url: URL, now: () => number = () => performance.now()): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(url, { timeoutDuration: TIMEOUT_MILLISECONDS, cooldownDuration: COOLDOWN_MILLISECONDS, cacheMaxAge: Infinity });
  let renewedAt = now();
  return async (header, token) => {
    if (now() - renewedAt > RENEW_MILLISECONDS) {
      renewedAt = now();
      // What fails is made good by the next renewal.
      keys.reload().catch(() => undefined);
    }
    try {
      return await keys(header, token);
    } catch (error) {
      // Everything else that can go wrong is between us and the realm, not in the token.
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys || error instanceof errors.JOSENotSupported) throw error;
      throw new TokenError('unavailable', { cause: error });
    }
  };
}
