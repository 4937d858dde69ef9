import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Router } from '@angular/router';
import { injectQuery } from '../core/api/inject-query.js';
import type { LiveQuery } from '../core/api/inject-query.js';
import type { Problem } from '../core/api/problem.js';
import { Session } from '../session/session.js';
import { EmptyState } from '../ui/empty-state/empty-state.js';
import { QueryState } from '../ui/query-state/query-state.js';
import { SymbolMatches } from './symbol-matches/symbol-matches.js';
import { SymbolSearchBox } from './symbol-search-box.js';
import { OrganizationSymbolSearchDocument } from './symbols.generated.js';

const UNKNOWN: Problem = { code: 'NOT_FOUND', message: 'There is no such organization, or it is not yours to see.' };

/** Finds symbols in the newest scan of every branch of an organization. */
@Component({
  selector: 'pn-organization-search-page',
  imports: [EmptyState, QueryState, SymbolMatches, SymbolSearchBox],
  template: `
    <div class="pn-page pn-page-narrow">
      <h1>Symbol search</h1>
      <pn-symbol-search-box [words]="q() ?? ''" (settled)="search($event)" />
      @if (isAsked() || isUnknown()) {
        <section class="pn-card" aria-label="Symbols">
          <pn-query-state [query]="shown" />
          @if (matches(); as matches) {
            @if (matches.length > 0) {
              <pn-symbol-matches [organization]="organization()" [matches]="matches" />
            } @else {
              <pn-empty-state heading="No symbol matches" icon="search">Nothing in the newest scans is called “{{ q() }}”, nor nearly so.</pn-empty-state>
            }
          }
        </section>
      }
    </div>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class OrganizationSearchPage {
  readonly organization = input.required<string>();
  /** Words from the address. */
  readonly q = input<string>();

  private readonly router = inject(Router);
  private readonly session = inject(Session);
  protected readonly isAsked = computed(() => (this.q() ?? '').trim() !== '');
  protected readonly query = injectQuery(
    OrganizationSymbolSearchDocument,
    () => {
      const organizationId = this.session.membership(this.organization())?.organization.id;
      return organizationId === undefined || !this.isAsked() ? undefined : { organizationId, query: (this.q() ?? '').trim() };
    },
    { keepsPrevious: true },
  );
  protected readonly isUnknown = computed(() => this.session.viewer() !== undefined && this.session.membership(this.organization()) === undefined);
  /** A foreign organization has no id to ask with; it looks like an unknown one. */
  protected readonly shown: LiveQuery<unknown> = {
    ...this.query,
    problem: computed(() => (this.isUnknown() ? UNKNOWN : this.query.problem())),
  };
  protected readonly matches = computed(() =>
    this.query.data()?.searchSymbols.map(({ match, repository, branch }) => ({ match, repository: repository.slug, revision: branch, place: `${repository.name} ${branch}` })),
  );

  protected search(words: string): void {
    void this.router.navigate([], { queryParams: { q: words === '' ? null : words }, replaceUrl: true });
  }
}
