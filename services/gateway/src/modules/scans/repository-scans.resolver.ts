import { Args, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Scan } from '../../database/index.js';
import { CurrentCaller, Loaders, pageOf, toConnection, type Connection, type RequestLoaders } from '../../graphql/index.js';
import type { Caller } from '../access/index.js';
import { OrganizationType } from '../organizations/index.js';
import { RepositoryType } from '../repositories/index.js';
import { NEWEST_FIRST } from './scans.resolver.js';
import { ScansService } from './scans.service.js';
import { ScanConnectionType, ScanFilterInput, ScanOrderInput, ScanType, ScannedBranchType, toScan } from './scans.types.js';

/** What this feature adds to a repository. */
@Resolver(() => RepositoryType)
export class RepositoryScansResolver {
  constructor(private readonly scans: ScansService) {}

  @ResolveField(() => ScanType, { nullable: true, description: 'Newest scan in any state.' })
  latestScan(@CurrentCaller() caller: Caller, @Parent() repository: RepositoryType, @Loaders() loaders: RequestLoaders): Promise<ScanType | null> {
    return this.latest(caller, repository, loaders, { isCompletedOnly: false });
  }

  @ResolveField(() => ScanType, { nullable: true, description: 'Newest completed scan of any branch.' })
  latestCompletedScan(@CurrentCaller() caller: Caller, @Parent() repository: RepositoryType, @Loaders() loaders: RequestLoaders): Promise<ScanType | null> {
    return this.latest(caller, repository, loaders, { isCompletedOnly: true });
  }

  @ResolveField(() => [ScannedBranchType], { description: 'Branches that have a completed scan, newest first.' })
  async scannedBranches(@CurrentCaller() caller: Caller, @Parent() repository: RepositoryType): Promise<ScannedBranchType[]> {
    const scans = await this.scans.newestOfBranches(caller, repository.id);
    return scans.map((scan) => ({ name: scan.branch ?? '', commit: scan.commitId ?? '', scanId: scan.id, scannedAt: scan.finishedAt ?? scan.createdAt }));
  }

  @ResolveField(() => ScanConnectionType, { name: 'scans' })
  async list(
    @CurrentCaller() caller: Caller,
    @Parent() repository: RepositoryType,
    @Args('first', { type: () => Int, defaultValue: 20, nullable: true }) first: number,
    @Args('after', { type: () => String, nullable: true }) after: string | null,
    @Args('filter', { type: () => ScanFilterInput, nullable: true }) filter: ScanFilterInput | null,
    @Args('orderBy', { type: () => ScanOrderInput, nullable: true }) orderBy: ScanOrderInput | null,
  ): Promise<Connection<ScanType>> {
    return toConnection(await this.scans.list(caller, repository.organizationId, { ...filter, repositoryId: repository.id }, orderBy ?? NEWEST_FIRST, pageOf(first, after)), toScan);
  }

  private async latest(caller: Caller, repository: RepositoryType, loaders: RequestLoaders, which: { isCompletedOnly: boolean }): Promise<ScanType | null> {
    const scan = await loaders
      .of<Scan>(`scans.latest:${String(which.isCompletedOnly)}:${repository.organizationId}`, (ids) => this.scans.latest(caller, repository.organizationId, ids, which))
      .load(repository.id);
    return scan === undefined ? null : toScan(scan);
  }
}

/** What this feature adds to an organization. */
@Resolver(() => OrganizationType)
export class OrganizationScansResolver {
  constructor(private readonly scans: ScansService) {}

  @ResolveField(() => ScanConnectionType, { name: 'scans' })
  async list(
    @CurrentCaller() caller: Caller,
    @Parent() organization: OrganizationType,
    @Args('first', { type: () => Int, defaultValue: 20, nullable: true }) first: number,
    @Args('after', { type: () => String, nullable: true }) after: string | null,
    @Args('filter', { type: () => ScanFilterInput, nullable: true }) filter: ScanFilterInput | null,
    @Args('orderBy', { type: () => ScanOrderInput, nullable: true }) orderBy: ScanOrderInput | null,
  ): Promise<Connection<ScanType>> {
    return toConnection(await this.scans.list(caller, organization.id, filter ?? {}, orderBy ?? NEWEST_FIRST, pageOf(first, after)), toScan);
  }
}
