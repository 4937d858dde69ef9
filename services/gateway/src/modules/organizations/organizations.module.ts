import { Module } from '@nestjs/common';
import { AccessModule } from '../access/index.js';
import { AccountsModule } from '../accounts/index.js';
import { MembersResolver } from './members.resolver.js';
import { OrganizationsRepository } from './organizations.repository.js';
import { OrganizationsResolver } from './organizations.resolver.js';
import { OrganizationsService } from './organizations.service.js';
import { ViewerResolver } from './viewer.resolver.js';

@Module({
  imports: [AccessModule, AccountsModule],
  providers: [OrganizationsRepository, OrganizationsService, OrganizationsResolver, MembersResolver, ViewerResolver],
  exports: [OrganizationsService],
})
export class OrganizationsModule {}
