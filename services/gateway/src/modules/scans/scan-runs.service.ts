import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { create } from '@bufbuild/protobuf';
import { GitCredentialSchema, GrantSchema, ScanConfigurationSchema, SourceGrantSchema, type Grant } from '@pinata/proto';
import { CONFIGURATION, type Configuration } from '../../config/index.js';
import type { GitRepository, Scan } from '../../database/index.js';
import { LOG, type Log } from '../../logging/index.js';
import { ARTIFACT_STORE, EVENT_BUS, JOB_RUNNER, RESULT_STREAM, SecretBoxError, type ArtifactStore, type AttemptEnd, type AttemptFailure, type EventBus, type JobRunner, type ResultStream } from '../../ports/index.js';
import { CLOCK, type Clock } from '../../runtime/index.js';
import { CredentialsService, SourcesService } from '../repositories/index.js';
import { IngestService } from './ingest.service.js';
import { ScanLifecycleRepository } from './scan-lifecycle.repository.js';

export const MAXIMUM_ATTEMPTS = 2;
/** Messages that a scanner may have on their way. */
const WINDOW = 8;
const MEBIBYTE = 1024 ** 2;

/** Brings queued scans to the JobRunner, grants attempts, and writes how they ended. */
@Injectable()
export class ScanRunsService implements OnApplicationBootstrap, OnApplicationShutdown {
  private stopConsuming: (() => Promise<void>) | undefined;

  constructor(
    private readonly lifecycle: ScanLifecycleRepository,
    private readonly ingest: IngestService,
    private readonly credentials: CredentialsService,
    private readonly sources: SourcesService,
    @Inject(JOB_RUNNER) private readonly runner: JobRunner,
    @Inject(RESULT_STREAM) private readonly stream: ResultStream,
    @Inject(ARTIFACT_STORE) private readonly artifacts: ArtifactStore,
    @Inject(EVENT_BUS) private readonly eventBus: EventBus,
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
      await this.enqueue(scan);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.runner.close();
    await this.stopConsuming?.();
  }

  enqueue(scan: Scan): Promise<void> {
    return this.runner.start({
      scanId: scan.id,
      organizationId: scan.organizationId,
      deadlineMilliseconds: this.deadlineMilliseconds(scan),
      memoryBytes: Math.min(scan.configuration.memoryMegabytes, this.configuration.scans.memoryMegabytes) * MEBIBYTE,
    });
  }

  private deadlineMilliseconds(scan: Scan): number {
    return Math.min(scan.configuration.deadlineSeconds, this.configuration.scans.deadlineSeconds) * 1000;
  }

  /** @returns false when the scan had ended already */
  async cancel(scan: Pick<Scan, 'id' | 'organizationId'>): Promise<boolean> {
    const isCancelled = await this.lifecycle.cancel(scan.id, this.clock.now());
    if (!isCancelled) return false;
    this.changed(scan);
    // The row decides; the process may take a moment to end, and nobody waits for it.
    this.runner.cancel(scan.id).catch((error: unknown) => this.log.error('a cancelled scanner did not end', { scanId: scan.id, error: String(error) }));
    return true;
  }

  queuePosition(scanId: string): number | undefined {
    return this.runner.queuePosition(scanId);
  }

  private async grant(scanId: string): Promise<Grant | undefined> {
    const begun = await this.lifecycle.beginAttempt(scanId, MAXIMUM_ATTEMPTS, this.clock.now());
    if (begun === undefined) return undefined;
    const { scan, repository } = begun;
    this.changed(scan);
    try {
      return await this.grantOf(scan, repository);
    } catch (error) {
      const failure: AttemptFailure =
        error instanceof SecretBoxError
          ? { code: 'credentialUnreadable', message: 'The stored credential cannot be opened with the key of this installation. Enter it again in the repository settings.' }
          : { code: 'storage', message: 'The scan could not be prepared: look at the space and the rights of the data folder.' };
      this.log.error('a scan could not be prepared', { scanId, organizationId: scan.organizationId, error: String(error) });
      const now = this.clock.now();
      await this.lifecycle.endAttempt(scan.id, scan.attempt, { status: 'FAILED', failure, now });
      if (await this.lifecycle.fail(scan.id, scan.attempt, failure, now)) this.changed(scan);
      return undefined;
    }
  }

  private async grantOf(scan: Scan, repository: GitRepository): Promise<Grant> {
    const place = await this.artifacts.prepare(addressOf(scan), scan.attempt, new Date(this.clock.now().getTime() + this.deadlineMilliseconds(scan)));
    const credential = await this.credentials.open(repository);
    const { fileExtensions, include, exclude, maximumFileBytes, maximumFiles, workers } = scan.configuration;
    return create(GrantSchema, {
      scanId: scan.id,
      organizationId: scan.organizationId,
      attempt: scan.attempt,
      source: create(SourceGrantSchema, {
        location: repository.source === 'url' ? { case: 'url', value: repository.location } : { case: 'localPath', value: repository.location },
        reference: scan.reference ?? repository.defaultBranch ?? '',
        name: repository.name,
        ...this.sources.grantPolicy(),
        ...(credential === undefined
          ? {}
          : {
              credential: create(GitCredentialSchema, credential.kind === 'password' ? { username: credential.username, secret: credential.secret } : { sshPrivateKey: credential.privateKey }),
            }),
      }),
      configuration: create(ScanConfigurationSchema, {
        fileExtensions: [...fileExtensions],
        include: [...include],
        exclude: [...exclude],
        maximumFileBytes,
        maximumFiles,
        workers: workers ?? 0,
        maximumCheckoutBytes: BigInt(this.configuration.scans.checkoutMegabytes) * BigInt(MEBIBYTE),
        checkoutSeconds: this.configuration.scans.checkoutSeconds,
      }),
      outputFolder: place.kind === 'folder' ? place.folder : '',
      window: WINDOW,
    });
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
    this.changed(scan);
  }

  private changed(scan: Pick<Scan, 'id' | 'organizationId'>): void {
    this.eventBus.publish('scan.changed', { organizationId: scan.organizationId, scanId: scan.id });
  }
}

function addressOf(scan: Scan): { organizationId: string; scanId: string } {
  return { organizationId: scan.organizationId, scanId: scan.id };
}
