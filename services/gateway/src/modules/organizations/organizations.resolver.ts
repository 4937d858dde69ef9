import { Args, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Member, MemberRole } from '../../database/index.js';
import { CurrentCaller, Loaders, MemberRoleEnum, pageOf, toConnection, type Connection, type RequestLoaders } from '../../graphql/index.js';
import type { Caller } from '../access/index.js';
import { OrganizationsService } from './organizations.service.js';
import { MemberConnectionType, MemberType, OrganizationType, toOrganization } from './organizations.types.js';

function toMember(member: Member): MemberType {
  return { id: member.id, role: member.role, userId: member.accountId, joinedAt: member.createdAt, organizationId: member.organizationId };
}

@Resolver(() => OrganizationType)
export class OrganizationsResolver {
  constructor(private readonly organizations: OrganizationsService) {}

  @Query(() => OrganizationType)
  async organization(@CurrentCaller() caller: Caller, @Args('slug', { type: () => String }) slug: string): Promise<OrganizationType> {
    return toOrganization(await this.organizations.bySlug(caller, slug));
  }

  @Mutation(() => OrganizationType)
  async createOrganization(
    @CurrentCaller() caller: Caller,
    @Args('name', { type: () => String }) name: string,
    @Args('slug', { type: () => String, nullable: true }) slug: string | null,
  ): Promise<OrganizationType> {
    return toOrganization(await this.organizations.create(caller, name, slug ?? undefined));
  }

  @Mutation(() => OrganizationType)
  async updateOrganization(@CurrentCaller() caller: Caller, @Args('id', { type: () => ID }) id: string, @Args('name', { type: () => String }) name: string): Promise<OrganizationType> {
    return toOrganization(await this.organizations.rename(caller, id, name));
  }

  @Mutation(() => MemberType)
  async addMember(
    @CurrentCaller() caller: Caller,
    @Args('organizationId', { type: () => ID }) organizationId: string,
    @Args('email', { type: () => String }) email: string,
    @Args('role', { type: () => MemberRoleEnum }) role: MemberRole,
  ): Promise<MemberType> {
    return toMember(await this.organizations.addMember(caller, organizationId, email, role));
  }

  @Mutation(() => MemberType)
  async updateMember(@CurrentCaller() caller: Caller, @Args('id', { type: () => ID }) id: string, @Args('role', { type: () => MemberRoleEnum }) role: MemberRole): Promise<MemberType> {
    return toMember(await this.organizations.updateMember(caller, id, role));
  }

  @Mutation(() => ID)
  async removeMember(@CurrentCaller() caller: Caller, @Args('id', { type: () => ID }) id: string): Promise<string> {
    await this.organizations.removeMember(caller, id);
    return id;
  }

  @ResolveField(() => MemberRoleEnum, { description: "The caller's role here." })
  viewerRole(@CurrentCaller() caller: Caller, @Parent() organization: OrganizationType, @Loaders() loaders: RequestLoaders): Promise<MemberRole | undefined> {
    return loaders
      .of('organizations.viewerRole', async () => new Map((await this.organizations.memberships(caller)).map((membership) => [membership.organization.id, membership.role])))
      .load(organization.id);
  }

  @ResolveField(() => MemberConnectionType)
  async members(
    @CurrentCaller() caller: Caller,
    @Parent() organization: OrganizationType,
    @Args('first', { type: () => Int, defaultValue: 50, nullable: true }) first: number,
    @Args('after', { type: () => String, nullable: true }) after: string | null,
  ): Promise<Connection<MemberType>> {
    const page = pageOf(first, after);
    return toConnection(await this.organizations.members(caller, organization.id, page.first, page.after), toMember);
  }
}
