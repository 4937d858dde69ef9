import { Module } from '@nestjs/common';
import { AccessModule } from '../access/index.js';
import { OrganizationsModule } from '../organizations/index.js';
import { ConnectionsResolver } from './connections.resolver.js';
import { ConnectionsService } from './connections.service.js';
import { CredentialsService } from './credentials.service.js';
import { OrganizationRepositoriesResolver } from './organization-repositories.resolver.js';
import { RepositoriesRepository } from './repositories.repository.js';
import { RepositoriesResolver } from './repositories.resolver.js';
import { RepositoriesService } from './repositories.service.js';
import { SourcesService } from './sources.service.js';

@Module({
  imports: [AccessModule, OrganizationsModule],
  providers: [RepositoriesRepository, RepositoriesService, CredentialsService, SourcesService, ConnectionsService, RepositoriesResolver, OrganizationRepositoriesResolver, ConnectionsResolver],
  exports: [RepositoriesService, CredentialsService, SourcesService, RepositoriesRepository],
})
export class RepositoriesModule {}
