import { defineEntity, p, type InferEntity } from '@mikro-orm/core';

/** What an instance administrator may change while it runs. */
export const InstanceSettingEntity = defineEntity({
  name: 'InstanceSetting',
  tableName: 'instance_setting',
  properties: {
    name: p.text().primary(),
    value: p.json<unknown>(),
    updatedAt: p.datetime(),
  },
});
export type InstanceSetting = InferEntity<typeof InstanceSettingEntity>;
