import { Module } from '@nestjs/common';
import { AccessModule } from '../access/index.js';
import { AccountsRepository } from './accounts.repository.js';
import { AccountsResolver } from './accounts.resolver.js';
import { AccountsService } from './accounts.service.js';

@Module({ imports: [AccessModule], providers: [AccountsRepository, AccountsService, AccountsResolver], exports: [AccountsService] })
export class AccountsModule {}
