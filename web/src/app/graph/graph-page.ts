import { BreakpointObserver } from '@angular/cdk/layout';
import { ChangeDetectionStrategy, Component, DestroyRef, computed, effect, inject, input, signal, untracked, viewChild } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { map } from 'rxjs';
import { Shortcuts } from '../core/keyboard/shortcuts.js';
import { ResultContext } from '../results/frame/result-context.js';
import { EmptyState } from '../ui/empty-state/empty-state.js';
import { WholePipe } from '../ui/format/format-pipes.js';
import { Icon } from '../ui/icon/icon.js';
import { QueryState } from '../ui/query-state/query-state.js';
import type { LiveQuery } from '../core/api/inject-query.js';
import { GraphCanvas } from './canvas/graph-canvas.js';
import { GraphState } from './graph-state.js';
import { readStep } from './model/graph-step.js';
import type { QueryValue } from './model/graph-step.js';
import { EdgePanel } from './panel/edge-panel.js';
import { GraphFilters } from './panel/graph-filters.js';
import { GraphLegend } from './panel/graph-legend.js';
import { GraphSearch } from './panel/graph-search.js';
import { NodePanel } from './panel/node-panel.js';
import { PackageList } from './panel/package-list.js';
import { PictureStore } from './picture/picture-store.js';

/** The dependency graph: the picture, and beside it what is selected. On a narrow screen it opens as a list. */
@Component({
  selector: 'pn-graph-page',
  imports: [EdgePanel, EmptyState, GraphCanvas, GraphFilters, GraphLegend, GraphSearch, Icon, MatButton, MatIconButton, MatTooltip, NodePanel, PackageList, QueryState, WholePipe],
  templateUrl: './graph-page.html',
  styleUrl: './graph-page.scss',
  providers: [PictureStore, GraphState],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class GraphPage {
  readonly node = input<QueryValue>();
  readonly also = input<QueryValue>();
  readonly open = input<QueryValue>();
  readonly focus = input<QueryValue>();
  readonly depth = input<QueryValue>();
  readonly from = input<QueryValue>();
  readonly to = input<QueryValue>();
  readonly source = input<QueryValue>();
  readonly target = input<QueryValue>();

  protected readonly context = inject(ResultContext);
  protected readonly state = inject(GraphState);
  private readonly canvas = viewChild(GraphCanvas);
  private readonly isNarrow = toSignal(
    inject(BreakpointObserver)
      .observe('(width <= 800px)')
      .pipe(map(({ matches }) => matches)),
    { initialValue: false },
  );
  /** What the person chose; until then the width decides. */
  private readonly chosenPicture = signal<boolean | undefined>(undefined);
  protected readonly isPicture = computed(() => this.chosenPicture() ?? !this.isNarrow());

  protected readonly picture: LiveQuery<unknown> = {
    data: this.state.store.picture,
    problem: computed(() => this.state.store.problem() ?? this.state.stepProblem()),
    isLoading: this.state.store.isLoading,
    reload: () => {
      const variables = this.context.variables();
      if (variables !== undefined) void this.state.store.open(variables);
    },
  };
  protected readonly crumbs = computed(() => {
    const view = this.state.store.picture()?.view;
    return this.state.way().flatMap((place) => view?.node(place) ?? []);
  });
  protected readonly description = computed(() => `Dependency graph: ${this.state.drawn().nodes.length} nodes and ${this.state.drawn().edges.length} edges. The list beside it holds the same.`);

  constructor() {
    effect(() => {
      const step = readStep({
        node: this.node(),
        also: this.also(),
        open: this.open(),
        focus: this.focus(),
        depth: this.depth(),
        from: this.from(),
        to: this.to(),
        source: this.source(),
        target: this.target(),
      });
      untracked(() => this.state.step.set(step));
    });
    // Coming by a link, a search or a path, the camera goes where the nodes are; a press on the picture never moves it.
    let shown: string | undefined;
    effect(() => {
      const { focus, path } = this.state.step();
      const drawn = this.state.drawn();
      const isArrival = shown === undefined;
      const node = this.wantedNode();
      if (drawn.nodes.length === 0 || this.canvas() === undefined) return;
      const keys = focus !== undefined || path !== undefined ? drawn.nodes.filter(({ isExpanded }) => !isExpanded).map(({ key }) => key) : node === undefined ? [] : [node];
      const name = keys.join('\n');
      if (keys.length === 0) {
        shown ??= '';
        return;
      }
      if (name === shown || !keys.every((key) => drawn.nodes.some((other) => other.key === key))) return;
      if (isArrival || focus !== undefined || path !== undefined || untracked(this.isJump)) untracked(() => this.canvas()?.show(keys));
      this.isJump.set(false);
      shown = name;
    });
    inject(Shortcuts).register(
      [
        { keys: 'Escape', group: 'Graph', description: 'Clear the selection, then focus or path, then close everything', run: () => this.state.clear() },
        { keys: 'f', group: 'Graph', description: 'Fit the whole graph', run: () => this.canvas()?.fit() },
        { keys: 'e', group: 'Graph', description: 'Expand or close the selected node', run: () => this.withSelected((key) => this.state.toggle(key)) },
        { keys: 'n', group: 'Graph', description: 'Show only the neighbourhood of the selected node', run: () => this.withSelected((key) => this.focusOn(key, 1)) },
        { keys: 'l', group: 'Graph', description: 'Switch between picture and list', run: () => this.switchView() },
        { keys: '+', group: 'Graph', description: 'Zoom in', run: () => this.zoom(1.6) },
        { keys: '-', group: 'Graph', description: 'Zoom out', run: () => this.zoom(1 / 1.6) },
      ],
      inject(DestroyRef),
    );
  }

  private readonly isJump = signal(false);
  private readonly wantedNode = computed(() => this.state.step().node);

  protected find(key: string): void {
    this.isJump.set(true);
    const step = this.state.step();
    this.state.go({ node: key, also: [], open: step.open });
  }

  protected focusOn(key: string, depth: number): void {
    const { open } = this.state.step();
    this.state.go({ node: key, also: [], open, focus: { node: key, depth } });
  }

  protected pathBetween(from: string, to: string): void {
    const { open } = this.state.step();
    this.state.go({ node: from, also: [to], open, path: { from, to } });
  }

  protected leaveSpecial(): void {
    const { focus: _focus, path: _path, ...step } = this.state.step();
    this.state.go(step);
  }

  protected fit(): void {
    this.canvas()?.fit();
  }

  protected zoom(factor: number): void {
    this.canvas()?.zoom(factor);
  }

  protected switchView(): void {
    this.chosenPicture.set(!this.isPicture());
  }

  private withSelected(work: (key: string) => void): void {
    const { node } = this.state.step();
    if (node !== undefined) work(node);
  }
}
