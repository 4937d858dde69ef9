import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/index.js';
import { InstanceModule } from '../instance/index.js';
import { OrganizationsModule } from '../organizations/index.js';
import { RepositoriesModule } from '../repositories/index.js';
import { ScansModule } from '../scans/index.js';
import { FirstStartService } from './first-start.service.js';

@Module({ imports: [AccountsModule, InstanceModule, OrganizationsModule, RepositoriesModule, ScansModule], providers: [FirstStartService], exports: [FirstStartService] })
export class FirstStartModule {}
