import { createUser, encodeUser, fmtCreds, fromSeed, type KeyPair } from '@nats-io/jwt';
import { attemptInbox, attemptSubject, type AttemptAddress } from '@pinata/proto';

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
 * Makes users of one account, each for one attempt: it may publish to the attempt's own subjects and hear answers in an inbox of
 * its own. There is no revocation: the JWT ends at the deadline, and ingest drops what comes from an attempt that is not the
 * present one.
 *
 * A server does not check where a client asks for its answer: whatever a pod may ask, its answer may land on any subject of the
 * account. So pods may ask the server nothing whose answer is empty (a command that deletes) or of their choosing (another's result): the
 * streams refuse to be purged, and readers of the cache and of events tell the server's own answers from what was written.
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
    const inboxPrefix = attemptInbox(address);
    const token = await encodeUser(
      `scan-${address.scanId}-${address.attempt}`,
      user,
      this.signer,
      {
        issuer_account: this.account,
        pub: { allow: [`${attemptSubject(address)}.>`], deny: [] },
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
