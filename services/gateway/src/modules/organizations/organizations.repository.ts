import { Inject, Injectable } from '@nestjs/common';
import { UniqueConstraintViolationException, type Cursor } from '@mikro-orm/core';
import { AccountEntity, MemberEntity, OrganizationEntity, type Account, type Member, type MemberRole, type Organization, type TenantScope } from '../../database/index.js';
import { DATABASE, type Database } from '../../ports/index.js';

@Injectable()
export class OrganizationsRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  get(scope: TenantScope): Promise<Organization> {
    return this.database.tenant(scope, (entities) => entities.findOneOrFail(OrganizationEntity, { id: scope.organizationId }));
  }

  async rename(scope: TenantScope, name: string, now: Date): Promise<void> {
    await this.database.tenant(scope, (entities) => entities.nativeUpdate(OrganizationEntity, { id: scope.organizationId }, { name, updatedAt: now }));
  }

  members(scope: TenantScope, first: number, after: string | undefined): Promise<Cursor<Member>> {
    return this.database.tenant(scope, (entities) =>
      entities.findByCursor(MemberEntity, { where: { organizationId: scope.organizationId }, first, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], ...(after === undefined ? {} : { after }) }),
    );
  }

  accounts(scope: TenantScope, ids: readonly string[]): Promise<Account[]> {
    return this.database.tenant(scope, (entities) => entities.find(AccountEntity, { id: { $in: [...ids] } }));
  }

  member(scope: TenantScope, id: string): Promise<Member | null> {
    return this.database.tenant(scope, (entities) => entities.findOne(MemberEntity, { id, organizationId: scope.organizationId }));
  }

  /** @returns false when the account is a member already */
  async addMember(scope: TenantScope, member: Member): Promise<boolean> {
    return insertedOnce(() => this.database.tenant(scope, async (entities) => void (await entities.insert(MemberEntity, { ...member, organizationId: scope.organizationId }))));
  }

  /**
   * Changes or (role undefined) removes a membership, unless no admin would be left. The organization's members are locked
   * meanwhile, so that two admins cannot take each other's role at once.
   * @returns false when it is the last admin's
   */
  changeMember(scope: TenantScope, id: string, role: MemberRole | undefined): Promise<boolean> {
    return this.database.tenant(scope, async (entities) => {
      await entities.execute('select id from member where organization_id = ? for update', [scope.organizationId]);
      const admins = await entities.find(MemberEntity, { organizationId: scope.organizationId, role: 'admin' });
      if (role !== 'admin' && admins.length === 1 && admins[0]?.id === id) return false;
      if (role === undefined) await entities.nativeDelete(MemberEntity, { id, organizationId: scope.organizationId });
      else await entities.nativeUpdate(MemberEntity, { id, organizationId: scope.organizationId }, { role });
      return true;
    });
  }

  /** Runs as the system: the account that is added need not share an organization with anybody yet. */
  accountByEmail(email: string): Promise<Account | null> {
    return this.database.system((entities) => entities.findOne(AccountEntity, { email, isDisabled: false }));
  }

  /** All of one person's memberships; the system's look-up, because it spans organizations. */
  membershipsOf(accountId: string): Promise<{ organization: Organization; role: MemberRole }[]> {
    return this.database.system(async (entities) => {
      const members = await entities.find(MemberEntity, { accountId });
      const roles = new Map(members.map((member) => [member.organizationId, member.role]));
      const organizations = await entities.find(OrganizationEntity, { id: { $in: [...roles.keys()] } }, { orderBy: { isDemo: 'desc', createdAt: 'asc' } });
      return organizations.flatMap((organization) => {
        const role = roles.get(organization.id);
        return role === undefined ? [] : [{ organization, role }];
      });
    });
  }

  /** A new organization and its first admin, in one transaction. @returns false when the slug is taken */
  create(organization: Organization, firstAdmin: Member): Promise<boolean> {
    return insertedOnce(() =>
      this.database.system(async (entities) => {
        await entities.insert(OrganizationEntity, organization);
        await entities.insert(MemberEntity, firstAdmin);
      }),
    );
  }
}

async function insertedOnce(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof UniqueConstraintViolationException) return false;
    throw error;
  }
}
