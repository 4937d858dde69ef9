import { Injectable } from '@nestjs/common';
import type { Cursor } from '@mikro-orm/core';
import type { SkipReason } from '@pinata/graph';
import type { ScanFile, SkippedFile } from '../../database/index.js';
import type { PageRequest } from '../../graphql/index.js';
import { AccessService, REQUIRES, type Caller } from '../access/index.js';
import { ScanContentRepository, type ScanFileCriteria, type ScanFileOrdering } from './scan-content.repository.js';

@Injectable()
export class ScanContentService {
  constructor(
    private readonly access: AccessService,
    private readonly repository: ScanContentRepository,
  ) {}

  async files(caller: Caller, scanId: string, criteria: ScanFileCriteria, ordering: ScanFileOrdering, page: PageRequest): Promise<Cursor<ScanFile>> {
    return this.repository.files(await this.access.ofScan(caller, scanId, REQUIRES.reading), scanId, criteria, ordering, page);
  }

  async skipped(caller: Caller, scanId: string, criteria: { readonly reason?: SkipReason | null; readonly search?: string | null }, page: PageRequest): Promise<Cursor<SkippedFile>> {
    return this.repository.skipped(await this.access.ofScan(caller, scanId, REQUIRES.reading), scanId, criteria, page);
  }
}
