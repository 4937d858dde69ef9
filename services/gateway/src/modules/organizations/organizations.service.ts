import { Inject, Injectable } from '@nestjs/common';
import type { Cursor } from '@mikro-orm/core';
import type { Account, Member, MemberRole, Organization } from '../../database/index.js';
import { isSlug, slugOf } from '../../naming/index.js';
import { CLOCK, IDENTIFIERS, type Clock, type Identifiers } from '../../runtime/index.js';
import { AccessError, AccessService, REQUIRES, type Caller } from '../access/index.js';
import { OrganizationError } from './organization.error.js';
import { OrganizationsRepository } from './organizations.repository.js';

export interface MembershipOfCaller {
  readonly organization: Organization;
  readonly role: MemberRole;
}

@Injectable()
export class OrganizationsService {
  constructor(
    private readonly access: AccessService,
    private readonly repository: OrganizationsRepository,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDENTIFIERS) private readonly identifiers: Identifiers,
  ) {}

  /** The caller's organizations, the demo first; an API token sees its own alone. */
  async memberships(caller: Pick<Caller, 'accountId' | 'token'>): Promise<MembershipOfCaller[]> {
    const all = await this.repository.membershipsOf(caller.accountId);
    const token = caller.token;
    return token === undefined ? all : all.filter(({ organization }) => organization.id === token.organizationId);
  }

  async bySlug(caller: Caller, slug: string): Promise<Organization> {
    return this.repository.get(await this.access.inOrganizationBySlug(caller, slug, REQUIRES.reading));
  }

  async byId(caller: Caller, id: string): Promise<Organization> {
    return this.repository.get(await this.access.inOrganization(caller, id, REQUIRES.reading));
  }

  async roleOf(caller: Caller, organizationId: string): Promise<MemberRole> {
    return (await this.access.inOrganization(caller, organizationId, REQUIRES.reading)).role;
  }

  async create(caller: Caller, name: string, slug: string | undefined): Promise<Organization> {
    this.access.requirePerson(caller);
    this.access.forget(caller);
    return this.createFor(caller.accountId, { name, ...(slug === undefined ? {} : { slug }), isDemo: false });
  }

  /** For the platform itself: the first start makes organizations before anybody calls. */
  async createFor(accountId: string, wanted: { readonly name: string; readonly slug?: string; readonly isDemo: boolean }): Promise<Organization> {
    const name = nameOf(wanted.name);
    const slug = wanted.slug ?? slugOf(name);
    if (slug === undefined || !isSlug(slug)) throw new OrganizationError('slugInvalid', 'A short name has lower-case letters, digits and single dashes.', { field: 'slug' });
    const now = this.clock.now();
    const organization: Organization = { id: this.identifiers.uuid(), slug, name, isDemo: wanted.isDemo, createdAt: now, updatedAt: now };
    const admin: Member = { id: this.identifiers.uuid(), organizationId: organization.id, accountId, role: 'admin', createdAt: now };
    if (!(await this.repository.create(organization, admin))) throw new OrganizationError('slugTaken', 'Another organization has that short name.', { field: 'slug' });
    return organization;
  }

  async rename(caller: Caller, id: string, name: string): Promise<Organization> {
    const scope = await this.access.inOrganization(caller, id, REQUIRES.administering);
    await this.repository.rename(scope, nameOf(name), this.clock.now());
    return this.repository.get(scope);
  }

  async members(caller: Caller, organizationId: string, first: number, after: string | undefined): Promise<Cursor<Member>> {
    return this.repository.members(await this.access.inOrganization(caller, organizationId, REQUIRES.reading), first, after);
  }

  /** People of one organization by id, for a DataLoader. */
  async accounts(caller: Caller, organizationId: string, ids: readonly string[]): Promise<ReadonlyMap<string, Account>> {
    const scope = await this.access.inOrganization(caller, organizationId, REQUIRES.reading);
    return new Map((await this.repository.accounts(scope, ids)).map((account) => [account.id, account]));
  }

  async addMember(caller: Caller, organizationId: string, email: string, role: MemberRole): Promise<Member> {
    const scope = await this.access.inOrganization(caller, organizationId, REQUIRES.administering);
    const account = await this.repository.accountByEmail(email.trim().toLowerCase());
    if (account === null) throw new OrganizationError('noSuchAccount', 'Nobody here has that address. An administrator of this installation can make an account.', { field: 'email' });
    const member: Member = { id: this.identifiers.uuid(), organizationId: scope.organizationId, accountId: account.id, role, createdAt: this.clock.now() };
    if (!(await this.repository.addMember(scope, member))) throw new OrganizationError('alreadyMember', 'That person is a member already.', { field: 'email' });
    this.access.forget(caller);
    return member;
  }

  async updateMember(caller: Caller, id: string, role: MemberRole): Promise<Member> {
    const scope = await this.access.ofMember(caller, id, REQUIRES.administering);
    if (!(await this.repository.changeMember(scope, id, role))) throw lastAdmin();
    this.access.forget(caller);
    const member = await this.repository.member(scope, id);
    if (member === null) throw new AccessError('notFound');
    return member;
  }

  async removeMember(caller: Caller, id: string): Promise<void> {
    const scope = await this.access.ofMember(caller, id, REQUIRES.administering);
    if (!(await this.repository.changeMember(scope, id, undefined))) throw lastAdmin();
    this.access.forget(caller);
  }
}

function lastAdmin(): OrganizationError {
  return new OrganizationError('lastAdmin', 'An organization keeps at least one admin: make somebody else admin first.');
}

function nameOf(name: string): string {
  const shown = name.trim();
  if (shown === '' || shown.length > 100) throw new OrganizationError('nameInvalid', 'A name has 1 to 100 characters.', { field: 'name' });
  return shown;
}
