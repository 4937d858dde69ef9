import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { injectQuery } from '../../core/api/inject-query.js';
import { ResultContext } from '../../results/frame/result-context.js';
import { WholePipe, WordsPipe } from '../../ui/format/format-pipes.js';
import { Icon } from '../../ui/icon/icon.js';
import { QueryState } from '../../ui/query-state/query-state.js';
import { GraphState } from '../graph-state.js';
import { NodePanelDocument } from '../graph.generated.js';
import { isOutsideTree } from '../model/drawn-graph.js';
import type { DrawnEdge } from '../model/drawn-graph.js';
import { DEEPEST } from '../model/graph-step.js';
import { GraphSearch } from './graph-search.js';
import { NeighbourRows } from './neighbour-rows.js';
import type { NeighbourRow } from './neighbour-rows.js';

/** The selected node: what it is, what one can do with it, what is inside, and its neighbours. */
@Component({
  selector: 'pn-node-panel',
  imports: [GraphSearch, Icon, MatButton, NeighbourRows, QueryState, RouterLink, WholePipe, WordsPipe],
  templateUrl: './node-panel.html',
  styleUrl: './node-panel.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NodePanel {
  /** Key. */
  readonly node = input.required<string>();
  readonly focused = output<{ readonly node: string; readonly depth: number }>();
  readonly path = output<{ readonly from: string; readonly to: string }>();

  protected readonly state = inject(GraphState);
  protected readonly context = inject(ResultContext);
  protected readonly query = injectQuery(NodePanelDocument, () => {
    const variables = this.context.variables();
    return variables === undefined ? undefined : { ...variables, node: this.node() };
  });
  protected readonly details = computed(() => this.query.data()?.graph.node ?? undefined);
  private readonly place = computed(() => {
    this.state.store.picture();
    return this.state.store.place(this.node());
  });
  protected readonly drawn = computed(() => {
    const place = this.place();
    return place === undefined ? undefined : this.state.store.picture()?.view.node(place, this.state.expanded());
  });
  /** Has no edges of its own: what is in it has them. */
  protected readonly isContainer = computed(() => this.state.isContainer(this.node()));
  protected readonly isAlwaysOpen = computed(() => this.place() !== undefined && this.state.isAlwaysOpen(this.node()));
  /** Nodes added with Shift. */
  protected readonly others = computed(() => this.state.step().also.map((key) => ({ key, label: this.label(key) })));
  protected readonly depths = Array.from({ length: DEEPEST }, (_, index) => index + 1);
  protected readonly depth = computed(() => this.state.step().focus?.depth);

  private readonly edges = computed(() => {
    // Read again when the picture, the filters or what is open change.
    this.state.filter();
    return this.state.neighbours(this.node());
  });
  protected readonly outgoing = computed(() => this.rows(({ source }) => source === this.node(), 'target'));
  protected readonly incoming = computed(() => this.rows(({ target }) => target === this.node(), 'source'));
  protected readonly inside = computed(() => {
    const place = this.place();
    const view = this.state.store.picture()?.view;
    if (place === undefined || view === undefined || !this.state.expanded().has(place)) return [];
    return view.children(place).flatMap((child) => view.node(child) ?? []);
  });

  /** What lies in the repository first, heaviest first; then what lies outside. */
  private rows(isWanted: (edge: DrawnEdge) => boolean, end: 'source' | 'target'): readonly NeighbourRow[] {
    const rows = this.edges()
      .filter(isWanted)
      .map((edge) => ({ ...edge, other: edge[end], label: this.label(edge[end]), isOutside: this.isOutside(edge[end]) }));
    return [...rows.filter(({ isOutside }) => !isOutside), ...rows.filter(({ isOutside }) => isOutside)];
  }

  private isOutside(key: string): boolean {
    const place = this.state.store.place(key);
    const node = place === undefined ? undefined : this.state.store.picture()?.view.node(place);
    return node !== undefined && isOutsideTree(node);
  }

  private label(key: string): string {
    const place = this.state.store.place(key);
    return (place === undefined ? undefined : this.state.store.picture()?.view.node(place)?.label) ?? key;
  }
}
