import { Inject, Injectable } from '@nestjs/common';
import type { StoredOutput } from '../../database/index.js';
import { ARTIFACT_STORE, ArtifactError, SECRET_BOX, type ArtifactStore, type SecretBox } from '../../ports/index.js';
import { CLOCK, isUuid, type Clock } from '../../runtime/index.js';
import { AccessError, AccessService, REQUIRES, type Caller } from '../access/index.js';
import { ScansRepository } from '../scans/index.js';
import type { GraphHandle } from './graph.service.js';

const LINK_MILLISECONDS = 10 * 60_000;

export interface SnapshotLink extends StoredOutput {
  readonly url: string;
}

/** A file that may be sent. */
export interface Download {
  readonly name: string;
  readonly bytes: number;
  open(): Promise<NodeJS.ReadableStream>;
}

/** Addresses of snapshot files that work for a while without a header, and what they open. */
@Injectable()
export class SnapshotLinksService {
  constructor(
    private readonly access: AccessService,
    private readonly scans: ScansRepository,
    @Inject(ARTIFACT_STORE) private readonly artifacts: ArtifactStore,
    @Inject(SECRET_BOX) private readonly secretBox: SecretBox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The fact pack is the scanner's own and is not offered. */
  links({ scan, scope }: GraphHandle): SnapshotLink[] {
    const expires = this.clock.now().getTime() + LINK_MILLISECONDS;
    return (scan.summary?.outputs ?? [])
      .filter((output) => isOffered(output.name))
      .map((output) => {
        const signature = this.secretBox.sign(messageOf(scope.organizationId, scan.id, output.name, expires));
        const query = new URLSearchParams({ organization: scope.organizationId, expires: String(expires), signature });
        return { ...output, url: `/api/snapshots/${scan.id}/${output.name}?${query.toString()}` };
      });
  }

  /** @throws AccessError */
  async bySignature(scanId: string, name: string, query: { readonly organization: string; readonly expires: string; readonly signature: string }): Promise<Download> {
    const expires = Number(query.expires);
    const isSigned = this.secretBox.verify(messageOf(query.organization, scanId, name, expires), query.signature);
    if (!isSigned || expires < this.clock.now().getTime()) throw new AccessError('notFound');
    return this.download(query.organization, scanId, name);
  }

  /** @throws AccessError */
  async byCaller(caller: Caller, scanId: string, name: string): Promise<Download> {
    const scope = await this.access.ofScan(caller, scanId, REQUIRES.reading);
    const scan = await this.scans.byId(scope, scanId);
    if (scan?.status !== 'COMPLETED' || !isOffered(name)) throw new AccessError('notFound');
    return this.download(scope.organizationId, scanId, name);
  }

  private async download(organizationId: string, scanId: string, name: string): Promise<Download> {
    if (!isUuid(organizationId) || !isUuid(scanId)) throw new AccessError('notFound');
    const address = { organizationId, scanId };
    try {
      return { name, bytes: await this.artifacts.size(address, name), open: () => this.artifacts.read(address, name) };
    } catch (error) {
      throw error instanceof ArtifactError ? new AccessError('notFound', { cause: error }) : error;
    }
  }
}

function isOffered(name: string): boolean {
  return /\.(?:json|arrow)$/.test(name);
}

function messageOf(organizationId: string, scanId: string, name: string, expires: number): string {
  return JSON.stringify(['snapshot', organizationId, scanId, name, expires]);
}
