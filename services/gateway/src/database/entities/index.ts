import { AccountIdentityEntity } from './account-identity.entity.js';
import { AccountEntity, PasswordEntity } from './account.entity.js';
import { ApiTokenEntity } from './api-token.entity.js';
import { GitRepositoryEntity } from './git-repository.entity.js';
import { InstanceSettingEntity } from './instance-setting.entity.js';
import { OidcRecordEntity } from './oidc-record.entity.js';
import { MemberEntity, OrganizationEntity } from './organization.entity.js';
import { ScanBatchEntity, ScanFileEntity, SkippedFileEntity, SymbolEntity, SymbolSetEntity } from './scan-content.entity.js';
import { ScanAttemptEntity, ScanEntity } from './scan.entity.js';
import { UsageEventEntity } from './usage-event.entity.js';

export * from './account-identity.entity.js';
export * from './account.entity.js';
export * from './api-token.entity.js';
export * from './git-repository.entity.js';
export * from './instance-setting.entity.js';
export * from './oidc-record.entity.js';
export * from './organization.entity.js';
export * from './scan-content.entity.js';
export * from './scan-summary.js';
export * from './scan.entity.js';
export * from './usage-event.entity.js';

/** Every table, in one list for the ORM. */
export const entities = [
  AccountEntity,
  PasswordEntity,
  AccountIdentityEntity,
  OidcRecordEntity,
  OrganizationEntity,
  MemberEntity,
  GitRepositoryEntity,
  ScanEntity,
  ScanAttemptEntity,
  ScanFileEntity,
  SkippedFileEntity,
  ScanBatchEntity,
  SymbolSetEntity,
  SymbolEntity,
  UsageEventEntity,
  ApiTokenEntity,
  InstanceSettingEntity,
];
