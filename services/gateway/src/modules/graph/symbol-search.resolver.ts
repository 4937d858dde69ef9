import { Args, Field, ID, Int, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { SymbolKind } from '@pinata/graph';
import { CurrentCaller, Loaders, SymbolKindEnum, type RequestLoaders } from '../../graphql/index.js';
import type { Caller } from '../access/index.js';
import { RepositoriesService, RepositoryType, toRepository } from '../repositories/index.js';
import { MAXIMUM, within } from './bounds.js';
import { SymbolMatchType } from './types/index.js';
import { SymbolSearchService, type OrganizationHit } from './symbol-search.service.js';

@ObjectType('OrganizationSymbolMatch', { description: 'A symbol found in the newest scan of a branch.' })
export class OrganizationSymbolMatchType implements OrganizationHit {
  @Field(() => String)
  readonly branch!: string;

  @Field(() => SymbolMatchType)
  readonly match!: SymbolMatchType;

  /** Not in the API: the repository loads by them. */
  readonly organizationId!: string;
  readonly repositoryId!: string;
}

@Resolver(() => OrganizationSymbolMatchType)
export class SymbolSearchResolver {
  constructor(
    private readonly search: SymbolSearchService,
    private readonly repositories: RepositoriesService,
  ) {}

  @Query(() => [OrganizationSymbolMatchType], { description: 'Symbols of the newest scan of each branch of every repository the caller may read here.' })
  searchSymbols(
    @CurrentCaller() caller: Caller,
    @Args('organizationId', { type: () => ID }) organizationId: string,
    @Args('query', { type: () => String }) query: string,
    @Args('kinds', { type: () => [SymbolKindEnum], nullable: true }) kinds: SymbolKind[] | null,
    @Args('limit', { type: () => Int, nullable: true, defaultValue: 20 }) limit: number | null,
  ): Promise<OrganizationSymbolMatchType[]> {
    return this.search.search(caller, organizationId, query, kinds ?? undefined, within(limit, 20, MAXIMUM.hits));
  }

  @ResolveField(() => RepositoryType)
  async repository(@CurrentCaller() caller: Caller, @Parent() hit: OrganizationSymbolMatchType, @Loaders() loaders: RequestLoaders): Promise<RepositoryType | undefined> {
    const repository = await loaders.of(`scans.repository:${hit.organizationId}`, (ids) => this.repositories.byIds(caller, hit.organizationId, ids)).load(hit.repositoryId);
    return repository === undefined ? undefined : toRepository(repository);
  }
}
