import { Inject } from '@nestjs/common';
import { Args, Float, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { SkipReason } from '@pinata/graph';
import type { Account, ScanAttempt } from '../../database/index.js';
import { CurrentCaller, Loaders, SkipReasonEnum, pageOf, toConnection, type Connection, type RequestLoaders } from '../../graphql/index.js';
import { CLOCK, type Clock } from '../../runtime/index.js';
import type { Caller } from '../access/index.js';
import { OrganizationsService } from '../organizations/index.js';
import { RepositoriesService, RepositoryType, toRepository } from '../repositories/index.js';
import { ScanContentService } from './scan-content.service.js';
import { ScanFileConnectionType, ScanFileFilterInput, ScanFileOrderInput, SkippedFileConnectionType, toScanFile, toSkippedFile, type ScanFileType, type SkippedFileType } from './scan-content.types.js';
import { ScanSummaryType, toSummary } from './scan-summary.types.js';
import { ScanProgressService } from './scan-progress.service.js';
import { ScansService } from './scans.service.js';
import { ScanAttemptType, ScanProgressType, ScanType } from './scans.types.js';

function toAttempt(row: ScanAttempt): ScanAttemptType {
  const { number, status, startedAt } = row;
  return {
    number, status, startedAt,
    finishedAt: row.finishedAt ?? null,
    failure: row.failureCode == null ? null : { code: row.failureCode, message: row.failureMessage ?? '' },
    peakMemoryBytes: row.peakMemoryBytes ?? null,
  };
}

/** What a scan says of itself and of the files it read. */
@Resolver(() => ScanType)
export class ScanFieldsResolver {
  constructor(
    private readonly scans: ScansService,
    private readonly content: ScanContentService,
    private readonly progressOf: ScanProgressService,
    private readonly repositories: RepositoriesService,
    private readonly organizations: OrganizationsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @ResolveField(() => RepositoryType)
  async repository(@CurrentCaller() caller: Caller, @Parent() { row }: ScanType, @Loaders() loaders: RequestLoaders): Promise<RepositoryType | undefined> {
    const repository = await loaders.of(`scans.repository:${row.organizationId}`, (ids) => this.repositories.byIds(caller, row.organizationId, ids)).load(row.repositoryId);
    return repository === undefined ? undefined : toRepository(repository);
  }

  @ResolveField(() => String, { nullable: true })
  async requestedBy(@CurrentCaller() caller: Caller, @Parent() { row }: ScanType, @Loaders() loaders: RequestLoaders): Promise<string | null> {
    if (row.requestedBy == null) return null;
    const account = await loaders.of<Account>(`organizations.accounts:${row.organizationId}`, (ids) => this.organizations.accounts(caller, row.organizationId, ids)).load(row.requestedBy);
    return account?.name ?? null;
  }

  @ResolveField(() => Float, { nullable: true, description: 'Milliseconds from start to end, or until now.' })
  durationMilliseconds(@Parent() { row }: ScanType): number | null {
    return row.startedAt == null ? null : (row.finishedAt ?? this.clock.now()).getTime() - row.startedAt.getTime();
  }

  @ResolveField(() => [ScanAttemptType])
  async attempts(@CurrentCaller() caller: Caller, @Parent() { row }: ScanType, @Loaders() loaders: RequestLoaders): Promise<ScanAttemptType[]> {
    const attempts = await loaders.of(`scans.attempts:${row.organizationId}`, (ids) => this.scans.attempts(caller, row.organizationId, ids)).load(row.id);
    return (attempts ?? []).map(toAttempt);
  }

  @ResolveField(() => ScanProgressType)
  progress(@Parent() { row }: ScanType): ScanProgressType {
    return this.progressOf.of(row);
  }

  @ResolveField(() => ScanSummaryType, { nullable: true, description: 'Null until the scan is COMPLETED.' })
  summary(@Parent() { row }: ScanType): ScanSummaryType | null {
    return row.summary == null ? null : toSummary(row.summary);
  }

  @ResolveField(() => ScanFileConnectionType)
  async files(
    @CurrentCaller() caller: Caller,
    @Parent() scan: ScanType,
    @Args('first', { type: () => Int, defaultValue: 50, nullable: true }) first: number,
    @Args('after', { type: () => String, nullable: true }) after: string | null,
    @Args('filter', { type: () => ScanFileFilterInput, nullable: true }) filter: ScanFileFilterInput | null,
    @Args('orderBy', { type: () => ScanFileOrderInput, nullable: true }) orderBy: ScanFileOrderInput | null,
  ): Promise<Connection<ScanFileType>> {
    return toConnection(await this.content.files(caller, scan.id, filter ?? {}, orderBy ?? { field: 'path', direction: 'asc' }, pageOf(first, after)), toScanFile);
  }

  @ResolveField(() => SkippedFileConnectionType)
  async skippedFiles(
    @CurrentCaller() caller: Caller,
    @Parent() scan: ScanType,
    @Args('first', { type: () => Int, defaultValue: 50, nullable: true }) first: number,
    @Args('after', { type: () => String, nullable: true }) after: string | null,
    @Args('reason', { type: () => SkipReasonEnum, nullable: true }) reason: SkipReason | null,
    @Args('search', { type: () => String, nullable: true }) search: string | null,
  ): Promise<Connection<SkippedFileType>> {
    return toConnection(await this.content.skipped(caller, scan.id, { reason, search }, pageOf(first, after)), toSkippedFile);
  }
}
