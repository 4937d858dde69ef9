import { Inject, Injectable, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIGURATION, type Configuration } from '../../config/index.js';
import { LOG, type Log } from '../../logging/index.js';
import { ScansModule } from '../scans/index.js';
import { GrantListener } from './grant-listener.js';
import { GrantsService } from './grants.service.js';

/** Listens for the operator for as long as the process lives. */
@Injectable()
class GrantListening implements OnApplicationBootstrap, OnApplicationShutdown {
  private listener: GrantListener | undefined;

  constructor(
    private readonly grants: GrantsService,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(LOG) private readonly log: Log,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.configuration.profile !== 'cluster') throw new Error('only pods ask for grants');
    const { internalPort: port, installKeyFile: keyFile } = this.configuration.cluster;
    this.listener = new GrantListener({
      host: this.configuration.host,
      port,
      keyFile,
      grant: (scanId, attempt) => this.grants.grant(scanId, attempt),
      onRefusal: (reason, error) => this.log.warn('a call of the internal listener was refused', { reason, ...(error === undefined ? {} : { error }) }),
    });
    await this.listener.listen();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.listener?.close();
  }
}

/** What the operator asks before each attempt. */
@Module({ imports: [ScansModule], providers: [GrantsService, GrantListening], exports: [GrantsService] })
export class GrantsModule {}
