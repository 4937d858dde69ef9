import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { RESULT_STREAM, type ResultStream } from '../../ports/index.js';
import { IngestService } from './ingest.service.js';

/** Brings the stream's messages to ingest for as long as the process lives. */
@Injectable()
export class IngestConsumer implements OnApplicationBootstrap, OnApplicationShutdown {
  private stopConsuming: (() => Promise<void>) | undefined;

  constructor(
    private readonly ingest: IngestService,
    @Inject(RESULT_STREAM) private readonly stream: ResultStream,
  ) {}

  onApplicationBootstrap(): void {
    this.stopConsuming = this.stream.consume((message) => this.ingest.handle(message));
  }

  /** What is being stored is finished; what is not is redelivered to another replica. */
  async onApplicationShutdown(): Promise<void> {
    await this.stopConsuming?.();
  }
}
