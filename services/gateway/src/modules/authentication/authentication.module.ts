import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/index.js';
import { ApiTokensModule } from '../api-tokens/index.js';
import { AuthenticationService } from './authentication.service.js';

@Module({ imports: [AccountsModule, ApiTokensModule], providers: [AuthenticationService], exports: [AuthenticationService] })
export class AuthenticationModule {}
