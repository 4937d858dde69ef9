import { Module } from '@nestjs/common';
import { ArtifactSweepService } from './artifact-sweep.service.js';
import { ScansModule } from './scans.module.js';

/** Tidies up after processes that were killed; one process at a time is enough. */
@Module({ imports: [ScansModule], providers: [ArtifactSweepService] })
export class ArtifactSweepModule {}
