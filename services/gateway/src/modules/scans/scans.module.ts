import { Module } from '@nestjs/common';
import { AccessModule } from '../access/index.js';
import { OrganizationsModule } from '../organizations/index.js';
import { RepositoriesModule } from '../repositories/index.js';
import { IngestRepository } from './ingest.repository.js';
import { IngestService } from './ingest.service.js';
import { ProgressBoard } from './progress-board.js';
import { QueueBoard } from './queue-board.js';
import { OrganizationScansResolver, RepositoryScansResolver } from './repository-scans.resolver.js';
import { ScanContentRepository } from './scan-content.repository.js';
import { ScanContentService } from './scan-content.service.js';
import { ScanFieldsResolver } from './scan-fields.resolver.js';
import { ScanGrantService } from './scan-grant.service.js';
import { ScanLifecycleRepository } from './scan-lifecycle.repository.js';
import { ScanProgressService } from './scan-progress.service.js';
import { ScanRecoveryService } from './scan-recovery.service.js';
import { ScanRunsService } from './scan-runs.service.js';
import { ScansRepository } from './scans.repository.js';
import { ScanSummaryResolver, ScansResolver } from './scans.resolver.js';
import { ScanDeletionService, ScansService } from './scans.service.js';
import { SymbolRefillService } from './symbol-refill.service.js';

/** Scans as people start, watch and read them. Who runs them is another module's, which the profile and the role choose. */
@Module({
  imports: [AccessModule, OrganizationsModule, RepositoriesModule],
  providers: [
    ScansRepository,
    ScanLifecycleRepository,
    ScanContentRepository,
    IngestRepository,
    SymbolRefillService,
    IngestService,
    ProgressBoard,
    QueueBoard,
    ScanRunsService,
    ScanGrantService,
    ScanRecoveryService,
    ScansService,
    ScanDeletionService,
    ScanContentService,
    ScanProgressService,
    ScansResolver,
    ScanSummaryResolver,
    ScanFieldsResolver,
    RepositoryScansResolver,
    OrganizationScansResolver,
  ],
  exports: [ScansService, ScansRepository, ScanLifecycleRepository, ScanRunsService, ScanGrantService, ScanRecoveryService, IngestService],
})
export class ScansModule {}
