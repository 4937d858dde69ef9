import { Module } from '@nestjs/common';
import { AccessModule } from '../access/index.js';
import { InstanceSettingsRepository } from './instance-settings.repository.js';
import { InstanceResolver } from './instance.resolver.js';
import { InstanceService } from './instance.service.js';
import { LanguagesService } from './languages.service.js';

@Module({ imports: [AccessModule], providers: [InstanceSettingsRepository, InstanceService, LanguagesService, InstanceResolver], exports: [InstanceService] })
export class InstanceModule {}
