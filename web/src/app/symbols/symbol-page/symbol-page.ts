import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { injectQuery } from '../../core/api/inject-query.js';
import { ResultContext } from '../../results/frame/result-context.js';
import { EmptyState } from '../../ui/empty-state/empty-state.js';
import { WholePipe, WordsPipe } from '../../ui/format/format-pipes.js';
import { Icon } from '../../ui/icon/icon.js';
import { QueryState } from '../../ui/query-state/query-state.js';
import { BlindSpots } from '../blind-spots/blind-spots.js';
import { CallTable } from '../call-table/call-table.js';
import { ImpactDocument, SymbolPageDocument } from '../symbols.generated.js';
import { relationsOf } from './relations.js';

/** One symbol: where it is declared, who calls it, what it calls, and what else it is tied to. */
@Component({
  selector: 'pn-symbol-page',
  imports: [BlindSpots, CallTable, EmptyState, Icon, MatButton, QueryState, RouterLink, WholePipe, WordsPipe],
  templateUrl: './symbol-page.html',
  styleUrl: './symbol-page.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SymbolPage {
  /** Key from the address; it outlives the scan. */
  readonly node = input<string>();

  protected readonly context = inject(ResultContext);
  protected readonly query = injectQuery(SymbolPageDocument, () => this.variables());
  protected readonly data = computed(() => this.query.data()?.graph);
  protected readonly symbol = computed(() => this.data()?.node ?? undefined);
  protected readonly relations = computed(() => {
    const data = this.data();
    const node = this.symbol();
    return data === undefined || node === undefined ? [] : relationsOf(node.id, data.incoming, data.outgoing);
  });

  protected readonly impactOf = signal<string | undefined>(undefined);
  protected readonly impact = injectQuery(ImpactDocument, () => {
    const variables = this.variables();
    return variables === undefined || this.impactOf() !== variables.node ? undefined : variables;
  });

  private readonly variables = computed(() => {
    const variables = this.context.variables();
    const node = this.node();
    return variables === undefined || node === undefined || node === '' ? undefined : { ...variables, node };
  });

  protected showImpact(): void {
    this.impactOf.set(this.node());
  }
}
