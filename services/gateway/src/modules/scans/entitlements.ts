import type { TenantScope } from '../../database/index.js';

export interface Entitlement {
  /** Null means unlimited. */
  readonly scansPerMonth: number | null;
  readonly repositories: number | null;
}

/** What an organization's plan allows: the one place that will ask plans and licence keys. */
export function entitlements(_scope: TenantScope): Entitlement {
  return { scansPerMonth: null, repositories: null };
}
