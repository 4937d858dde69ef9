import { Injectable, computed, effect, inject, signal, untracked } from '@angular/core';
import { Router } from '@angular/router';
import { NODE_KINDS } from '@pinata/graph/browser';
import type { EdgeKind, NodeKind } from '@pinata/graph/browser';
import { injectQuery } from '../core/api/inject-query.js';
import { toProblem } from '../core/api/problem.js';
import type { Problem } from '../core/api/problem.js';
import { ResultContext } from '../results/frame/result-context.js';
import { NeighbourhoodDocument, ShortestPathDocument } from './graph.generated.js';
import { drawSubgraph } from './model/draw-subgraph.js';
import { EMPTY_GRAPH, drawAround, drawPicture, neighboursOf, openingPlaces } from './model/drawn-graph.js';
import type { DrawnGraph, GraphFilter } from './model/drawn-graph.js';
import { clear, select, selectAlso, selectEdge, writeStep } from './model/graph-step.js';
import type { GraphStep } from './model/graph-step.js';
import { PictureStore } from './picture/picture-store.js';

/** Kinds that can be switched, in the order of the menu. */
export const SWITCHED_KINDS: readonly EdgeKind[] = ['imports', 'calls', 'instantiates', 'references', 'extends', 'implements', 'overrides', 'exports', 'dependsOn'];

const CONTAINERS: ReadonlySet<NodeKind> = new Set(['repository', 'package', 'directory']);

/** What the graph page shows: the step in the address, the picture as far as it is loaded, and the filters. */
@Injectable()
export class GraphState {
  readonly store = inject(PictureStore);
  private readonly context = inject(ResultContext);
  private readonly router = inject(Router);

  /** Set by the page from the address. */
  readonly step = signal<GraphStep>({ also: [], open: [] });
  readonly filter = signal<GraphFilter>({ edgeKinds: new Set(SWITCHED_KINDS), hasExternals: false });

  private readonly expandedPlaces = signal<ReadonlySet<number>>(new Set());
  readonly expanded = this.expandedPlaces.asReadonly();
  /** Places from the repository to the selected node, for the breadcrumbs. */
  readonly way = signal<readonly number[]>([]);
  readonly isUnknownNode = signal(false);
  readonly stepProblem = signal<Problem | undefined>(undefined);

  readonly selected = computed(() => {
    const { node, also, edge } = this.step();
    return new Set([...(node === undefined ? [] : [node]), ...also, ...(edge === undefined ? [] : [edge.source, edge.target])]);
  });

  private readonly neighbourhood = injectQuery(
    NeighbourhoodDocument,
    () => {
      const variables = this.context.variables();
      const { focus } = this.step();
      // A container's edges are those of what is in it: the picture has them merged, the graph has none.
      return variables === undefined || focus === undefined || this.isContainer(focus.node) ? undefined : { ...variables, node: focus.node, depth: focus.depth, direction: 'BOTH' as const };
    },
    { fetchPolicy: 'no-cache' },
  );
  private readonly shortestPath = injectQuery(
    ShortestPathDocument,
    () => {
      const variables = this.context.variables();
      const { path } = this.step();
      return variables === undefined || path === undefined ? undefined : { ...variables, ...path };
    },
    { fetchPolicy: 'no-cache' },
  );
  /** Undefined while no path is asked for or the answer is on its way; null when there is none. */
  readonly path = computed(() => (this.step().path === undefined ? undefined : this.shortestPath.data()?.graph.shortestPath));
  readonly special = computed(() => {
    const { focus, path } = this.step();
    return path !== undefined ? this.shortestPath : focus !== undefined && !this.isContainer(focus.node) ? this.neighbourhood : undefined;
  });

  readonly drawn = computed<DrawnGraph>(() => {
    const { focus, path } = this.step();
    if (path !== undefined) {
      const found = this.path();
      if (found === undefined || found === null) return EMPTY_GRAPH;
      return this.overPackages(drawSubgraph({ ...found, totalNodes: found.nodes.length, totalLinks: found.links.length }, { ...this.filter(), edgeKinds: new Set([...SWITCHED_KINDS, 'contains']) }));
    }
    if (focus !== undefined) {
      const place = this.store.place(focus.node);
      const view = this.store.picture()?.view;
      if (place !== undefined && view !== undefined && this.isContainer(focus.node)) return this.overPackages(drawAround(view, this.expandedPlaces(), place, focus.depth, this.filter()));
      const subgraph = this.neighbourhood.data()?.graph.neighbourhood;
      return subgraph === undefined ? EMPTY_GRAPH : this.overPackages(drawSubgraph(subgraph, this.filter()));
    }
    const picture = this.store.picture();
    return picture === undefined ? EMPTY_GRAPH : drawPicture(picture.view, this.expandedPlaces(), this.filter());
  });

