import { Module } from '@nestjs/common';
import { ArtifactSweepModule } from './artifact-sweep.module.js';
import { LocalRunsService } from './local-runs.service.js';
import { ScansModule } from './scans.module.js';

/** Runs scans where everything is one process: for the embedded profile. */
@Module({ imports: [ScansModule, ArtifactSweepModule], providers: [LocalRunsService] })
export class LocalRunsModule {}
