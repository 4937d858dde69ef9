import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/index.js';
import { ApiTokensModule } from '../api-tokens/index.js';
import { ProvisioningModule } from '../provisioning/index.js';
import { AuthenticationService } from './authentication.service.js';

@Module({ imports: [AccountsModule, ApiTokensModule, ProvisioningModule], providers: [AuthenticationService], exports: [AuthenticationService] })
export class AuthenticationModule {}
