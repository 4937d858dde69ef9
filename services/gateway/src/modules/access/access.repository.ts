import { Inject, Injectable } from '@nestjs/common';
import { AccountEntity, GitRepositoryEntity, MemberEntity, OrganizationEntity, ScanEntity, type Account, type MemberRole } from '../../database/index.js';
import { DATABASE, type Database } from '../../ports/index.js';

/** Look-ups that come before a tenant scope exists, and so run as the system. They answer ids and roles, never content. */
@Injectable()
export class AccessRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  role(organizationId: string, accountId: string): Promise<MemberRole | undefined> {
    return this.database.system(async (entities) => (await entities.findOne(MemberEntity, { organizationId, accountId }))?.role);
  }

  organizationBySlug(slug: string): Promise<string | undefined> {
    return this.database.system(async (entities) => (await entities.findOne(OrganizationEntity, { slug }))?.id);
  }

  organizationOfRepository(id: string): Promise<string | undefined> {
    return this.database.system(async (entities) => (await entities.findOne(GitRepositoryEntity, { id }, { fields: ['organizationId'] }))?.organizationId);
  }

  organizationOfScan(id: string): Promise<string | undefined> {
    return this.database.system(async (entities) => (await entities.findOne(ScanEntity, { id }, { fields: ['organizationId'] }))?.organizationId);
  }

  organizationOfMember(id: string): Promise<string | undefined> {
    return this.database.system(async (entities) => (await entities.findOne(MemberEntity, { id }))?.organizationId);
  }

  account(id: string): Promise<Account | null> {
    return this.database.system((entities) => entities.findOne(AccountEntity, { id, isDisabled: false }));
  }
}
