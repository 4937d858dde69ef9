import type { AttemptAddress } from '@pinata/proto';
import type { AttemptAccess, StreamCredentials } from '../../ports/index.js';
import type { AttemptCredentialIssuer } from './attempt-credentials.js';

export interface PodServers {
  /** As scanner pods reach them. */
  readonly servers: readonly string[];
  /** PEM; empty for the system's own authorities. */
  readonly certificateAuthority: string;
}

/** A NATS user for each attempt, with the servers at which it is known. */
export class NatsAttemptAccess implements AttemptAccess {
  constructor(
    private readonly issuer: AttemptCredentialIssuer,
    private readonly pods: PodServers,
  ) {}

  async issue(address: AttemptAddress, until: Date): Promise<StreamCredentials> {
    return { ...this.pods, ...(await this.issuer.issue(address, until)) };
  }
}
