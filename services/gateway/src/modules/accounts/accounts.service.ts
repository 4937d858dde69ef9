import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, type Configuration } from '../../config/index.js';
import type { Account } from '../../database/index.js';
import { CLOCK, IDENTIFIERS, type Clock, type Identifiers } from '../../runtime/index.js';
import { AccessError, AccessService, type Caller } from '../access/index.js';
import { AccountError } from './account.error.js';
import { AccountsRepository } from './accounts.repository.js';
import { hashPassword, isPasswordOf } from './password-hashing.js';

const MINIMUM_PASSWORD = 10;
const MAXIMUM_PASSWORD = 256;
const GENERATED_PASSWORD_BYTES = 15;
const EMAIL = /^[^\s@<>"]{1,64}@[^\s@<>"]{1,189}$/;

/** A password as its owner sees it this once. */
export interface NewAccount {
  readonly account: Account;
  readonly password: string;
}

@Injectable()
export class AccountsService {
  /** Checked for unknown addresses, so that they take as long as known ones. */
  private readonly nobodysHash = hashPassword('nobody');

  constructor(
    private readonly repository: AccountsRepository,
    private readonly access: AccessService,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDENTIFIERS) private readonly identifiers: Identifiers,
  ) {}

  byId(id: string): Promise<Account | null> {
    return this.repository.byId(id);
  }

  /** For the sign-in page: the account's id when address and password belong together. */
  async authenticate(email: string, password: string): Promise<string | undefined> {
    const account = await this.repository.byEmail(email.trim().toLowerCase());
    const stored = account === null ? null : await this.repository.password(account.id);
    const isRight = await isPasswordOf(stored?.hash ?? (await this.nobodysHash), password.slice(0, MAXIMUM_PASSWORD));
    return isRight && stored !== null ? account?.id : undefined;
  }

  async mustChangePassword(accountId: string): Promise<boolean> {
    return (await this.repository.password(accountId))?.isGenerated ?? false;
  }

  async isAnyone(): Promise<boolean> {
    return (await this.repository.count()) > 0;
  }

  /** The administrator of a new installation; undefined when it has accounts already. */
  async createFirstAdministrator(): Promise<NewAccount | undefined> {
    if (await this.isAnyone()) return undefined;
    return this.create('admin@localhost', 'Administrator', { isInstanceAdministrator: true });
  }

  /** A new generated password for the first administrator; undefined when there is none. */
  async resetAdministrator(): Promise<NewAccount | undefined> {
    const account = await this.repository.firstAdministrator();
    if (account === null) return undefined;
    const password = this.identifiers.secret(GENERATED_PASSWORD_BYTES);
    await this.repository.setPassword({ accountId: account.id, hash: await hashPassword(password), isGenerated: true, changedAt: this.clock.now() });
    return { account, password };
  }

  async createAccount(caller: Caller, email: string, name: string): Promise<NewAccount> {
    await this.access.requireInstanceAdministrator(caller);
    this.requireOurs();
    return this.create(email, name, { isInstanceAdministrator: false });
  }

  async changePassword(caller: Caller, currentPassword: string, newPassword: string): Promise<void> {
    this.access.requirePerson(caller);
    this.requireOurs();
    const stored = await this.repository.password(caller.accountId);
    if (stored === null) throw new AccessError('unauthenticated');
    if (!(await isPasswordOf(stored.hash, currentPassword.slice(0, MAXIMUM_PASSWORD)))) {
      throw new AccountError('wrongPassword', 'That is not your present password.', { field: 'currentPassword' });
    }
    if (newPassword.length < MINIMUM_PASSWORD || newPassword.length > MAXIMUM_PASSWORD) {
      throw new AccountError('weakPassword', `A password has ${MINIMUM_PASSWORD} to ${MAXIMUM_PASSWORD} characters.`, { field: 'newPassword' });
    }
    await this.repository.setPassword({ accountId: caller.accountId, hash: await hashPassword(newPassword), isGenerated: false, changedAt: this.clock.now() });
  }

  /** In a cluster Keycloak keeps people and their passwords. */
  private requireOurs(): void {
    if (this.configuration.profile === 'cluster') throw new AccountError('keptElsewhere', 'People and their passwords are kept in Keycloak here: add and change them there.');
  }

  private async create(email: string, name: string, { isInstanceAdministrator }: { isInstanceAdministrator: boolean }): Promise<NewAccount> {
    const folded = email.trim().toLowerCase();
    if (!EMAIL.test(folded)) throw new AccountError('emailInvalid', 'Give an e-mail address.', { field: 'email' });
    const shown = name.trim();
    if (shown === '' || shown.length > 200) throw new AccountError('nameInvalid', 'A name has 1 to 200 characters.', { field: 'name' });
    const password = this.identifiers.secret(GENERATED_PASSWORD_BYTES);
    const now = this.clock.now();
    const account: Account = { id: this.identifiers.uuid(), email: folded, name: shown, isInstanceAdministrator, isDisabled: false, createdAt: now, updatedAt: now };
    const isAdded = await this.repository.add(account, { accountId: account.id, hash: await hashPassword(password), isGenerated: true, changedAt: now });
    if (!isAdded) throw new AccountError('emailTaken', 'There is an account with that address already.', { field: 'email' });
    return { account, password };
  }
}
