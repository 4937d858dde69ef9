import { Inject, Injectable } from '@nestjs/common';
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { AccountEntity, AccountIdentityEntity, MemberEntity, OrganizationEntity, type Account, type AccountIdentity, type Member, type Organization } from '../../database/index.js';
import { DATABASE, type Database } from '../../ports/index.js';

/** A person's first rows: the account, its identity, and an organization of their own. */
export interface Newcomer {
  readonly account: Account;
  readonly identity: AccountIdentity;
  readonly organization: Organization;
  readonly member: Member;
}

/** People of an identity provider of its own. They belong to no tenant, so that everything here runs as the system. */
@Injectable()
export class ProvisioningRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Disabled ones too. */
  byIdentity(issuer: string, subject: string): Promise<Account | null> {
    return this.database.system(async (entities) => {
      const identity = await entities.findOne(AccountIdentityEntity, { issuer, subject });
      return identity === null ? null : entities.findOne(AccountEntity, { id: identity.accountId });
    });
  }

  /** Disabled ones too. */
  byEmail(email: string): Promise<Account | null> {
    return this.database.system((entities) => entities.findOne(AccountEntity, { email }));
  }

  /** All of it or nothing. @returns false when the identity, the address or the short name is taken */
  add({ account, identity, organization, member }: Newcomer): Promise<boolean> {
    return isUnique(this.database.system(async (entities) => {
      await entities.insert(AccountEntity, account);
      await entities.insert(AccountIdentityEntity, identity);
      await entities.insert(OrganizationEntity, organization);
      await entities.insert(MemberEntity, member);
    }));
  }

  /** @returns false when the identity is linked already */
  link(identity: AccountIdentity): Promise<boolean> {
    return isUnique(this.database.system(async (entities) => void (await entities.insert(AccountIdentityEntity, identity))));
  }

  /** @returns false when the address is another account's */
  update(id: string, changes: Partial<Pick<Account, 'email' | 'name' | 'isInstanceAdministrator'>>, now: Date): Promise<boolean> {
    return isUnique(this.database.system(async (entities) => void (await entities.nativeUpdate(AccountEntity, { id }, { ...changes, updatedAt: now }))));
  }
}

async function isUnique(work: Promise<void>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (error instanceof UniqueConstraintViolationException) return false;
    throw error;
  }
}
