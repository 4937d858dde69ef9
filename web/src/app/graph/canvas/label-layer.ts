import type Graph from 'graphology';
import type Sigma from 'sigma';
import { drawNames, drawNumbers, labelFont } from './draw-labels.js';
import { reachOf } from './edge-line-program.js';
import type { ShapeData } from './node-shape-program.js';
import type { Palette } from './palette.js';
import { placeLabels } from './place-labels.js';
import type { Circle, LabelWish, LabelledEdge, LabelledNode } from './place-labels.js';

/** Where more lines are drawn nobody could tell whose a number is: then only chosen lines carry theirs. */
const MOST_NUMBERED = 80;
/** So many numbers of chosen lines are tried. */
const MOST_CHOSEN = 200;
/** Widths of so many names are remembered. */
const MOST_WIDTHS = 20_000;

/** The names and numbers over a drawn graph. Sigma's own labels may cover each other, so that they are off. */
export class LabelLayer {
  private readonly widths = new Map<string, number>();

  constructor(
    private readonly renderer: Sigma,
    private readonly drawn: Graph,
  ) {}

  /** Draws for the camera as it stands; `numbered` are edges with a number, heaviest first. */
  draw(palette: Palette, numbered: readonly string[]): void {
    const context = this.renderer.getCanvases()['labels']?.getContext('2d');
    if (context === null || context === undefined) return;
    const { width, height } = this.renderer.getDimensions();
    const measure = (text: string, isStrong: boolean): number => this.measure(context, palette, text, isStrong);
    const { names, numbers } = placeLabels(this.nodes(), this.edges(numbered), { left: 0, top: 0, width, height }, measure);
    drawNumbers(context, numbers, palette);
    drawNames(context, names, palette);
  }

  private nodes(): readonly LabelledNode[] {
    return this.drawn.mapNodes((key, attributes) => {
      const circle = this.circle(key);
      const data = this.renderer.getNodeDisplayData(key);
      const container: unknown = attributes['container'];
      return {
        key,
        ...circle,
        text: data?.label ?? '',
        // The canvas gives every node a shape.
        shape: (data as ShapeData).shape,
        wish: wishOf(data),
        ...(typeof container === 'string' ? { container: this.circle(container) } : {}),
      };
    });
  }

  private edges(numbered: readonly string[]): readonly LabelledEdge[] {
    const candidates = numbered.flatMap((key) => {
      const data = this.renderer.getEdgeDisplayData(key);
      return typeof data?.label === 'string' && data.label !== '' ? [{ key, text: data.label, wish: wishOf(data) }] : [];
    });
    const wanted = candidates.filter(({ wish }) => wish !== 'none').slice(0, MOST_CHOSEN);
    const others = this.drawn.size > MOST_NUMBERED ? [] : candidates.filter(({ wish }) => wish === 'none');
    return [...wanted, ...others].map((edge) => {
      const [from, to] = [this.circle(this.drawn.source(edge.key)), this.circle(this.drawn.target(edge.key))];
      const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
      const [across, up] = [Math.abs(to.x - from.x) / length, Math.abs(to.y - from.y) / length];
      const reach = (key: string): number => reachOf(this.renderer.getNodeDisplayData(key) as ShapeData, across, up);
      return { ...edge, from: { ...from, radius: from.radius * reach(this.drawn.source(edge.key)) }, to: { ...to, radius: to.radius * reach(this.drawn.target(edge.key)) } };
    });
  }

  /** In pixels of the stage. */
  private circle(key: string): Circle {
    const data = this.renderer.getNodeDisplayData(key);
    if (data === undefined) return { x: 0, y: 0, radius: 0 };
    return { ...this.renderer.framedGraphToViewport(data), radius: this.renderer.scaleSize(data.size) };
  }

  private measure(context: CanvasRenderingContext2D, palette: Palette, text: string, isStrong: boolean): number {
    const font = labelFont(palette, isStrong);
    const name = `${font} ${text}`;
    const known = this.widths.get(name);
    if (known !== undefined) return known;
    if (this.widths.size >= MOST_WIDTHS) this.widths.clear();
    context.font = font;
    const { width } = context.measureText(text);
    this.widths.set(name, width);
    return width;
  }
}

/** The canvas writes it beside sigma's own fields. */
function wishOf(data: object | undefined): LabelWish {
  const wish: unknown = data !== undefined && 'wish' in data ? data.wish : undefined;
  return wish === 'preferred' || wish === 'forced' ? wish : 'none';
}
