import { Inject, Injectable } from '@nestjs/common';
import { UniqueConstraintViolationException, type Cursor, type FilterQuery } from '@mikro-orm/core';
import { GitRepositoryEntity, ScanAttemptEntity, ScanEntity, UsageEventEntity, type Scan, type ScanAttempt, type ScanStatus, type TenantScope } from '../../database/index.js';
import type { OrderDirection, PageRequest } from '../../graphql/index.js';
import { DATABASE, type Database } from '../../ports/index.js';

export interface ScanCriteria {
  readonly repositoryId?: string | null;
  readonly statuses?: readonly ScanStatus[] | null;
  readonly branch?: string | null;
}

export const SCAN_ORDER_FIELDS = ['createdAt', 'finishedAt'] as const;
export type ScanOrderField = (typeof SCAN_ORDER_FIELDS)[number];

export interface ScanOrdering {
  readonly field: ScanOrderField;
  readonly direction: OrderDirection;
}

/** A scan before the repository's counter gave it its number. */
export type NewScan = Omit<Scan, 'number'>;

/** What people read of scans, and the rows they ask for. How a running scan changes is the lifecycle's. */
@Injectable()
export class ScansRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  byId(scope: TenantScope, id: string): Promise<Scan | null> {
    return this.database.tenant(scope, (entities) => entities.findOne(ScanEntity, { id, organizationId: scope.organizationId }));
  }

  list(scope: TenantScope, criteria: ScanCriteria, ordering: ScanOrdering, page: PageRequest): Promise<Cursor<Scan>> {
    const where: FilterQuery<Scan>[] = [{ organizationId: scope.organizationId }];
    if (criteria.repositoryId != null) where.push({ repositoryId: criteria.repositoryId });
    if (criteria.statuses != null) where.push({ status: { $in: [...criteria.statuses] } });
    if (criteria.branch != null) where.push({ branch: criteria.branch });
    return this.database.tenant(scope, (entities) =>
      entities.findByCursor(ScanEntity, {
        where: { $and: where },
        orderBy: [{ [ordering.field]: ordering.direction }, { id: ordering.direction }],
        first: page.first,
        ...(page.after === undefined ? {} : { after: page.after }),
      }),
    );
  }

  attempts(scope: TenantScope, scanIds: readonly string[]): Promise<ScanAttempt[]> {
    return this.database.tenant(scope, (entities) => entities.find(ScanAttemptEntity, { scanId: { $in: [...scanIds] }, organizationId: scope.organizationId }, { orderBy: { number: 'asc' } }));
  }

  /** The newest scan of each repository, completed ones alone if asked. */
  latest(scope: TenantScope, repositoryIds: readonly string[], { isCompletedOnly }: { isCompletedOnly: boolean }): Promise<Scan[]> {
    return this.database.tenant(scope, async (entities) => {
      const rows: { id: string }[] = await entities.execute(
        `select distinct on (repository_id) id from scan
         where organization_id = ? and repository_id = any(?::uuid[]) ${isCompletedOnly ? "and status = 'COMPLETED'" : ''}
         order by repository_id, number desc`,
        [scope.organizationId, arrayLiteral(repositoryIds)],
      );
      return entities.find(ScanEntity, { id: { $in: rows.map((row) => row.id) }, organizationId: scope.organizationId });
    });
  }

  /** The newest completed scan of each branch of a repository, newest first. */
  newestOfBranches(scope: TenantScope, repositoryId: string): Promise<Scan[]> {
    return this.database.tenant(scope, async (entities) => {
      const rows: { id: string }[] = await entities.execute(
        `select distinct on (branch) id from scan where organization_id = ? and repository_id = ? and status = 'COMPLETED' and branch is not null
         order by branch, finished_at desc, number desc`,
        [scope.organizationId, repositoryId],
      );
      return entities.find(ScanEntity, { id: { $in: rows.map((row) => row.id) }, organizationId: scope.organizationId }, { orderBy: { finishedAt: 'desc' } });
    });
  }

  /** The newest completed scan of each repository's default branch; of a repository whose default branch has none, the newest of any. */
  newestOfDefaultBranches(scope: TenantScope): Promise<{ readonly scanId: string; readonly repositoryId: string }[]> {
    return this.database.tenant(scope, async (entities) => {
      const rows: { id: string; repository_id: string }[] = await entities.execute(
        `select distinct on (scan.repository_id) scan.id, scan.repository_id
         from scan join repository on repository.id = scan.repository_id and repository.organization_id = scan.organization_id
         where scan.organization_id = ? and scan.status = 'COMPLETED'
         order by scan.repository_id, (case when repository.default_branch is null then scan.reference is null else coalesce(scan.branch = repository.default_branch, false) end) desc, scan.number desc`,
        [scope.organizationId],
      );
      return rows.map((row) => ({ scanId: row.id, repositoryId: row.repository_id }));
    });
  }

  /** The newest completed scan of a branch, or of a commit by its first digits; undefined for either means any. */
  newestCompleted(scope: TenantScope, repositoryId: string, wanted: { readonly branch?: string; readonly commitPrefix?: string; readonly isDefaultReference?: boolean } = {}): Promise<Scan | null> {
    const where: FilterQuery<Scan> = {
      organizationId: scope.organizationId,
      repositoryId,
      status: 'COMPLETED',
      ...(wanted.branch === undefined ? {} : { branch: wanted.branch }),
      ...(wanted.isDefaultReference === true ? { reference: null } : {}),
      ...(wanted.commitPrefix === undefined ? {} : { commitId: { $like: `${wanted.commitPrefix.replaceAll(/[\\%_]/g, String.raw`\$&`)}%` } }),
    };
    return this.database.tenant(scope, (entities) => entities.findOne(ScanEntity, where, { orderBy: { number: 'desc' } }));
  }

  byClientKey(scope: TenantScope, clientKey: string): Promise<Scan | null> {
    return this.database.tenant(scope, (entities) => entities.findOne(ScanEntity, { clientKey, organizationId: scope.organizationId }));
  }

  /**
   * The scan's row and its usage event, in one transaction; the repository's counter gives the number.
   * @returns undefined when the client key is in use already
   */
  async add(scope: TenantScope, scan: NewScan, usage: { readonly id: string; readonly isCounted: boolean }): Promise<Scan | undefined> {
    try {
      return await this.database.tenant(scope, async (entities) => {
        const [row]: { last_scan_number: number }[] = await entities.execute('update repository set last_scan_number = last_scan_number + 1 where id = ? and organization_id = ? returning last_scan_number', [
          scan.repositoryId,
          scope.organizationId,
        ]);
        const numbered: Scan = { ...scan, organizationId: scope.organizationId, number: row?.last_scan_number ?? 1 };
        await entities.insert(ScanEntity, numbered);
        await entities.insert(UsageEventEntity, {
          id: usage.id,
          organizationId: scope.organizationId,
          kind: 'scanStarted',
          repositoryId: scan.repositoryId,
          scanId: scan.id,
          isCounted: usage.isCounted,
          createdAt: scan.createdAt,
        });
        return numbered;
      });
    } catch (error) {
      if (error instanceof UniqueConstraintViolationException) return undefined;
      throw error;
    }
  }

  async remove(scope: TenantScope, id: string): Promise<void> {
    await this.database.tenant(scope, (entities) => entities.nativeDelete(ScanEntity, { id, organizationId: scope.organizationId }));
  }

  /** Ids of a repository's scans; all of them, or those that have not ended. */
  idsOf(scope: TenantScope, repositoryId: string, { isUnfinishedOnly }: { isUnfinishedOnly: boolean }): Promise<string[]> {
    return this.database.tenant(scope, async (entities) => {
      const scans = await entities.find(ScanEntity, { organizationId: scope.organizationId, repositoryId, ...(isUnfinishedOnly ? { status: { $in: ['QUEUED', 'RUNNING'] } } : {}) }, { fields: ['id'] });
      return scans.map((scan) => scan.id);
    });
  }

  /** Files that only one of two scans of a repository has, or that have another content in the other. */
  differingFiles(scope: TenantScope, earlierId: string, laterId: string): Promise<readonly DifferingFile[]> {
    return this.database.tenant(scope, async (entities) => {
      const rows: DifferingFile[] = await entities.execute(
        `select coalesce(earlier.path, later.path) as path, earlier.hash as before, later.hash as after
         from (select path, hash from scan_file where scan_id = ? and organization_id = ?) earlier
         full join (select path, hash from scan_file where scan_id = ? and organization_id = ?) later on later.path = earlier.path
         where earlier.hash is distinct from later.hash`,
        [earlierId, scope.organizationId, laterId, scope.organizationId],
      );
      return rows;
    });
  }

  /** Symbols that no file of any scan refers to any more. */
  async forgetOrphanedSymbols(scope: TenantScope): Promise<void> {
    await this.database.tenant(scope, (entities) =>
      entities.execute('delete from symbol_set where organization_id = ? and not exists (select 1 from scan_file where scan_file.symbol_set_id = symbol_set.id)', [scope.organizationId], 'run'),
    );
  }

  repositoryExists(scope: TenantScope, id: string): Promise<boolean> {
    return this.database.tenant(scope, async (entities) => (await entities.count(GitRepositoryEntity, { id, organizationId: scope.organizationId })) > 0);
  }
}

/** Hashes of its content; null where the scan does not have the file. */
export interface DifferingFile {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** A PostgreSQL array literal of ids, which hold neither quotes nor commas. */
function arrayLiteral(ids: readonly string[]): string {
  return `{${ids.join(',')}}`;
}
