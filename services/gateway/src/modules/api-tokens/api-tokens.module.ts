import { Module } from '@nestjs/common';
import { AccessModule } from '../access/index.js';
import { ApiTokensRepository } from './api-tokens.repository.js';
import { ApiTokensResolver } from './api-tokens.resolver.js';
import { ApiTokensService } from './api-tokens.service.js';

@Module({ imports: [AccessModule], providers: [ApiTokensRepository, ApiTokensService, ApiTokensResolver], exports: [ApiTokensService] })
export class ApiTokensModule {}
