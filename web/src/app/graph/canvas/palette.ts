import type { EdgeKind, NodeKind } from '@pinata/graph/browser';
import type { Shape } from './node-shape-program.js';

/** Colours and font of the canvas, read from the page's tokens as they are now, light or dark. */
export interface Palette {
  readonly paper: string;
  readonly ink: string;
  readonly line: string;
  readonly mark: readonly [number, number, number];
  /** The paper again, as numbers. */
  readonly ground: readonly [number, number, number];
  readonly font: string;
  readonly node: (kind: NodeKind) => string;
  readonly edge: (kind: EdgeKind | undefined) => string;
}

interface Look {
  readonly label: string;
  readonly shape: Shape;
  /** A custom property. */
  readonly color: string;
}

const NODE_LOOKS: Readonly<Partial<Record<NodeKind, Look>>> = {
  repository: { label: 'Repository', shape: 'square', color: '--pn-kind-package' },
  package: { label: 'Package', shape: 'square', color: '--pn-kind-package' },
  directory: { label: 'Directory', shape: 'square', color: '--pn-kind-directory' },
  file: { label: 'File', shape: 'circle', color: '--pn-kind-file' },
  symbol: { label: 'Symbol', shape: 'diamond', color: '--pn-kind-symbol' },
  externalPackage: { label: 'Outside the tree', shape: 'hexagon', color: '--pn-kind-external' },
};
const OTHER: Look = { label: 'Other', shape: 'hexagon', color: '--pn-kind-external' };

export function lookOf(kind: NodeKind): Look {
  return NODE_LOOKS[kind] ?? OTHER;
}

/** What the legend shows, in the order from large to small. */
export const LEGEND: readonly Look[] = [NODE_LOOKS.package, NODE_LOOKS.directory, NODE_LOOKS.file, NODE_LOOKS.symbol, NODE_LOOKS.externalPackage].flatMap((look) => look ?? []);

interface EdgeLook {
  readonly label: string;
  /** A custom property. */
  readonly color: string;
  readonly kinds: readonly EdgeKind[];
}

/** Lines of other kinds are grey. A merged line has the colour of the kind it stands for most often. */
export const EDGE_LEGEND: readonly EdgeLook[] = [
  { label: 'Imports', color: '--pn-kind-file', kinds: ['imports', 'exports'] },
  { label: 'Calls', color: '--pn-primary', kinds: ['calls'] },
  { label: 'Creates', color: '--pn-warn', kinds: ['instantiates'] },
  { label: 'Inherits', color: '--pn-kind-symbol', kinds: ['extends', 'implements', 'overrides'] },
];

/** Resolves tokens such as `light-dark(…)` to plain colours through an element of the page. */
export function readPalette(element: HTMLElement): Palette {
  const probe = document.createElement('span');
  element.append(probe);
  const color = (token: string): string => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const nodeColors = new Map([...Object.values(NODE_LOOKS), OTHER].map((look) => [look.color, color(look.color)]));
  const edgeColors = new Map<string, string>(EDGE_LEGEND.flatMap((look) => look.kinds.map((kind) => [kind, color(look.color)] as const)));
  const ink = color('--pn-ink');
  const line = color('--pn-ink-faint');
  const palette: Palette = {
    paper: color('--pn-paper'),
    ink,
    line,
    mark: channels(color('--pn-coral-bright')),
    ground: channels(color('--pn-paper')),
    font: getComputedStyle(element).fontFamily,
    node: (kind) => nodeColors.get(lookOf(kind).color) ?? ink,
    edge: (kind) => edgeColors.get(kind ?? '') ?? line,
  };
  probe.remove();
  return palette;
}

/** `rgb(10, 20, 30)` with another opacity. */
export function withOpacity(color: string, opacity: number): string {
  const [red, green, blue] = numbers(color);
  return `rgba(${red}, ${green}, ${blue}, ${opacity})`;
}

function channels(color: string): readonly [number, number, number] {
  const [red, green, blue] = numbers(color);
  return [red / 255, green / 255, blue / 255];
}

function numbers(color: string): readonly [number, number, number] {
  const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}
