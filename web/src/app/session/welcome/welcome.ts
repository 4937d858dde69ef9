import { ChangeDetectionStrategy, Component, effect, inject } from '@angular/core';
import { Router } from '@angular/router';
import { organizationAddress } from '../../core/address/address.js';
import { EmptyState } from '../../ui/empty-state/empty-state.js';
import { QueryState } from '../../ui/query-state/query-state.js';
import { Session } from '../session.js';

/** `/`: leads to the organization where the person lands. */
@Component({
  selector: 'pn-welcome',
  imports: [EmptyState, QueryState],
  template: `
    <div class="pn-page">
      <pn-query-state [query]="session.query" shape="page" />
      @if (session.viewer()?.memberships?.length === 0) {
        <div class="pn-card">
          <pn-empty-state heading="You are not in an organization yet" icon="members">
            Ask an administrator to add {{ session.viewer()?.email }} to one, then reload this page.
          </pn-empty-state>
        </div>
      }
    </div>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Welcome {
  protected readonly session = inject(Session);
  private readonly router = inject(Router);

  constructor() {
    effect(() => {
      const viewer = this.session.viewer();
      const slug = viewer?.landingOrganization?.slug ?? viewer?.memberships[0]?.organization.slug;
      if (slug !== undefined) void this.router.navigate([...organizationAddress(slug)], { replaceUrl: true });
    });
  }
}
