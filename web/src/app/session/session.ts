import { Injectable, computed } from '@angular/core';
import { injectQuery } from '../core/api/inject-query.js';
import { InstanceDocument, ViewerDocument } from './session.generated.js';
import type { MemberRole } from './session.generated.js';

const RANK: Readonly<Record<MemberRole, number>> = { VIEWER: 0, MEMBER: 1, ADMIN: 2 };

/** Who is signed in, and what they may do where. The server decides; this only hides what it would refuse. */
@Injectable({ providedIn: 'root' })
export class Session {
  readonly query = injectQuery(ViewerDocument, () => ({}));
  readonly instanceQuery = injectQuery(InstanceDocument, () => ({}), { fetchPolicy: 'cache-first' });
  readonly viewer = computed(() => this.query.data()?.viewer);
  readonly instance = computed(() => this.instanceQuery.data()?.instance);

  membership(organization: string) {
    return this.viewer()?.memberships.find((membership) => membership.organization.slug === organization);
  }

  /** `csharp` as `C#` */
  languageName(id: string): string {
    return this.instance()?.languages.find((language) => language.id === id)?.name ?? id;
  }

  isAtLeast(role: MemberRole, organization: string): boolean {
    const membership = this.membership(organization);
    return membership !== undefined && RANK[membership.role] >= RANK[role];
  }
}
