import { Inject, Injectable } from '@nestjs/common';
import type { Cursor } from '@mikro-orm/core';
import { CONFIGURATION, type Configuration } from '../../config/index.js';
import type { GitRepository, Scan, ScanAttempt, TenantScope } from '../../database/index.js';
import type { PageRequest } from '../../graphql/index.js';
import { ARTIFACT_STORE, EVENT_BUS, type ArtifactStore, type EventBus } from '../../ports/index.js';
import { CLOCK, IDENTIFIERS, type Clock, type Identifiers } from '../../runtime/index.js';
import { AccessError, AccessService, REQUIRES, type Caller } from '../access/index.js';
import { RepositoriesRepository, SourcesService, changedConfiguration, type ScanConfigurationChange } from '../repositories/index.js';
import { ScanRunsService } from './scan-runs.service.js';
import { ScanRequestError } from './scan.error.js';
import { ScansRepository, type ScanCriteria, type ScanOrdering } from './scans.repository.js';

const CLIENT_KEY = /^[\x21-\x7e]{1,200}$/;

export interface ScanRequest {
  readonly repositoryId: string;
  readonly reference?: string | null;
  readonly configuration?: ScanConfigurationChange | null;
  readonly clientKey?: string | null;
}

@Injectable()
export class ScansService {
  constructor(
    private readonly access: AccessService,
    private readonly repository: ScansRepository,
    private readonly repositories: RepositoriesRepository,
    private readonly sources: SourcesService,
    private readonly runs: ScanRunsService,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDENTIFIERS) private readonly identifiers: Identifiers,
  ) {}

  async byId(caller: Caller, id: string): Promise<Scan> {
    return found(await this.repository.byId(await this.access.ofScan(caller, id, REQUIRES.reading), id));
  }

  async list(caller: Caller, organizationId: string, criteria: ScanCriteria, ordering: ScanOrdering, page: PageRequest): Promise<Cursor<Scan>> {
    return this.repository.list(await this.access.inOrganization(caller, organizationId, REQUIRES.reading), criteria, ordering, page);
  }

  /** For a DataLoader: the newest scan of each repository. */
  async latest(caller: Caller, organizationId: string, repositoryIds: readonly string[], { isCompletedOnly }: { isCompletedOnly: boolean }): Promise<ReadonlyMap<string, Scan>> {
    const scope = await this.access.inOrganization(caller, organizationId, REQUIRES.reading);
    return new Map((await this.repository.latest(scope, repositoryIds, { isCompletedOnly })).map((scan) => [scan.repositoryId, scan]));
  }

  /** For a DataLoader: the attempts of each scan, in their order. */
  async attempts(caller: Caller, organizationId: string, scanIds: readonly string[]): Promise<ReadonlyMap<string, ScanAttempt[]>> {
    const scope = await this.access.inOrganization(caller, organizationId, REQUIRES.reading);
    return Map.groupBy(await this.repository.attempts(scope, scanIds), (attempt) => attempt.scanId);
  }

  async newestOfBranches(caller: Caller, repositoryId: string): Promise<Scan[]> {
    return this.repository.newestOfBranches(await this.access.ofRepository(caller, repositoryId, REQUIRES.reading), repositoryId);
  }

  /** Answers with the QUEUED scan before any work; the same client key gives the same scan again. */
  async start(caller: Caller, request: ScanRequest): Promise<Scan> {
    const scope = await this.access.ofRepository(caller, request.repositoryId, REQUIRES.scanning);
    const repository = await this.repositories.byId(scope, request.repositoryId);
    if (repository === null) throw new AccessError('notFound');
    return this.startIn(scope, repository, request);
  }

  /** For the platform itself too: the first start scans the demo. */
  async startIn(scope: TenantScope, repository: GitRepository, request: Omit<ScanRequest, 'repositoryId'>): Promise<Scan> {
    const clientKey = request.clientKey ?? undefined;
    if (clientKey !== undefined && !CLIENT_KEY.test(clientKey)) throw new ScanRequestError('clientKeyInvalid', 'A client key has 1 to 200 visible ASCII characters.', { field: 'input.clientKey' });
    const known = clientKey === undefined ? null : await this.repository.byClientKey(scope, clientKey);
    if (known !== null) return known;
    const now = this.clock.now();
    const scan = await this.repository.add(
      scope,
      {
        id: this.identifiers.uuid(),
        organizationId: scope.organizationId,
        repositoryId: repository.id,
        status: 'QUEUED',
        reference: this.sources.parseReference(request.reference, 'input.reference') ?? null,
        branch: null,
        commitId: null,
        isModified: false,
        configuration: changedConfiguration(repository.configuration, request.configuration, this.configuration.scans),
        requestedBy: scope.accountId,
        clientKey: clientKey ?? null,
        attempt: 0,
        filesScanned: 0,
        failureCode: null,
        failureMessage: null,
        summary: null,
        storedBytes: 0,
        createdAt: now,
        startedAt: null,
        finishedAt: null,
      },
      { id: this.identifiers.uuid(), isCounted: !repository.isDemo },
    );
    // Two calls with one key came at once: the other one's scan is the answer.
    if (scan === undefined) return found(clientKey === undefined ? null : await this.repository.byClientKey(scope, clientKey));
    await this.runs.enqueue(scan);
    return scan;
  }

  async cancel(caller: Caller, id: string): Promise<Scan> {
    const scope = await this.access.ofScan(caller, id, REQUIRES.scanning);
    await this.runs.cancel(found(await this.repository.byId(scope, id)));
    return found(await this.repository.byId(scope, id));
  }
}

function found(scan: Scan | null): Scan {
  if (scan === null) throw new AccessError('notFound');
  return scan;
}

/** Deleting reaches into the store of files too, and so lies apart from starting and reading. */
@Injectable()
export class ScanDeletionService {
  constructor(
    private readonly access: AccessService,
    private readonly repository: ScansRepository,
    private readonly repositories: RepositoriesRepository,
    private readonly runs: ScanRunsService,
    @Inject(ARTIFACT_STORE) private readonly artifacts: ArtifactStore,
    @Inject(EVENT_BUS) private readonly eventBus: EventBus,
  ) {}

  async deleteScan(caller: Caller, id: string): Promise<void> {
    const scope = await this.access.ofScan(caller, id, REQUIRES.changing);
    const scan = found(await this.repository.byId(scope, id));
    if (scan.status === 'QUEUED' || scan.status === 'RUNNING') throw new ScanRequestError('stillRunning', 'Cancel the scan before you delete it.');
    await this.repository.remove(scope, id);
    await this.forget(scope, [id]);
  }

  async deleteRepository(caller: Caller, id: string): Promise<void> {
    const scope = await this.access.ofRepository(caller, id, REQUIRES.administering);
    for (const scanId of await this.repository.idsOf(scope, id, { isUnfinishedOnly: true })) await this.runs.cancel({ id: scanId, organizationId: scope.organizationId });
    const scanIds = await this.repository.idsOf(scope, id, { isUnfinishedOnly: false });
    await this.repositories.remove(scope, id);
    await this.forget(scope, scanIds);
  }

  /** Rows first, files after: a kill in between leaves files that nobody sees, never a scan without its files. */
  private async forget(scope: TenantScope, scanIds: readonly string[]): Promise<void> {
    for (const scanId of scanIds) await this.artifacts.remove({ organizationId: scope.organizationId, scanId });
    await this.repository.forgetOrphanedSymbols(scope);
    this.eventBus.publish('organization.changed', { organizationId: scope.organizationId });
  }
}
