import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { injectQuery } from '../../core/api/inject-query.js';
import { ResultContext } from '../../results/frame/result-context.js';
import { WholePipe, WordsPipe } from '../../ui/format/format-pipes.js';
import { Icon } from '../../ui/icon/icon.js';
import { QueryState } from '../../ui/query-state/query-state.js';
import { GraphState, SWITCHED_KINDS } from '../graph-state.js';
import { EdgeSitesDocument } from '../graph.generated.js';
import type { EdgeKind, NodeKind } from '../graph.generated.js';
import { toConstant } from '../model/draw-subgraph.js';

const PAGE = 50;

/** A merged edge: every place in the sources that it stands for. */
@Component({
  selector: 'pn-edge-panel',
  imports: [Icon, MatButton, QueryState, RouterLink, WholePipe, WordsPipe],
  templateUrl: './edge-panel.html',
  styleUrl: './edge-panel.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class EdgePanel {
  /** Keys. */
  readonly source = input.required<string>();
  readonly target = input.required<string>();

  protected readonly context = inject(ResultContext);
  protected readonly state = inject(GraphState);
  private readonly limit = signal(PAGE);
  protected readonly query = injectQuery(
    EdgeSitesDocument,
    () => {
      const variables = this.context.variables();
      if (variables === undefined) return undefined;
      // The API's constants are the picture's kinds in capitals.
      const edgeKinds = SWITCHED_KINDS.filter((kind) => this.state.filter().edgeKinds.has(kind)).map((kind) => toConstant(kind) as EdgeKind);
      return { ...variables, source: this.source(), target: this.target(), edgeKinds, limit: this.limit(), offset: 0 };
    },
    { keepsPrevious: true },
  );
  protected readonly list = computed(() => this.query.data()?.graph.edgeSites);
  protected readonly sourceLabel = computed(() => this.label(this.source()));
  protected readonly targetLabel = computed(() => this.label(this.target()));

  constructor() {
    effect(() => {
      this.source();
      this.target();
      untracked(() => this.limit.set(PAGE));
    });
  }

  /** The path stands below: of a file its name is enough. */
  protected nameOf(node: { readonly kind: NodeKind; readonly name: string; readonly qualifiedName: string }): string {
    return node.kind === 'FILE' ? node.name : node.qualifiedName;
  }

  protected showMore(): void {
    this.limit.update((limit) => limit + PAGE);
  }

  private label(key: string): string {
    const picture = this.state.store.picture();
    const place = this.state.store.place(key);
    return (place === undefined ? undefined : picture?.view.node(place)?.label) ?? key;
  }
}
