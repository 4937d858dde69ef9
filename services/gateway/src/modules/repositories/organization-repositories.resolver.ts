import { Args, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { CurrentCaller, type Connection } from '../../graphql/index.js';
import type { Caller } from '../access/index.js';
import { OrganizationType } from '../organizations/index.js';
import { RepositoriesResolver } from './repositories.resolver.js';
import { RepositoryConnectionType, RepositoryFilterInput, RepositoryOrderInput, type RepositoryType } from './repositories.types.js';

/** What this feature adds to an organization. */
@Resolver(() => OrganizationType)
export class OrganizationRepositoriesResolver {
  constructor(private readonly repositories: RepositoriesResolver) {}

  @ResolveField(() => RepositoryConnectionType, { name: 'repositories' })
  list(
    @CurrentCaller() caller: Caller,
    @Parent() organization: OrganizationType,
    @Args('first', { type: () => Int, defaultValue: 20, nullable: true }) first: number,
    @Args('after', { type: () => String, nullable: true }) after: string | null,
    @Args('filter', { type: () => RepositoryFilterInput, nullable: true }) filter: RepositoryFilterInput | null,
    @Args('orderBy', { type: () => RepositoryOrderInput, nullable: true }) orderBy: RepositoryOrderInput | null,
  ): Promise<Connection<RepositoryType>> {
    return this.repositories.list(caller, organization.id, first, after, filter, orderBy);
  }
}
