import { Injectable } from '@nestjs/common';
import { MEMBER_ROLES, type ApiTokenScope, type MemberRole, type TenantScope } from '../../database/index.js';
import { isUuid } from '../../runtime/index.js';
import { AccessError } from './access.error.js';
import { AccessRepository } from './access.repository.js';
import type { Caller } from './caller.js';

/** The least that an operation asks of its caller: a role in the organization and, for API tokens, a scope. */
export interface Requirement {
  readonly role: MemberRole;
  readonly scope: ApiTokenScope;
}

/** What operations ask for, by what they do. */
export const REQUIRES = {
  reading: { role: 'viewer', scope: 'read' },
  scanning: { role: 'member', scope: 'scan' },
  changing: { role: 'member', scope: 'admin' },
  administering: { role: 'admin', scope: 'admin' },
} as const satisfies Record<string, Requirement>;

/** An API token's scope, as the one that it includes. */
const SCOPE_RANK: Readonly<Record<ApiTokenScope, number>> = { read: 0, scan: 1, admin: 2 };

/**
 * Decides whether a caller may act in an organization. Every service method that serves a request begins here; the scope it
 * gives back is the only way to a tenant's rows. `member` rows decide, read once in each operation.
 */
@Injectable()
export class AccessService {
  /** Roles that an operation's caller was found to have; a caller is made anew for each operation. */
  private readonly roles = new WeakMap<Caller, Map<string, Promise<MemberRole | undefined>>>();

  constructor(private readonly repository: AccessRepository) {}

  /** @throws AccessError */
  async inOrganization(caller: Caller, organizationId: string, requirement: Requirement): Promise<TenantScope> {
    return this.decide(caller, isUuid(organizationId) ? organizationId : undefined, requirement);
  }

  /** @throws AccessError */
  async inOrganizationBySlug(caller: Caller, slug: string, requirement: Requirement): Promise<TenantScope> {
    return this.decide(caller, await this.repository.organizationBySlug(slug), requirement);
  }

  /** @throws AccessError */
  async ofRepository(caller: Caller, repositoryId: string, requirement: Requirement): Promise<TenantScope> {
    return this.decide(caller, isUuid(repositoryId) ? await this.repository.organizationOfRepository(repositoryId) : undefined, requirement);
  }

  /** @throws AccessError */
  async ofScan(caller: Caller, scanId: string, requirement: Requirement): Promise<TenantScope> {
    return this.decide(caller, isUuid(scanId) ? await this.repository.organizationOfScan(scanId) : undefined, requirement);
  }

  /** @throws AccessError */
  async ofMember(caller: Caller, memberId: string, requirement: Requirement): Promise<TenantScope> {
    return this.decide(caller, isUuid(memberId) ? await this.repository.organizationOfMember(memberId) : undefined, requirement);
  }

  /** API tokens belong to an organization, and so never administer the instance. @throws AccessError */
  async requireInstanceAdministrator(caller: Caller): Promise<void> {
    const account = await this.repository.account(caller.accountId);
    if (caller.token !== undefined || account?.isInstanceAdministrator !== true) throw new AccessError('notInstanceAdministrator');
  }

  /** For what a person does to their own account, which no API token may. @throws AccessError */
  requirePerson(caller: Caller): void {
    if (caller.token !== undefined) throw new AccessError('scopeTooLow');
  }

  /** What was found is no longer to be relied on: the caller changed a membership, or the operation goes on for long. */
  forget(caller: Caller): void {
    this.roles.delete(caller);
  }

  private roleOf(caller: Caller, organizationId: string): Promise<MemberRole | undefined> {
    let known = this.roles.get(caller);
    if (known === undefined) {
      known = new Map();
      this.roles.set(caller, known);
    }
    let role = known.get(organizationId);
    if (role === undefined) {
      role = this.repository.role(organizationId, caller.accountId);
      known.set(organizationId, role);
    }
    return role;
  }

  private async decide(caller: Caller, organizationId: string | undefined, requirement: Requirement): Promise<TenantScope> {
    if (organizationId === undefined || (caller.token !== undefined && caller.token.organizationId !== organizationId)) throw new AccessError('notFound');
    const role = await this.roleOf(caller, organizationId);
    if (role === undefined) throw new AccessError('notFound');
    if (caller.token?.scopes.every((scope) => SCOPE_RANK[scope] < SCOPE_RANK[requirement.scope])) throw new AccessError('scopeTooLow');
    if (MEMBER_ROLES.indexOf(role) < MEMBER_ROLES.indexOf(requirement.role)) throw new AccessError('roleTooLow');
    return { organizationId, accountId: caller.accountId, role };
  }
}
