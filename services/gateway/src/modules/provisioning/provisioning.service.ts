import { Inject, Injectable } from '@nestjs/common';
import type { Account } from '../../database/index.js';
import { LOG, type Log } from '../../logging/index.js';
import { slugOf } from '../../naming/index.js';
import type { IdentityPerson } from '../../ports/index.js';
import { CLOCK, IDENTIFIERS, type Clock, type Identifiers } from '../../runtime/index.js';
import { ProvisioningRepository, type Newcomer } from './provisioning.repository.js';

const EMAIL = /^[^\s@<>"]{1,64}@[^\s@<>"]{1,189}$/;
const LONGEST_NAME = 200;
const LONGEST_SLUG = 48;
/** Two first requests at once, or a short name that is taken, each cost one. */
const TRIES = 6;

/**
 * Accounts for people whom an identity provider of its own keeps. The first sign-in makes one, with an organization of their own;
 * each later token that says something else of the person changes it.
 */
@Injectable()
export class ProvisioningService {
  constructor(
    private readonly repository: ProvisioningRepository,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDENTIFIERS) private readonly identifiers: Identifiers,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /**
   * An account whose address the provider verified is the person's, also when another issuer brought it: the installation trusts
   * one realm. Without a verified address nobody is taken for somebody else.
   * @returns null for a disabled account
   */
  async accountOf(issuer: string, subject: string, person: IdentityPerson): Promise<Account | null> {
    const account = (await this.repository.byIdentity(issuer, subject)) ?? (await this.firstSignIn(issuer, subject, person));
    if (account.isDisabled) return null;
    return this.withNews(account, person);
  }

  private async firstSignIn(issuer: string, subject: string, person: IdentityPerson): Promise<Account> {
    const email = usable(person.email);
    for (let tries = 0; tries < TRIES; tries++) {
      const now = this.clock.now();
      const known = email === undefined ? null : await this.repository.byEmail(email);
      if (known !== null) await this.repository.link({ issuer, subject, accountId: known.id, createdAt: now });
      else if (await this.repository.add(this.newcomer(issuer, subject, person, tries))) this.log.info('an account was made at its first sign-in', {});
      const account = await this.repository.byIdentity(issuer, subject);
      if (account !== null) return account;
    }
    throw new Error('an account could not be made for a person who signed in');
  }

  private newcomer(issuer: string, subject: string, person: IdentityPerson, tries: number): Newcomer {
    const now = this.clock.now();
    const [accountId, organizationId] = [this.identifiers.uuid(), this.identifiers.uuid()];
    const name = nameOf(person);
    const times = { createdAt: now, updatedAt: now };
    return {
      account: { id: accountId, email: usable(person.email) ?? unverified(accountId), name, isInstanceAdministrator: person.isInstanceAdministrator, isDisabled: false, ...times },
      identity: { issuer, subject, accountId, createdAt: now },
      organization: { id: organizationId, slug: slugFor(name, tries === 0 ? undefined : organizationId), name: name.slice(0, 100), isDemo: false, ...times },
      member: { id: this.identifiers.uuid(), organizationId, accountId, role: 'admin', createdAt: now },
    };
  }

  private async withNews(account: Account, person: IdentityPerson): Promise<Account> {
    const { isInstanceAdministrator } = person;
    const news = { name: nameOf(person), isInstanceAdministrator, email: usable(person.email) ?? account.email };
    if (news.name === account.name && news.email === account.email && isInstanceAdministrator === account.isInstanceAdministrator) return account;
    const now = this.clock.now();
    if (await this.repository.update(account.id, news, now)) return { ...account, ...news };
    // The new address is somebody else's here: the old one stays until that is settled.
    const rest = { name: news.name, isInstanceAdministrator };
    await this.repository.update(account.id, rest, now);
    return { ...account, ...rest };
  }
}

function usable(email: string | undefined): string | undefined {
  const folded = email?.trim().toLowerCase();
  return folded !== undefined && EMAIL.test(folded) ? folded : undefined;
}

/** An address to which nothing can be sent (RFC 2606), and which nobody can have verified. */
function unverified(accountId: string): string {
  return `${accountId}@unverified.invalid`;
}

function nameOf({ name, email }: IdentityPerson): string {
  const shown = name.trim().slice(0, LONGEST_NAME);
  return shown === '' ? (email ?? 'Somebody') : shown;
}

function slugFor(name: string, suffix: string | undefined): string {
  const slug = slugOf(name.slice(0, LONGEST_SLUG)) ?? 'personal';
  return suffix === undefined ? slug : `${slug}-${suffix.slice(0, 8)}`;
}
