import { Inject, Injectable } from '@nestjs/common';
import { create } from '@bufbuild/protobuf';
import { AttemptGrantSchema, NatsGrantSchema, UploadGrantSchema, type AttemptGrant } from '@pinata/proto';
import { CONFIGURATION, type Configuration } from '../../config/index.js';
import { LOG, type Log } from '../../logging/index.js';
import { ARTIFACT_STORE, ATTEMPT_ACCESS, type ArtifactStore, type AttemptAccess, type AttemptFailure } from '../../ports/index.js';
import type { Scan } from '../../database/index.js';
import { CLOCK, type Clock } from '../../runtime/index.js';
import { FACT_PACK, ScanGrantService, ScanLifecycleRepository, ScanRunsService, credentialFailure, deadlineMilliseconds, type AttemptRefusal, type BegunAttempt } from '../scans/index.js';

/** `failed` may be asked for again; the others stay. */
export type GrantRefusalCode = AttemptRefusal | 'failed';

export interface RefusedGrant {
  readonly code: GrantRefusalCode;
  /** For people; says what to do. */
  readonly message: string;
}

export type GrantAnswer = { readonly grant: AttemptGrant } | { readonly refused: RefusedGrant };

const WORDS: Readonly<Record<GrantRefusalCode, string>> = {
  unknown: 'This installation has no such scan. Scans are started in Pinata Code, not in the cluster.',
  cancelled: 'The scan was cancelled.',
  ended: 'The scan has ended already.',
  superseded: 'A later attempt of this scan was begun.',
  failed: 'The scan could not be prepared; it is tried again. Look at the log of the gateway, and at the object store.',
};

const DEADLINE: AttemptFailure = { code: 'deadline', message: 'The scan ran out of time before another attempt could begin. Give it a longer deadline, or leave folders out.' };

/** Decides whether an attempt may run in a pod, and gives it all that it may use until the scan's deadline. */
@Injectable()
export class GrantsService {
  constructor(
    private readonly lifecycle: ScanLifecycleRepository,
    private readonly runs: ScanRunsService,
    private readonly grants: ScanGrantService,
    @Inject(ARTIFACT_STORE) private readonly artifacts: ArtifactStore,
    @Inject(ATTEMPT_ACCESS) private readonly access: AttemptAccess,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /**
   * The attempt's number is the operator's. Asking again for the present attempt gives fresh credentials; the earlier ones still
   * work until the deadline. Rejects when the database does not answer.
   */
  async grant(scanId: string, attempt: number): Promise<GrantAnswer> {
    const begun = await this.lifecycle.beginNumberedAttempt(scanId, attempt, this.clock.now());
    if (typeof begun === 'string') return this.refusal(scanId, attempt, begun);
    this.runs.changed(begun.scan);
    const until = new Date((begun.scan.startedAt ?? this.clock.now()).getTime() + deadlineMilliseconds(begun.scan, this.configuration.scans));
    if (until <= this.clock.now()) return this.end(begun, DEADLINE);
    try {
      const grant = await this.grantOf(begun, until);
      this.log.info('an attempt was granted', { scanId, organizationId: begun.scan.organizationId, attempt });
      return { grant };
    } catch (error) {
      const final = credentialFailure(error);
      if (final !== undefined) return this.end(begun, final);
      this.log.error('an attempt could not be prepared; it will be asked for again', { scanId, organizationId: begun.scan.organizationId, attempt, error });
      return this.refusal(scanId, attempt, 'failed');
    }
  }

  private async grantOf({ scan, repository }: BegunAttempt, until: Date): Promise<AttemptGrant> {
    const { id: scanId, organizationId, attempt } = scan;
    const place = await this.artifacts.prepare({ organizationId, scanId }, attempt, until);
    if (place.kind !== 'upload') throw new Error('a folder of this machine is of no use to a pod');
    const credential = await this.grants.credentialOf(repository);
    return create(AttemptGrantSchema, {
      scan: this.grants.grantOf(scan, repository),
      ...(credential === undefined ? {} : { credential }),
      nats: create(NatsGrantSchema, { ...(await this.stream(scan, until)) }),
      upload: create(UploadGrantSchema, { url: place.url, fields: { ...place.fields }, keyPrefix: place.keyPrefix, maximumBytes: BigInt(place.maximumBytes) }),
      previousFactPackUrl: await this.previousFactPack(scan, until),
      expiresAt: BigInt(Math.floor(until.getTime() / 1000)),
    });
  }

  /** What an earlier scan knew of the repository's files; empty where there is none, or it cannot be told now: the scan then reads every file. */
  private async previousFactPack(scan: Scan, until: Date): Promise<string> {
    const previous = await this.lifecycle.previousOf(scan);
    if (previous === null) return '';
    const url = await this.artifacts.readingUrl({ organizationId: previous.organizationId, scanId: previous.id }, FACT_PACK, until).catch((error: unknown) => {
      this.log.warn('a scan begins without the fact pack of an earlier one', { scanId: scan.id, organizationId: scan.organizationId, previousScanId: previous.id, error });
      return undefined;
    });
    return url ?? '';
  }

  private async stream({ id: scanId, organizationId, attempt }: BegunAttempt['scan'], until: Date) {
    const { servers, credentials, inboxPrefix, certificateAuthority } = await this.access.issue({ organizationId, scanId, attempt }, until);
    return { servers: [...servers], credentials, inboxPrefix, certificateAuthority };
  }

  /** No other attempt would do better. */
  private async end({ scan }: BegunAttempt, failure: AttemptFailure): Promise<GrantAnswer> {
    const now = this.clock.now();
    await this.lifecycle.endAttempt(scan.id, scan.attempt, { status: 'FAILED', failure, now });
    if (await this.lifecycle.fail(scan.id, scan.attempt, failure, now)) this.runs.changed(scan);
    this.log.warn('a scan was ended when an attempt was asked for', { scanId: scan.id, organizationId: scan.organizationId, attempt: scan.attempt, failureCode: failure.code });
    return { refused: { code: 'ended', message: failure.message } };
  }

  private refusal(scanId: string, attempt: number, code: GrantRefusalCode): GrantAnswer {
    if (code !== 'failed') this.log.info('an attempt was refused', { scanId, attempt, refusal: code });
    return { refused: { code, message: WORDS[code] } };
  }
}
