import { Module } from '@nestjs/common';
import { ScansModule } from '../scans/index.js';

@Module({ imports: [ScansModule] })
export class ScanJobsModule {}
