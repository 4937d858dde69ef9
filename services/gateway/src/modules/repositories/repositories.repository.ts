import { Inject, Injectable } from '@nestjs/common';
import { UniqueConstraintViolationException, raw, type Cursor, type FilterQuery } from '@mikro-orm/core';
import { GitRepositoryEntity, type GitRepository, type RepositorySource, type ScanStatus, type TenantScope } from '../../database/index.js';
import type { OrderDirection, PageRequest } from '../../graphql/index.js';
import { DATABASE, type Database } from '../../ports/index.js';

export interface RepositoryCriteria {
  readonly search?: string | null;
  readonly source?: RepositorySource | null;
  readonly latestScanStatus?: ScanStatus | null;
  readonly isNeverScanned?: boolean | null;
}

export const REPOSITORY_ORDER_FIELDS = ['name', 'createdAt', 'updatedAt', 'lastScannedAt'] as const;
export type RepositoryOrderField = (typeof REPOSITORY_ORDER_FIELDS)[number];

export interface RepositoryOrdering {
  readonly field: RepositoryOrderField;
  readonly direction: OrderDirection;
}

@Injectable()
export class RepositoriesRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  byId(scope: TenantScope, id: string): Promise<GitRepository | null> {
    return this.database.tenant(scope, (entities) => entities.findOne(GitRepositoryEntity, { id, organizationId: scope.organizationId }));
  }

  bySlug(scope: TenantScope, slug: string): Promise<GitRepository | null> {
    return this.database.tenant(scope, (entities) => entities.findOne(GitRepositoryEntity, { slug, organizationId: scope.organizationId }));
  }

  byIds(scope: TenantScope, ids: readonly string[]): Promise<GitRepository[]> {
    return this.database.tenant(scope, (entities) => entities.find(GitRepositoryEntity, { id: { $in: [...ids] }, organizationId: scope.organizationId }));
  }

  list(scope: TenantScope, criteria: RepositoryCriteria, ordering: RepositoryOrdering, page: PageRequest): Promise<Cursor<GitRepository>> {
    return this.database.tenant(scope, (entities) =>
      entities.findByCursor(GitRepositoryEntity, {
        where: { $and: [{ organizationId: scope.organizationId }, ...conditions(criteria)] },
        orderBy: [{ [ordering.field]: ordering.direction }, { id: ordering.direction }],
        first: page.first,
        ...(page.after === undefined ? {} : { after: page.after }),
      }),
    );
  }

  count(scope: TenantScope): Promise<number> {
    return this.database.tenant(scope, (entities) => entities.count(GitRepositoryEntity, { organizationId: scope.organizationId }));
  }

  /** @returns false when the slug is taken */
  async add(scope: TenantScope, repository: GitRepository): Promise<boolean> {
    try {
      await this.database.tenant(scope, (entities) => entities.insert(GitRepositoryEntity, { ...repository, organizationId: scope.organizationId }));
      return true;
    } catch (error) {
      if (error instanceof UniqueConstraintViolationException) return false;
      throw error;
    }
  }

  async update(scope: TenantScope, id: string, changes: Partial<Omit<GitRepository, 'id' | 'organizationId'>>): Promise<void> {
    await this.database.tenant(scope, (entities) => entities.nativeUpdate(GitRepositoryEntity, { id, organizationId: scope.organizationId }, changes));
  }

  /** Its scans, their files and attempts go with it. */
  async remove(scope: TenantScope, id: string): Promise<void> {
    await this.database.tenant(scope, (entities) => entities.nativeDelete(GitRepositoryEntity, { id, organizationId: scope.organizationId }));
  }
}

function conditions(criteria: RepositoryCriteria): FilterQuery<GitRepository>[] {
  const found: FilterQuery<GitRepository>[] = [];
  for (const word of (criteria.search ?? '').trim().split(/\s+/).filter(Boolean).slice(0, 8)) {
    const pattern = `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    found.push({ $or: [{ name: { $ilike: pattern } }, { slug: { $ilike: pattern } }, { description: { $ilike: pattern } }, { location: { $ilike: pattern } }] });
  }
  if (criteria.source != null) found.push({ source: criteria.source });
  if (criteria.isNeverScanned != null) found.push(criteria.isNeverScanned ? { lastScanNumber: 0 } : { lastScanNumber: { $gt: 0 } });
  if (criteria.latestScanStatus != null) {
    found.push({ [raw((alias) => `exists (select 1 from scan where scan.repository_id = ${alias}.id and scan.number = ${alias}.last_scan_number and scan.status = ?)`, [criteria.latestScanStatus])]: [] });
  }
  return found;
}
