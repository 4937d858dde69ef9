import { Module } from '@nestjs/common';
import { AccessModule } from '../access/index.js';
import { UsageRepository } from './usage.repository.js';
import { UsageResolver } from './usage.resolver.js';
import { UsageService } from './usage.service.js';

@Module({ imports: [AccessModule], providers: [UsageRepository, UsageService, UsageResolver] })
export class UsageModule {}
