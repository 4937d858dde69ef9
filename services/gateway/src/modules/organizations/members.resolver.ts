import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Account } from '../../database/index.js';
import { CurrentCaller, Loaders, type RequestLoaders } from '../../graphql/index.js';
import type { Caller } from '../access/index.js';
import { OrganizationsService } from './organizations.service.js';
import { MemberType } from './organizations.types.js';

/** What a membership says of its person; one query for a whole page of members. */
@Resolver(() => MemberType)
export class MembersResolver {
  constructor(private readonly organizations: OrganizationsService) {}

  @ResolveField(() => String)
  async email(@CurrentCaller() caller: Caller, @Parent() member: MemberType, @Loaders() loaders: RequestLoaders): Promise<string> {
    return (await this.account(caller, member, loaders))?.email ?? '';
  }

  @ResolveField(() => String)
  async name(@CurrentCaller() caller: Caller, @Parent() member: MemberType, @Loaders() loaders: RequestLoaders): Promise<string> {
    return (await this.account(caller, member, loaders))?.name ?? '';
  }

  private account(caller: Caller, member: MemberType, loaders: RequestLoaders): Promise<Account | undefined> {
    return loaders.of<Account>(`organizations.accounts:${member.organizationId}`, (ids) => this.organizations.accounts(caller, member.organizationId, ids)).load(member.userId);
  }
}
