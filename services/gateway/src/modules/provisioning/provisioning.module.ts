import { Module } from '@nestjs/common';
import { ProvisioningRepository } from './provisioning.repository.js';
import { ProvisioningService } from './provisioning.service.js';

@Module({ providers: [ProvisioningRepository, ProvisioningService], exports: [ProvisioningService] })
export class ProvisioningModule {}
