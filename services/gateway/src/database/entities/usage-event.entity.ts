import { defineEntity, p, type InferEntity } from '@mikro-orm/core';

/** Something that a plan may count. Written in the transaction of what it counts. */
export const UsageEventEntity = defineEntity({
  name: 'UsageEvent',
  tableName: 'usage_event',
  properties: {
    id: p.uuid().primary(),
    organizationId: p.uuid(),
    kind: p.text().$type<'scanStarted'>(),
    repositoryId: p.uuid().nullable(),
    scanId: p.uuid().nullable(),
    /** False for the demo. */
    isCounted: p.boolean(),
    createdAt: p.datetime(),
  },
});
export type UsageEvent = InferEntity<typeof UsageEventEntity>;
