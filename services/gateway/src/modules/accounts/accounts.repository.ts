import { Inject, Injectable } from '@nestjs/common';
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { AccountEntity, PasswordEntity, type Account, type Password } from '../../database/index.js';
import { DATABASE, type Database } from '../../ports/index.js';

/** People and their passwords. They belong to no tenant, so that everything here runs as the system. */
@Injectable()
export class AccountsRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  byId(id: string): Promise<Account | null> {
    return this.database.system((entities) => entities.findOne(AccountEntity, { id, isDisabled: false }));
  }

  byEmail(email: string): Promise<Account | null> {
    return this.database.system((entities) => entities.findOne(AccountEntity, { email, isDisabled: false }));
  }

  password(accountId: string): Promise<Password | null> {
    return this.database.system((entities) => entities.findOne(PasswordEntity, { accountId }));
  }

  count(): Promise<number> {
    return this.database.system((entities) => entities.count(AccountEntity));
  }

  /** The account made first among the instance's administrators. */
  firstAdministrator(): Promise<Account | null> {
    return this.database.system((entities) => entities.findOne(AccountEntity, { isInstanceAdministrator: true }, { orderBy: { createdAt: 'asc' } }));
  }

  /** @returns false when the address is taken */
  async add(account: Account, password: Password): Promise<boolean> {
    try {
      await this.database.system(async (entities) => {
        await entities.insert(AccountEntity, account);
        await entities.insert(PasswordEntity, password);
      });
      return true;
    } catch (error) {
      if (error instanceof UniqueConstraintViolationException) return false;
      throw error;
    }
  }

  async setPassword(password: Password): Promise<void> {
    await this.database.system((entities) => entities.upsert(PasswordEntity, password));
  }
}
