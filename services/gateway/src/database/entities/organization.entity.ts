import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import type { MemberRole } from '../../ports/tenant-scope.js';

export const OrganizationEntity = defineEntity({
  name: 'Organization',
  tableName: 'organization',
  properties: {
    id: p.uuid().primary(),
    slug: p.text(),
    name: p.text(),
    /** The demo's repository and scans never count against a plan. */
    isDemo: p.boolean(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
});
export type Organization = InferEntity<typeof OrganizationEntity>;

export const MemberEntity = defineEntity({
  name: 'Member',
  tableName: 'member',
  properties: {
    id: p.uuid().primary(),
    organizationId: p.uuid(),
    accountId: p.uuid(),
    role: p.text().$type<MemberRole>(),
    createdAt: p.datetime(),
  },
});
export type Member = InferEntity<typeof MemberEntity>;
