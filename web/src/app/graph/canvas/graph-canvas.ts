import { ChangeDetectionStrategy, Component, DestroyRef, ElementRef, afterNextRender, effect, inject, input, output, signal, untracked, viewChild } from '@angular/core';
import Graph from 'graphology';
import Sigma from 'sigma';
import { Theme } from '../../core/theme/theme.js';
import { visibleName } from '../../ui/format/visible-name.js';
import type { DrawnEdge, DrawnGraph, DrawnNode } from '../model/drawn-graph.js';
import { containersOf } from './containers.js';
import { drawHover } from './draw-labels.js';
import { EdgeLineProgram } from './edge-line-program.js';
import { LabelLayer } from './label-layer.js';
import { nodeShapeProgram } from './node-shape-program.js';
import { lookOf, readPalette, withOpacity } from './palette.js';
import type { Palette } from './palette.js';

interface Bounds {
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly top: number;
}

export interface NodePress {
  readonly key: string;
  /** Shift was held. */
  readonly isAdded: boolean;
}

const DIMMED = 0.12;
/** Opacity of lines, and the number of them from which on they are drawn fainter. */
const CLEAR = 0.8;
const CROWDED = 0.45;
const MANY_EDGES = 60;
const MOVE_MILLISECONDS = 350;

/** Draws the graph with WebGL, where the picture says. It lays nothing out. */
@Component({
  selector: 'pn-graph-canvas',
  template: `
    <div #stage class="stage"></div>
    @if (isUnavailable()) {
      <p class="pn-note pn-note-warn" role="alert">This browser gives no WebGL, so the picture cannot be drawn. The list shows the same neighbours.</p>
    }
  `,
  styles: `
    :host {
      position: relative;
      display: block;
      min-height: 0;
    }
    .stage {
      position: absolute;
      inset: 0;
      touch-action: none;
    }
    p {
      position: absolute;
      inset: 16px 16px auto;
    }
  `,
  host: { role: 'img', '[attr.aria-label]': 'description()' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class GraphCanvas {
  readonly graph = input.required<DrawnGraph>();
  /** Of the whole picture, so that nothing moves when more is shown. */
  readonly bounds = input.required<Bounds>();
  /** Keys of the selected nodes. */
  readonly selected = input.required<ReadonlySet<string>>();
  readonly selectedEdge = input<{ readonly source: string; readonly target: string }>();
  readonly description = input('Dependency graph');

  readonly nodePress = output<NodePress>();
  readonly nodeOpen = output<string>();
  readonly edgePress = output<{ readonly source: string; readonly target: string }>();
  readonly clearing = output();

  protected readonly isUnavailable = signal(false);
  private readonly stage = viewChild.required<ElementRef<HTMLElement>>('stage');
  private readonly theme = inject(Theme);
  private readonly renderer = signal<Sigma | undefined>(undefined);
  private readonly drawn = new Graph({ multi: false, type: 'directed' });
  private readonly awaited = signal<readonly string[]>([]);
  /** Edges that stand for several, heaviest first. */
  private numbered: readonly string[] = [];
  private palette: Palette | undefined;
  private hovered: string | undefined;
  private near: ReadonlySet<string> = new Set();

  constructor() {
    const destroyRef = inject(DestroyRef);
    afterNextRender(() => this.start(destroyRef));
    effect(() => {
      const graph = this.graph();
      if (this.renderer() !== undefined) untracked(() => this.replace(graph));
    });
    effect(() => {
      const { left, bottom, right, top } = this.bounds();
      this.renderer()?.setCustomBBox({ x: [left, right], y: [bottom, top] });
      this.renderer()?.refresh();
    });
    effect(() => {
      this.selected();
      this.selectedEdge();
      this.renderer()?.refresh();
    });
    // Runs after the effect that replaces the drawn graph.
    effect(() => {
      const keys = this.awaited();
      const renderer = this.renderer();
      this.graph();
      if (renderer !== undefined && keys.length > 0) untracked(() => this.moveTo(renderer, keys));
    });
    effect(() => {
      this.theme.choice();
      if (this.renderer() !== undefined) untracked(() => this.recolor());
    });
  }

  /** Shows everything. */
  fit(): void {
    void this.renderer()?.getCamera().animatedReset({ duration: this.moveTime() });
  }

  zoom(factor: number): void {
    const camera = this.renderer()?.getCamera();
    if (camera !== undefined) void camera.animate({ ratio: camera.ratio / factor }, { duration: this.moveTime() });
  }

  /** Moves the camera so that these nodes fill the view, as soon as they are drawn. */
  show(keys: readonly string[]): void {
    this.awaited.set(keys);
  }

  private moveTo(renderer: Sigma, keys: readonly string[]): void {
    const present = keys.filter((key) => this.drawn.hasNode(key));
    if (present.length === 0) return;
    this.awaited.set([]);
    const data = present.flatMap((key) => renderer.getNodeDisplayData(key) ?? []);
    const [width, height] = [this.bounds().right - this.bounds().left, this.bounds().top - this.bounds().bottom];
    const sizes = present.map((key) => Number(this.drawn.getNodeAttribute(key, 'size')) / Math.max(width, height));
    const reach = Math.max(...sizes);
    const [left, right] = [Math.min(...data.map(({ x }) => x)), Math.max(...data.map(({ x }) => x))];
    const [bottom, top] = [Math.min(...data.map(({ y }) => y)), Math.max(...data.map(({ y }) => y))];
    const ratio = Math.min(1, Math.max(0.02, reach * 6, (Math.max(right - left, top - bottom) + reach * 2) * 1.3));
    void renderer.getCamera().animate({ x: (left + right) / 2, y: (bottom + top) / 2, ratio }, { duration: this.moveTime() });
  }

  private start(destroyRef: DestroyRef): void {
    const container = this.stage().nativeElement;
    this.palette = readPalette(container);
    let renderer: Sigma;
    try {
      renderer = this.createRenderer(container);
    } catch {
      this.isUnavailable.set(true);
      return;
    }
    renderer.on('clickNode', ({ node, event }) => this.press(node, event.original));
    renderer.on('doubleClickNode', ({ node, event, preventSigmaDefault }) => {
      preventSigmaDefault();
      if (isTouch(event.original)) this.nodeOpen.emit(node);
      else this.press(node, event.original);
    });
    renderer.on('clickEdge', ({ edge }) => this.edgePress.emit({ source: this.drawn.source(edge), target: this.drawn.target(edge) }));
    renderer.on('clickStage', () => this.clearing.emit());
    renderer.on('enterNode', ({ node }) => this.hover(node));
    renderer.on('leaveNode', () => this.hover(undefined));
    renderer.on('leaveStage', () => this.hover(undefined));
    const labels = new LabelLayer(renderer, this.drawn);
    renderer.on('afterRender', () => {
      if (this.palette !== undefined) labels.draw(this.palette, this.numbered);
    });
    const system = window.matchMedia('(prefers-color-scheme: dark)');
    const onSystem = (): void => this.recolor();
    system.addEventListener('change', onSystem);
    this.renderer.set(renderer);
    destroyRef.onDestroy(() => {
      system.removeEventListener('change', onSystem);
      renderer.kill();
    });
  }

  /**
   * The browser counts clicks by the time they were made; sigma by when it hears of them, and a slow machine draws so
   * long after the first that the second seemed to come alone.
   */
  private press(key: string, original: MouseEvent | TouchEvent): void {
    if (original.detail === 2) this.nodeOpen.emit(key);
    else this.nodePress.emit({ key, isAdded: original.shiftKey });
  }

  private createRenderer(container: HTMLElement): Sigma {
    const shapes = nodeShapeProgram(() => this.palette ?? { mark: [1, 0, 0], ground: [1, 1, 1] });
    return new Sigma(this.drawn, container, {
      allowInvalidContainer: true,
      defaultNodeType: 'shape',
      nodeProgramClasses: { shape: shapes },
      nodeHoverProgramClasses: { shape: shapes },
      defaultEdgeType: 'line',
      edgeProgramClasses: { line: EdgeLineProgram },
      enableEdgeEvents: true,
      itemSizesReference: 'positions',
      zoomToSizeRatioFunction: (ratio) => ratio,
      minCameraRatio: 0.002,
      maxCameraRatio: 4,
      doubleClickZoomingRatio: 1,
      // The label layer draws them.
      renderLabels: false,
      stagePadding: 24,
      zIndex: true,
      // Sigma goes on drawing a hovered node after the pointer has left the canvas.
      defaultDrawNodeHover: (context, data) => {
        if (this.palette !== undefined && this.hovered !== undefined) drawHover(context, data, this.palette, { width: container.clientWidth, height: container.clientHeight });
      },
      nodeReducer: (key, data) => this.reduceNode(key, data),
      edgeReducer: (edge, data) => this.reduceEdge(edge, data),
    });
  }

  /** Changes the drawn graph as a whole; the camera stays where it is. */
  private replace({ nodes, edges }: DrawnGraph): void {
    this.hovered = undefined;
    this.drawn.clear();
    const containers = containersOf(nodes);
    nodes.forEach((node, index) => this.drawn.mergeNode(node.key, { ...this.nodeAttributes(node, index), container: containers.get(node.key) }));
    const opacity = edges.length > MANY_EDGES ? CROWDED : CLEAR;
    for (const edge of edges) if (this.drawn.hasNode(edge.source) && this.drawn.hasNode(edge.target)) this.drawn.mergeEdge(edge.source, edge.target, this.edgeAttributes(edge, opacity));
    this.numbered = this.drawn
      .filterEdges((_edge, { count }) => Number(count) > 1)
      .sort((left, right) => Number(this.drawn.getEdgeAttribute(right, 'count')) - Number(this.drawn.getEdgeAttribute(left, 'count')));
    this.renderer()?.refresh();
  }

  private nodeAttributes(node: DrawnNode, index: number) {
    const look = lookOf(node.kind);
    return {
      x: node.x,
      y: node.y,
      size: node.radius,
      label: visibleName(node.label),
      color: this.palette?.node(node.kind) ?? '#777777',
      kind: node.kind,
      shape: node.isExpanded ? 'ring' : look.shape,
      isMarked: false,
      // Containers lie behind what is in them, and come first.
      zIndex: index,
    };
  }

  private edgeAttributes(edge: DrawnEdge, opacity: number) {
    return {
      size: 1 + Math.min(3, Math.log2(edge.count) * 0.3),
      color: withOpacity(this.palette?.edge(edge.kinds[0]?.kind) ?? '#777777', opacity),
      kind: edge.kinds[0]?.kind,
      isDashed: edge.isInferred,
      count: edge.count,
      label: edge.count > 1 ? String(edge.count) : '',
    };
  }

  private reduceNode(key: string, data: Record<string, unknown>): Record<string, unknown> {
    const isMarked = this.selected().has(key);
    const isDimmed = this.hovered !== undefined && key !== this.hovered && !this.near.has(key) && data['shape'] !== 'ring';
    return {
      ...data,
      isMarked,
      wish: isMarked ? 'forced' : this.hovered !== undefined && this.near.has(key) ? 'preferred' : 'none',
      ...(isDimmed ? { color: withOpacity(String(data['color']), DIMMED), label: '' } : {}),
    };
  }

  private reduceEdge(edge: string, data: Record<string, unknown>): Record<string, unknown> {
    const [source, target] = this.drawn.extremities(edge);
    const chosen = this.selectedEdge();
    const isChosen = chosen?.source === source && chosen.target === target;
    const focus = this.hovered ?? this.onlySelected();
    const isNear = source === focus || target === focus;
    const color = String(data['color']);
    if (isChosen) return { ...data, color: withOpacity(color, 1), size: Number(data['size']) + 1.5, wish: 'forced', zIndex: 1 };
    if (focus === undefined) return data;
    if (isNear) return { ...data, color: withOpacity(color, 0.95), wish: 'preferred', zIndex: 1 };
    return { ...data, label: '', color: withOpacity(color, this.hovered === undefined ? 0.14 : 0.05) };
  }

  /** The selected node, if it is one alone and has edges of its own: an open container's are those of what is in it. */
  private onlySelected(): string | undefined {
    const [key, ...others] = this.selected();
    return key === undefined || others.length > 0 || !this.drawn.hasNode(key) || this.drawn.getNodeAttribute(key, 'shape') === 'ring' ? undefined : key;
  }

  private hover(key: string | undefined): void {
    if (key !== undefined && this.drawn.getNodeAttribute(key, 'shape') === 'ring') key = undefined;
    this.hovered = key;
    this.near = new Set(key === undefined ? [] : this.drawn.neighbors(key));
    this.stage().nativeElement.style.cursor = key === undefined ? 'default' : 'pointer';
    this.renderer()?.refresh({ skipIndexation: true });
  }

  private recolor(): void {
    this.palette = readPalette(this.stage().nativeElement);
    this.replace(this.graph());
  }

  private moveTime(): number {
    return window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 1 : MOVE_MILLISECONDS;
  }
}

function isTouch(event: MouseEvent | TouchEvent): boolean {
  return 'touches' in event;
}
