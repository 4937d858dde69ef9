import { Inject, Injectable } from '@nestjs/common';
import { BOUNDARY_FILE, BoundaryIndex, parseBoundary } from '@pinata/graph';
import { LRUCache } from 'lru-cache';
import type { TenantScope } from '../../database/index.js';
import { ARTIFACT_STORE, ArtifactError, type ArtifactStore } from '../../ports/index.js';
import { GraphRequestError } from './graph.error.js';
import { GraphService } from './graph.service.js';

const MEBIBYTE = 1024 ** 2;
const LARGEST_BOUNDARY = 64 * MEBIBYTE;
/** Of all that are kept, as bytes of their files. */
const KEPT_BYTES = 64 * MEBIBYTE;

/** What scans show to other repositories: a small file of each, read once and kept while it is asked for. */
@Injectable()
export class BoundariesService {
  /** A scan's files never change; the organization is in the key so that nobody has a scan of another one by its id alone. */
  private readonly known = new LRUCache<string, BoundaryIndex>({ maxSize: KEPT_BYTES });

  constructor(
    private readonly graphs: GraphService,
    @Inject(ARTIFACT_STORE) private readonly artifacts: ArtifactStore,
  ) {}

  /** @throws GraphRequestError where the scan's files cannot be read */
  async of(scope: TenantScope, scanId: string): Promise<BoundaryIndex> {
    const key = `${scope.organizationId}/${scanId}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const { index, bytes } = await this.read(scope, scanId);
    this.known.set(key, index, { size: Math.max(1, Math.min(bytes, KEPT_BYTES)) });
    return index;
  }

  private async read(scope: TenantScope, scanId: string): Promise<{ readonly index: BoundaryIndex; readonly bytes: number }> {
    const text = await this.textOf(scope, scanId);
    if (text !== undefined) return { index: new BoundaryIndex(parseBoundary(text)), bytes: text.length };
    // A scan of an earlier version: its graph says the same, and takes longer to open.
    const boundary = await this.graphs.boundary(scope, scanId);
    return { index: new BoundaryIndex(boundary), bytes: JSON.stringify(boundary).length };
  }

  private async textOf(scope: TenantScope, scanId: string): Promise<string | undefined> {
    const address = { organizationId: scope.organizationId, scanId };
    try {
      if ((await this.artifacts.size(address, BOUNDARY_FILE)) > LARGEST_BOUNDARY) throw new GraphRequestError('snapshotUnreadable', "This scan's files are larger than this version reads.");
      const pieces: Buffer[] = [];
      for await (const piece of await this.artifacts.read(address, BOUNDARY_FILE)) pieces.push(Buffer.from(piece));
      return Buffer.concat(pieces).toString('utf8');
    } catch (error) {
      if (error instanceof ArtifactError && error.code === 'missing') return undefined;
      throw error;
    }
  }
}
