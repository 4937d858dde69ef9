import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { MemberRole, Organization } from '../../database/index.js';
import { MemberRoleEnum, connectionOf } from '../../graphql/index.js';

@ObjectType('Organization')
export class OrganizationType {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly slug!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => Boolean, { description: 'The demonstration organization never counts against a plan.' })
  readonly isDemo!: boolean;

  @Field(() => Date)
  readonly createdAt!: Date;
}

export function toOrganization({ id, slug, name, isDemo, createdAt }: Organization): OrganizationType {
  return { id, slug, name, isDemo, createdAt };
}

@ObjectType('Membership', { description: "The caller's place in one organization." })
export class MembershipType {
  @Field(() => OrganizationType)
  readonly organization!: OrganizationType;

  @Field(() => MemberRoleEnum)
  readonly role!: MemberRole;
}

@ObjectType('Viewer', { description: 'Who is calling.' })
export class ViewerType {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly email!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => Boolean, { description: 'May change the settings of the whole instance and create accounts.' })
  readonly isInstanceAdministrator!: boolean;
}

@ObjectType('Member')
export class MemberType {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => MemberRoleEnum)
  readonly role!: MemberRole;

  @Field(() => ID)
  readonly userId!: string;

  @Field(() => Date)
  readonly joinedAt!: Date;

  /** Not in the API: its fields load by it. */
  readonly organizationId!: string;
}

export const MemberConnectionType = connectionOf('Member', MemberType);