  constructor() {
    effect(() => {
      const variables = this.context.variables();
      if (variables !== undefined) untracked(() => void this.store.open(variables));
    });
    effect((onCleanup) => {
      const step = this.step();
      const isReady = this.store.picture() !== undefined;
      let isOver = false;
      onCleanup(() => (isOver = true));
      if (isReady) untracked(() => void this.expandFor(step, () => isOver));
    });
  }

  go(step: GraphStep): void {
    // Every step is a place in the browser's history, so that Back undoes it.
    void this.router.navigate([], { queryParams: writeStep(step) });
  }

  select(key: string, isAdded: boolean): void {
    this.go(isAdded ? selectAlso(this.step(), key) : select(this.step(), key));
  }

  selectEdge(source: string, target: string): void {
    this.go(selectEdge(this.step(), source, target));
  }

  clear(): void {
    const step = this.step();
    const cleared = clear(step);
    if (JSON.stringify(cleared) !== JSON.stringify(step)) this.go(cleared);
  }

  /** Shows what is inside, or puts it away again. */
  toggle(key: string): void {
    const place = this.store.place(key);
    const view = this.store.picture()?.view;
    if (place === undefined || view === undefined) return;
    const step = this.step();
    if (this.expandedPlaces().has(place)) {
      const isInside = (other: string): boolean => {
        for (let at = this.store.place(other) ?? -1; at >= 0; at = view.parent(at)) if (at === place) return true;
        return false;
      };
      this.go({ ...select(step, key), open: step.open.filter((other) => !isInside(other)) });
    } else if (view.node(place)?.canExpand === true) {
      this.go({ ...select(step, key), open: [...new Set([...step.open, ...this.openAncestors(step), key])] });
    }
  }

  isContainer(key: string): boolean {
    const place = this.store.place(key);
    const kind = place === undefined ? undefined : this.store.picture()?.view.node(place)?.kind;
    return kind !== undefined && CONTAINERS.has(NODE_KINDS[kind] ?? 'file');
  }

  /** Containers of packages stay open: the graph has no closed form of them. */
  isAlwaysOpen(key: string): boolean {
    const place = this.store.place(key);
    const view = this.store.picture()?.view;
    return place !== undefined && view !== undefined && openingPlaces(view).has(place);
  }

  /** A breadcrumb: only what leads there stays open. */
  upTo(key: string): void {
    this.go({ node: key, also: [], open: [key] });
  }

  neighbours(key: string) {
    const picture = this.store.picture();
    const place = this.store.place(key);
    return picture === undefined || place === undefined ? [] : neighboursOf(picture.view, this.expandedPlaces(), place, this.filter());
  }

  /** The containers that are open only because the selected node lies in them would close with the next selection. */
  private openAncestors(step: GraphStep): readonly string[] {
    const view = this.store.picture()?.view;
    if (step.node === undefined || view === undefined) return [];
    const always = openingPlaces(view);
    return this.way()
      .slice(0, -1)
      .flatMap((place) => (always.has(place) ? [] : (view.node(place)?.key ?? [])));
  }

  private async expandFor(step: GraphStep, isOver: () => boolean): Promise<void> {
    const view = this.store.picture()?.view;
    if (view === undefined) return;
    try {
      const expanded = new Set<number>(openingPlaces(view));
      // A single package without directories shows nothing but its files.
      for (const place of expanded) if (view.children(place).length === 0) await this.store.load(place);
      for (const key of step.open) {
        for (const place of await this.store.way(key)) {
          await this.store.load(place);
          expanded.add(place);
        }
      }
      const way = step.node === undefined ? [] : await this.store.way(step.node);
      for (const place of way.slice(0, -1)) expanded.add(place);
      // A link to an edge or a neighbourhood opens what its nodes lie in, too.
      for (const key of [...step.also, step.focus?.node, step.edge?.source, step.edge?.target]) {
        const others = key === undefined ? [] : await this.store.way(key);
        for (const place of others.slice(0, -1)) expanded.add(place);
      }
      if (isOver()) return;
      this.stepProblem.set(undefined);
      this.isUnknownNode.set(step.node !== undefined && way.length === 0);
      this.way.set(way);
      if (!isSameSet(expanded, this.expandedPlaces())) this.expandedPlaces.set(expanded);
    } catch (error) {
      if (!isOver()) this.stepProblem.set(toProblem(error));
    }
  }

  /** Neighbours and paths lie scattered: the outermost containers behind them say where one is. */
  private overPackages(graph: DrawnGraph): DrawnGraph {
    const picture = this.store.picture();
    if (picture === undefined) return graph;
    const shown = new Set(graph.nodes.map(({ key }) => key));
    const around = drawPicture(picture.view, openingPlaces(picture.view), { ...this.filter(), hasExternals: false }).nodes;
    return { ...graph, nodes: [...around.filter(({ key }) => !shown.has(key)).map((node) => ({ ...node, isExpanded: true })), ...graph.nodes] };
  }
}

function isSameSet(left: ReadonlySet<number>, right: ReadonlySet<number>): boolean {
  return left.size === right.size && [...left].every((place) => right.has(place));
}
