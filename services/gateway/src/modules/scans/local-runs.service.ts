import path from 'node:path';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Grant } from '@pinata/proto';
import { CONFIGURATION, type Configuration } from '../../config/index.js';
import type { GitRepository, Scan } from '../../database/index.js';
import { LOG, type Log } from '../../logging/index.js';
import { ARTIFACT_STORE, LOCAL_JOB_RUNNER, RESULT_STREAM, type ArtifactStore, type AttemptEnd, type AttemptFailure, type LocalJobRunner, type ResultStream } from '../../ports/index.js';
import { CLOCK, type Clock } from '../../runtime/index.js';
import { FACT_PACK } from './attempt-files.js';
import { IngestService } from './ingest.service.js';
import { credentialFailure, ScanGrantService } from './scan-grant.service.js';
import { ScanLifecycleRepository } from './scan-lifecycle.repository.js';
import { deadlineMilliseconds } from './scan-limits.js';
import { ScanRunsService } from './scan-runs.service.js';

export const MAXIMUM_ATTEMPTS = 2;

/** Where scanners are children of this process: grants attempts, stores what they send, and writes how they ended. */
@Injectable()
export class LocalRunsService implements OnApplicationBootstrap, OnApplicationShutdown {
  private stopConsuming: (() => Promise<void>) | undefined;

  constructor(
    private readonly lifecycle: ScanLifecycleRepository,
    private readonly runs: ScanRunsService,
    private readonly ingest: IngestService,
    private readonly grants: ScanGrantService,
    @Inject(LOCAL_JOB_RUNNER) private readonly runner: LocalJobRunner,
    @Inject(RESULT_STREAM) private readonly stream: ResultStream,
    @Inject(ARTIFACT_STORE) private readonly artifacts: ArtifactStore,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Scans that an earlier process queued or ran go on: an attempt that was running then is lost, and counts. */
  async onApplicationBootstrap(): Promise<void> {
    this.runner.connect({ grant: (scanId) => this.grant(scanId), onAttemptEnd: (end) => this.onAttemptEnd(end) });
    this.stopConsuming = this.stream.consume((message) => this.ingest.handle(message));
    for (const scan of await this.lifecycle.unfinished()) {
      if (scan.status === 'RUNNING') {
        const failure: AttemptFailure = { code: 'platform-restarted', message: 'The platform stopped while the scan ran. Start the scan again.' };
        await this.lifecycle.endAttempt(scan.id, scan.attempt, { status: 'LOST', failure, now: this.clock.now() });
        await this.artifacts.remove(addressOf(scan));
        if (scan.attempt >= MAXIMUM_ATTEMPTS) {
          await this.lifecycle.fail(scan.id, scan.attempt, failure, this.clock.now());
          continue;
        }
      }
      await this.runs.enqueue(scan);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.runner.close();
    await this.stopConsuming?.();
  }

  private async grant(scanId: string): Promise<Grant | undefined> {
    const begun = await this.lifecycle.beginAttempt(scanId, MAXIMUM_ATTEMPTS, this.clock.now());
    if (begun === undefined) return undefined;
    const { scan, repository } = begun;
    this.runs.changed(scan);
    try {
      return await this.grantOf(scan, repository);
    } catch (error) {
      const failure = credentialFailure(error) ?? { code: 'storage', message: 'The scan could not be prepared: look at the space and the rights of the data folder.' };
      this.log.error('a scan could not be prepared', { scanId, organizationId: scan.organizationId, error: String(error) });
      const now = this.clock.now();
      await this.lifecycle.endAttempt(scan.id, scan.attempt, { status: 'FAILED', failure, now });
      if (await this.lifecycle.fail(scan.id, scan.attempt, failure, now)) this.runs.changed(scan);
      return undefined;
    }
  }

  private async grantOf(scan: Scan, repository: GitRepository): Promise<Grant> {
    const until = new Date(this.clock.now().getTime() + deadlineMilliseconds(scan, this.configuration.scans));
    const place = await this.artifacts.prepare(addressOf(scan), scan.attempt, until);
    const credential = await this.grants.credentialOf(repository);
    const grant = this.grants.grantOf(scan, repository);
    if (grant.source !== undefined && credential !== undefined) grant.source.credential = credential;
    if (place.kind === 'folder') grant.outputFolder = place.folder;
    grant.previousFactPack = await this.previousFactPack(scan);
    return grant;
  }

  /** What an earlier scan knew of the repository's files, compressed as it is kept; empty where there is none: the scan then knows nothing. */
  private async previousFactPack(scan: Scan): Promise<string> {
    const previous = await this.lifecycle.previousOf(scan);
    if (previous === null) return '';
    const folder = await this.artifacts.localFolder(addressOf(previous), [FACT_PACK]).catch(() => undefined);
    return folder === undefined ? '' : path.join(folder, `${FACT_PACK}.zst`);
  }

  private async onAttemptEnd(end: AttemptEnd): Promise<void> {
    const scan = await this.lifecycle.byId(end.scanId);
    if (scan === null) return;
    const now = this.clock.now();
    const isCancelled = scan.status === 'CANCELLED';
    const failure = end.failure ?? (scan.status === 'RUNNING' ? { code: 'results-lost', message: 'The scanner ended well, but not all of its results arrived. Start the scan again.' } : undefined);
    await this.lifecycle.endAttempt(end.scanId, end.attempt, {
      status: isCancelled ? 'CANCELLED' : scan.status === 'COMPLETED' ? 'SUCCEEDED' : 'FAILED',
      ...(isCancelled || scan.status === 'COMPLETED' ? {} : { failure }),
      peakMemoryBytes: end.peakMemoryBytes,
      now,
    });
    // Named files too: those of an attempt that was ended just before it was complete are not the next one's.
    if (scan.status !== 'COMPLETED') await this.artifacts.remove(addressOf(scan));
    if (failure !== undefined && (end.isLast || end.failure === undefined)) await this.lifecycle.fail(end.scanId, end.attempt, failure, now);
    this.runs.changed(scan);
  }
}

function addressOf(scan: Scan): { organizationId: string; scanId: string } {
  return { organizationId: scan.organizationId, scanId: scan.id };
}
