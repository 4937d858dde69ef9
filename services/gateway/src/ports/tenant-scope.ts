export const MEMBER_ROLES = ['viewer', 'member', 'admin'] as const;
/** In rising order: each may do what the ones before it may. */
export type MemberRole = (typeof MEMBER_ROLES)[number];

/**
 * Proof that a caller may act in an organization, and how far. Every method of a tenant's repository takes it first.
 * Made by the access check alone (and by the platform itself, for work that no person asked for).
 */
export interface TenantScope {
  readonly organizationId: string;
  /** Null when the platform acts for itself. */
  readonly accountId: string | null;
  readonly role: MemberRole;
}

/** The scope of the platform's own work in an organization, such as ingest and the demo. */
export function platformScope(organizationId: string): TenantScope {
  return { organizationId, accountId: null, role: 'admin' };
}
