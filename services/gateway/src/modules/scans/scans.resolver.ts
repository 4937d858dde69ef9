import { Args, ID, Int, Mutation, Parent, Query, ResolveField, Resolver, Subscription } from '@nestjs/graphql';
import type { UnresolvedReason } from '@pinata/graph';
import { CurrentCaller, UnresolvedReasonEnum, pageOf, toConnection, type Connection } from '../../graphql/index.js';
import { AccessError, type Caller } from '../access/index.js';
import { ScanProgressService } from './scan-progress.service.js';
import { ScanSummaryType, UnresolvedExampleType } from './scan-summary.types.js';
import { ScanDeletionService, ScansService } from './scans.service.js';
import { ScanConnectionType, ScanFilterInput, ScanOrderInput, ScanProgressType, ScanType, StartScanInput, toScan } from './scans.types.js';
import type { ScanOrdering } from './scans.repository.js';

export const NEWEST_FIRST: ScanOrdering = { field: 'createdAt', direction: 'desc' };

@Resolver()
export class ScansResolver {
  constructor(
    private readonly scans: ScansService,
    private readonly deletion: ScanDeletionService,
    private readonly progress: ScanProgressService,
  ) {}

  @Query(() => ScanType)
  async scan(@CurrentCaller() caller: Caller, @Args('id', { type: () => ID }) id: string): Promise<ScanType> {
    return toScan(await this.scans.byId(caller, id));
  }

  @Query(() => ScanConnectionType, { name: 'scans' })
  async list(
    @CurrentCaller() caller: Caller,
    @Args('organizationId', { type: () => ID }) organizationId: string,
    @Args('first', { type: () => Int, defaultValue: 20, nullable: true }) first: number,
    @Args('after', { type: () => String, nullable: true }) after: string | null,
    @Args('filter', { type: () => ScanFilterInput, nullable: true }) filter: ScanFilterInput | null,
    @Args('orderBy', { type: () => ScanOrderInput, nullable: true }) orderBy: ScanOrderInput | null,
  ): Promise<Connection<ScanType>> {
    return toConnection(await this.scans.list(caller, organizationId, filter ?? {}, orderBy ?? NEWEST_FIRST, pageOf(first, after)), toScan);
  }

  @Mutation(() => ScanType, { description: 'Answers with the QUEUED scan before any work is done.' })
  async startScan(@CurrentCaller() caller: Caller, @Args('input', { type: () => StartScanInput }) input: StartScanInput): Promise<ScanType> {
    return toScan(await this.scans.start(caller, input));
  }

  @Mutation(() => ScanType, { description: 'A scan that has ended stays as it is.' })
  async cancelScan(@CurrentCaller() caller: Caller, @Args('id', { type: () => ID }) id: string): Promise<ScanType> {
    return toScan(await this.scans.cancel(caller, id));
  }

  @Mutation(() => ID)
  async deleteScan(@CurrentCaller() caller: Caller, @Args('id', { type: () => ID }) id: string): Promise<string> {
    await this.deletion.deleteScan(caller, id);
    return id;
  }

  @Mutation(() => ID, { description: 'Deletes its scans and snapshots too; running scans are cancelled. Gives back the id.' })
  async deleteRepository(@CurrentCaller() caller: Caller, @Args('id', { type: () => ID }) id: string): Promise<string> {
    await this.deletion.deleteRepository(caller, id);
    return id;
  }

  @Subscription(() => ScanProgressType, {
    description: 'The present state first, then each change, at most ten a second; completes after a terminal state.',
    resolve: (value: ScanProgressType | AccessError) => {
      if (value instanceof AccessError) throw value;
      return value;
    },
  })
  scanProgress(@CurrentCaller() caller: Caller, @Args('scanId', { type: () => ID }) scanId: string): Promise<AsyncGenerator<ScanProgressType | AccessError>> {
    return this.progress.watch(caller, scanId);
  }
}

@Resolver(() => ScanSummaryType)
export class ScanSummaryResolver {
  @ResolveField(() => [UnresolvedExampleType])
  unresolvedExamples(@Parent() summary: ScanSummaryType, @Args('reason', { type: () => UnresolvedReasonEnum, nullable: true }) reason: UnresolvedReason | null): readonly UnresolvedExampleType[] {
    return reason === null || reason === undefined ? summary.examples : summary.examples.filter((example) => example.reason === reason);
  }
}
