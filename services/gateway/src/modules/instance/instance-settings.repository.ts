import { Inject, Injectable } from '@nestjs/common';
import { InstanceSettingEntity } from '../../database/index.js';
import { DATABASE, type Database } from '../../ports/index.js';

/** Settings that change while the platform runs. They belong to no tenant. */
@Injectable()
export class InstanceSettingsRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  get(name: string): Promise<unknown> {
    return this.database.system(async (entities) => (await entities.findOne(InstanceSettingEntity, { name }))?.value);
  }

  async set(name: string, value: unknown, now: Date): Promise<void> {
    await this.database.system((entities) => entities.upsert(InstanceSettingEntity, { name, value, updatedAt: now }));
  }
}
