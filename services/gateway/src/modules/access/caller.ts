import type { ApiTokenScope } from '../../database/index.js';

/** Who is calling, after the credential was checked. What they may do is asked anew for every operation. */
export interface Caller {
  readonly accountId: string;
  readonly email: string;
  readonly name: string;
  readonly isInstanceAdministrator: boolean;
  /** Present when an API token was used: it works in one organization only, and no further than its scopes. */
  readonly token?: { readonly id: string; readonly organizationId: string; readonly scopes: readonly ApiTokenScope[] };
  /** When the credential ends; sockets end with it. */
  readonly expiresAt: Date;
}
