import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { CurrentCaller } from '../../graphql/index.js';
import type { Caller } from '../access/index.js';
import { OrganizationType } from '../organizations/index.js';
import { UsageService } from './usage.service.js';
import { UsageType } from './usage.types.js';

@Resolver(() => OrganizationType)
export class UsageResolver {
  constructor(private readonly usages: UsageService) {}

  @Query(() => UsageType, { name: 'usage' })
  usageOf(
    @CurrentCaller() caller: Caller,
    @Args('organizationId', { type: () => ID }) organizationId: string,
    @Args('month', { type: () => String, nullable: true }) month: string | null,
  ): Promise<UsageType> {
    return this.usages.month(caller, organizationId, month ?? undefined);
  }

  @ResolveField(() => UsageType)
  usage(@CurrentCaller() caller: Caller, @Parent() organization: OrganizationType, @Args('month', { type: () => String, nullable: true }) month: string | null): Promise<UsageType> {
    return this.usages.month(caller, organization.id, month ?? undefined);
  }
}
