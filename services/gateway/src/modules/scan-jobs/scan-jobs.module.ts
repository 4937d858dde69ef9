import { Module } from '@nestjs/common';
import { ScansModule } from '../scans/index.js';
import { LeaseRepository } from './lease.repository.js';
import { ScanJobsService } from './scan-jobs.service.js';
import { ScanJobsWorker } from './scan-jobs-worker.js';

/** Where scans are jobs of a cluster: watches them, starts those that wait, and writes how they ended. */
@Module({ imports: [ScansModule], providers: [LeaseRepository, ScanJobsService, ScanJobsWorker] })
export class ScanJobsModule {}
