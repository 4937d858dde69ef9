import { Inject, Injectable } from '@nestjs/common';
import type { TenantScope } from '../../database/index.js';
import { DATABASE, type Database } from '../../ports/index.js';

export interface MonthlyUsage {
  readonly repositories: number;
  readonly members: number;
  readonly storedBytes: number;
  readonly days: readonly { readonly date: string; readonly scans: number }[];
}

@Injectable()
export class UsageRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** @param from first moment of the month, in UTC; @param to first moment of the next */
  month(scope: TenantScope, from: Date, to: Date): Promise<MonthlyUsage> {
    return this.database.tenant(scope, async (entities) => {
      const [totals]: { repositories: number; members: number; stored_bytes: number }[] = await entities.execute(
        `select (select count(*) from repository where organization_id = ?)::integer as repositories,
                (select count(*) from member where organization_id = ?)::integer as members,
                (select coalesce(sum(stored_bytes), 0) from scan where organization_id = ?) as stored_bytes`,
        [scope.organizationId, scope.organizationId, scope.organizationId],
      );
      const days: { date: string; scans: number }[] = await entities.execute(
        `select to_char(created_at at time zone 'UTC', 'YYYY-MM-DD') as date, count(*)::integer as scans from usage_event
         where organization_id = ? and kind = 'scanStarted' and is_counted and created_at >= ? and created_at < ? group by 1 order by 1`,
        [scope.organizationId, from, to],
      );
      return { repositories: totals?.repositories ?? 0, members: totals?.members ?? 0, storedBytes: Number(totals?.stored_bytes ?? 0), days };
    });
  }
}
