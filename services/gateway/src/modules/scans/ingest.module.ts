import { Module } from '@nestjs/common';
import { IngestConsumer } from './ingest-consumer.js';
import { ScansModule } from './scans.module.js';

/** Stores what scanner pods publish; several replicas share the work. */
@Module({ imports: [ScansModule], providers: [IngestConsumer] })
export class IngestModule {}
