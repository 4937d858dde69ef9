import { Args, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { CurrentCaller, Loaders, pageOf, toConnection, type Connection, type RequestLoaders } from '../../graphql/index.js';
import type { Caller } from '../access/index.js';
import { OrganizationType, OrganizationsService, toOrganization } from '../organizations/index.js';
import { RepositoriesService } from './repositories.service.js';
import { CreateRepositoryInput, RepositoryConnectionType, RepositoryFilterInput, RepositoryOrderInput, RepositoryType, UpdateRepositoryInput, toRepository } from './repositories.types.js';
import type { RepositoryOrdering } from './repositories.repository.js';

const DEFAULT_ORDERING: RepositoryOrdering = { field: 'name', direction: 'asc' };

@Resolver(() => RepositoryType)
export class RepositoriesResolver {
  constructor(
    private readonly repositories: RepositoriesService,
    private readonly organizations: OrganizationsService,
  ) {}

  @Query(() => RepositoryType)
  async repository(
    @CurrentCaller() caller: Caller,
    @Args('organization', { type: () => String }) organization: string,
    @Args('repository', { type: () => String }) repository: string,
  ): Promise<RepositoryType> {
    return toRepository(await this.repositories.bySlug(caller, organization, repository));
  }

  @Query(() => RepositoryType)
  async repositoryById(@CurrentCaller() caller: Caller, @Args('id', { type: () => ID }) id: string): Promise<RepositoryType> {
    return toRepository(await this.repositories.byId(caller, id));
  }

  @Query(() => RepositoryConnectionType, { name: 'repositories' })
  async list(
    @CurrentCaller() caller: Caller,
    @Args('organizationId', { type: () => ID }) organizationId: string,
    @Args('first', { type: () => Int, defaultValue: 20, nullable: true }) first: number,
    @Args('after', { type: () => String, nullable: true }) after: string | null,
    @Args('filter', { type: () => RepositoryFilterInput, nullable: true }) filter: RepositoryFilterInput | null,
    @Args('orderBy', { type: () => RepositoryOrderInput, nullable: true }) orderBy: RepositoryOrderInput | null,
  ): Promise<Connection<RepositoryType>> {
    return toConnection(await this.repositories.list(caller, organizationId, filter ?? {}, orderBy ?? DEFAULT_ORDERING, pageOf(first, after)), toRepository);
  }

  @Mutation(() => RepositoryType)
  async createRepository(@CurrentCaller() caller: Caller, @Args('input', { type: () => CreateRepositoryInput }) input: CreateRepositoryInput): Promise<RepositoryType> {
    return toRepository(await this.repositories.create(caller, input));
  }

  @Mutation(() => RepositoryType)
  async updateRepository(@CurrentCaller() caller: Caller, @Args('input', { type: () => UpdateRepositoryInput }) input: UpdateRepositoryInput): Promise<RepositoryType> {
    return toRepository(await this.repositories.update(caller, input));
  }

  @ResolveField(() => OrganizationType)
  organization(@CurrentCaller() caller: Caller, @Parent() repository: RepositoryType, @Loaders() loaders: RequestLoaders): Promise<OrganizationType | undefined> {
    return loaders
      .of('repositories.organization', async () => new Map((await this.organizations.memberships(caller)).map((membership) => [membership.organization.id, toOrganization(membership.organization)])))
      .load(repository.organizationId);
  }
}
