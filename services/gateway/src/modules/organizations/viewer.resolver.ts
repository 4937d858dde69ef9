import { Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { CurrentCaller } from '../../graphql/index.js';
import type { Caller } from '../access/index.js';
import { AccountsService } from '../accounts/index.js';
import { OrganizationsService } from './organizations.service.js';
import { MembershipType, OrganizationType, ViewerType, toOrganization } from './organizations.types.js';

@Resolver(() => ViewerType)
export class ViewerResolver {
  constructor(
    private readonly organizations: OrganizationsService,
    private readonly accounts: AccountsService,
  ) {}

  @Query(() => ViewerType)
  viewer(@CurrentCaller() caller: Caller): ViewerType {
    return { id: caller.accountId, email: caller.email, name: caller.name, isInstanceAdministrator: caller.isInstanceAdministrator };
  }

  @ResolveField(() => Boolean, { description: 'True while the password is the one that was generated.' })
  mustChangePassword(@Parent() viewer: ViewerType): Promise<boolean> {
    return this.accounts.mustChangePassword(viewer.id);
  }

  @ResolveField(() => [MembershipType], { description: 'Memberships of the caller, the landing organization first.' })
  async memberships(@CurrentCaller() caller: Caller): Promise<MembershipType[]> {
    return (await this.organizations.memberships(caller)).map(({ organization, role }) => ({ organization: toOrganization(organization), role }));
  }

  @ResolveField(() => OrganizationType, { nullable: true, description: 'Where the console opens.' })
  async landingOrganization(@CurrentCaller() caller: Caller): Promise<OrganizationType | null> {
    const first = (await this.organizations.memberships(caller))[0];
    return first === undefined ? null : toOrganization(first.organization);
  }
}
