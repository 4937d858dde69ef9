import { createUser, encodeUser, fmtCreds, fromSeed, type KeyPair } from '@nats-io/jwt';
import { attemptSubject, type AttemptAddress } from '@pinata/proto';
import { CACHE_BUCKETS } from '../cache/nats-kv/nats-kv-cache.js';

/** What one scanner pod may do on NATS, and until when. */
export interface AttemptCredentials {
  /** A credentials file: the user's JWT and seed. */
  readonly credentials: string;
  readonly inboxPrefix: string;
}

/** A result with its envelope and the headers of its message id. */
const LARGEST_PAYLOAD = 1024 * 1024;
const MOST_SUBSCRIPTIONS = 32;

/**
 * Makes users of one account, each for one attempt: it may publish to the attempt's own subjects, read its organization's keys
 * of the facts, and hear answers in an inbox of its own. There is no revocation: the JWT ends at the deadline, and ingest
 * drops what comes from an attempt that is not the present one.
 * Source: https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/jwt
 */
export class AttemptCredentialIssuer {
  private readonly signer: KeyPair;

  /**
   * @param signingSeed seed of the account's key, or of one of its signing keys (`SA…`)
   * @param account the account's public key (`A…`)
   */
  constructor(
    signingSeed: string,
    private readonly account: string,
  ) {
    this.signer = fromSeed(new TextEncoder().encode(signingSeed.trim()));
  }

  async issue(address: AttemptAddress, expiresAt: Date): Promise<AttemptCredentials> {
    const user = createUser();
    const inboxPrefix = `_INBOX_${address.scanId.replaceAll('-', '')}_${address.attempt}`;
    const facts = CACHE_BUCKETS.facts;
    const keys = `$KV.${facts}.${address.organizationId}.>`;
    const token = await encodeUser(
      `scan-${address.scanId}-${address.attempt}`,
      user,
      this.signer,
      {
        issuer_account: this.account,
        pub: { allow: [`${attemptSubject(address)}.>`, `$JS.API.DIRECT.GET.KV_${facts}.${keys}`], deny: [] },
        sub: { allow: [`${inboxPrefix}.>`], deny: [] },
        payload: LARGEST_PAYLOAD,
        subs: MOST_SUBSCRIPTIONS,
        data: -1,
        allowed_connection_types: ['STANDARD'],
      },
      { exp: Math.floor(expiresAt.getTime() / 1000) },
    );
    return { credentials: new TextDecoder().decode(fmtCreds(token, user)), inboxPrefix };
  }
}
