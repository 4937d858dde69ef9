import { Inject, Injectable } from '@nestjs/common';
import type { Cursor, FilterQuery } from '@mikro-orm/core';
import type { FileRole, SkipReason } from '@pinata/graph';
import { ScanFileEntity, SkippedFileEntity, type ScanFile, type ScanFileStatus, type SkippedFile, type TenantScope } from '../../database/index.js';
import type { OrderDirection, PageRequest } from '../../graphql/index.js';
import { DATABASE, type Database } from '../../ports/index.js';

export interface ScanFileCriteria {
  readonly search?: string | null;
  readonly language?: string | null;
  readonly role?: FileRole | null;
  readonly status?: ScanFileStatus | null;
  readonly hasErrors?: boolean | null;
}

export const SCAN_FILE_ORDER_FIELDS = ['path', 'lines', 'bytes', 'symbols', 'errors'] as const;

export interface ScanFileOrdering {
  readonly field: (typeof SCAN_FILE_ORDER_FIELDS)[number];
  readonly direction: OrderDirection;
}

function containing(text: string): { $ilike: string } {
  return { $ilike: `%${text.trim().replaceAll(/[\\%_]/g, String.raw`\$&`)}%` };
}

/** The files that a scan read, and those that it passed over. */
@Injectable()
export class ScanContentRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  files(scope: TenantScope, scanId: string, criteria: ScanFileCriteria, ordering: ScanFileOrdering, page: PageRequest): Promise<Cursor<ScanFile>> {
    const where: FilterQuery<ScanFile>[] = [{ scanId, organizationId: scope.organizationId }];
    if (criteria.search != null && criteria.search.trim() !== '') where.push({ path: containing(criteria.search) });
    if (criteria.language != null) where.push({ language: criteria.language });
    if (criteria.role != null) where.push({ role: criteria.role });
    if (criteria.status != null) where.push({ status: criteria.status });
    if (criteria.hasErrors != null) where.push({ errors: criteria.hasErrors ? { $gt: 0 } : 0 });
    return this.database.tenant(scope, (entities) =>
      entities.findByCursor(ScanFileEntity, {
        where: { $and: where },
        orderBy: ordering.field === 'path' ? [{ path: ordering.direction }] : [{ [ordering.field]: ordering.direction }, { path: 'asc' }],
        first: page.first,
        ...(page.after === undefined ? {} : { after: page.after }),
      }),
    );
  }

  skipped(scope: TenantScope, scanId: string, criteria: { readonly reason?: SkipReason | null; readonly search?: string | null }, page: PageRequest): Promise<Cursor<SkippedFile>> {
    const where: FilterQuery<SkippedFile>[] = [{ scanId, organizationId: scope.organizationId }];
    if (criteria.reason != null) where.push({ reason: criteria.reason });
    if (criteria.search != null && criteria.search.trim() !== '') where.push({ path: containing(criteria.search) });
    return this.database.tenant(scope, (entities) =>
      entities.findByCursor(SkippedFileEntity, { where: { $and: where }, orderBy: [{ path: 'asc' }], first: page.first, ...(page.after === undefined ? {} : { after: page.after }) }),
    );
  }
}
