import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Router } from '@angular/router';
import { injectQuery } from '../../core/api/inject-query.js';
import { ResultContext } from '../../results/frame/result-context.js';
import { EmptyState } from '../../ui/empty-state/empty-state.js';
import { QueryState } from '../../ui/query-state/query-state.js';
import { SymbolMatches } from '../symbol-matches/symbol-matches.js';
import { SymbolSearchBox } from '../symbol-search-box.js';
import { SymbolSearchDocument } from '../symbols.generated.js';

/** Finds symbols in one branch or commit. */
@Component({
  selector: 'pn-symbol-search-page',
  imports: [EmptyState, QueryState, SymbolMatches, SymbolSearchBox],
  template: `
    <div class="pn-page pn-page-narrow">
      <h2 class="pn-visually-hidden">Symbols</h2>
      <pn-symbol-search-box [words]="q() ?? ''" (settled)="search($event)" />
      @if (isAsked()) {
        <section class="pn-card" aria-label="Symbols">
          <pn-query-state [query]="query" />
          @if (matches(); as matches) {
            @if (matches.length > 0) {
              <pn-symbol-matches [organization]="context.place()?.organization ?? ''" [matches]="matches" />
            } @else {
              <pn-empty-state heading="No symbol matches" icon="search">Nothing in this scan is called “{{ q() }}”, nor nearly so.</pn-empty-state>
            }
          }
        </section>
      } @else {
        <div class="pn-card">
          <pn-empty-state heading="Find a symbol" icon="symbol">Classes, functions, methods, types and constants of this scan. Type a few letters of the name.</pn-empty-state>
        </div>
      }
    </div>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SymbolSearchPage {
  /** Words from the address. */
  readonly q = input<string>();

  protected readonly context = inject(ResultContext);
  private readonly router = inject(Router);
  protected readonly isAsked = computed(() => (this.q() ?? '').trim() !== '');
  protected readonly query = injectQuery(
    SymbolSearchDocument,
    () => {
      const variables = this.context.variables();
      return variables === undefined || !this.isAsked() ? undefined : { ...variables, query: (this.q() ?? '').trim() };
    },
    { keepsPrevious: true },
  );
  protected readonly matches = computed(() => {
    const place = this.context.place();
    if (place === undefined) return undefined;
    return this.query.data()?.graph.searchSymbols.map((match) => ({ match, repository: place.repository, revision: place.revision }));
  });

  protected search(words: string): void {
    void this.router.navigate([], { queryParams: { q: words === '' ? null : words }, replaceUrl: true });
  }
}
