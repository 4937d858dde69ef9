import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { LOG, type Log } from '../../logging/index.js';
import { ARTIFACT_STORE, type ArtifactAddress, type ArtifactStore } from '../../ports/index.js';
import { isUuid, pause } from '../../runtime/index.js';
import { ScanLifecycleRepository } from './scan-lifecycle.repository.js';

const ADDRESSES_AT_ONCE = 200;
const EVERY_MILLISECONDS = 60 * 60_000;

/**
 * Removes what a process that was killed, or a scanner that went on for a while, left behind: files of scans whose rows are deleted,
 * of scans that ended without a result, and of attempts beside a result. Rows are deleted before files, and a scan has its row
 * before it has files: rows are asked for after files were listed, so that files without a row are always left-overs, and an end
 * never changes. Runs after each start and every hour, beside the work; again, or in several processes, is harmless.
 */
@Injectable()
export class ArtifactSweepService implements OnApplicationBootstrap, OnApplicationShutdown {
  private sweeping: Promise<void> = Promise.resolve();
  private readonly ending = new AbortController();

  constructor(
    private readonly lifecycle: ScanLifecycleRepository,
    @Inject(ARTIFACT_STORE) private readonly artifacts: ArtifactStore,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.sweeping = this.repeat(EVERY_MILLISECONDS);
  }

  async onApplicationShutdown(): Promise<void> {
    this.ending.abort();
    await this.sweeping;
  }

  /** Sweeps at once, and again that long after each end, until the process stops. Never rejects. */
  async repeat(everyMilliseconds: number): Promise<void> {
    while (!this.ending.signal.aborted) {
      try {
        const removed = await this.sweep();
        if (removed > 0) this.log.info('files that nothing refers to any more were removed', { scans: removed });
      } catch (error) {
        this.log.warn('files that nothing refers to any more could not be removed', { error });
      }
      await pause(everyMilliseconds, this.ending.signal);
    }
  }

  /** @returns of how many scans all files were removed */
  async sweep(): Promise<number> {
    let removed = 0;
    let waiting: ArtifactAddress[] = [];
    for await (const address of this.artifacts.addresses()) {
      if (this.ending.signal.aborted) return removed;
      // Other names are not ours.
      if (isUuid(address.organizationId) && isUuid(address.scanId)) waiting.push(address);
      if (waiting.length < ADDRESSES_AT_ONCE) continue;
      removed += await this.tidy(waiting);
      waiting = [];
    }
    removed += await this.tidy(waiting);
    await this.lifecycle.forgetOrphanedSymbols();
    return removed;
  }

  private async tidy(addresses: readonly ArtifactAddress[]): Promise<number> {
    const scans = await this.lifecycle.statusesOf(addresses.map(({ scanId }) => scanId));
    let removed = 0;
    for (const address of addresses) {
      const status = scans.find((scan) => scan.id === address.scanId && scan.organizationId === address.organizationId)?.status;
      // What has not ended is its own run's.
      if (status === 'QUEUED' || status === 'RUNNING') continue;
      if (status === 'COMPLETED') await this.artifacts.discard(address);
      else {
        await this.artifacts.remove(address);
        removed++;
      }
    }
    return removed;
  }
}
