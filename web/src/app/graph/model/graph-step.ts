import type { Params } from '@angular/router';

/** What is shown, as it stands in the address. Every change is a step that Back undoes. All nodes are keys. */
export interface GraphStep {
  /** The selected node. */
  readonly node?: string;
  /** Nodes added to the selection with Shift. */
  readonly also: readonly string[];
  /** Containers whose inside is shown; those around them are open too. */
  readonly open: readonly string[];
  /** Only this node's neighbours are shown, up to a number of steps. */
  readonly focus?: { readonly node: string; readonly depth: number };
  readonly path?: { readonly from: string; readonly to: string };
  /** The selected merged edge. */
  readonly edge?: { readonly source: string; readonly target: string };
}

export type QueryValue = string | readonly string[] | undefined;

/** The parameters as the router binds them. */
export interface StepParameters {
  readonly node: QueryValue;
  readonly also: QueryValue;
  readonly open: QueryValue;
  readonly focus: QueryValue;
  readonly depth: QueryValue;
  readonly from: QueryValue;
  readonly to: QueryValue;
  readonly source: QueryValue;
  readonly target: QueryValue;
}

export const DEEPEST = 3;

export function readStep(parameters: StepParameters): GraphStep {
  const node = single(parameters.node);
  const focus = single(parameters.focus);
  const [from, to, source, target] = [single(parameters.from), single(parameters.to), single(parameters.source), single(parameters.target)];
  return {
    ...(node === undefined ? {} : { node }),
    also: several(parameters.also),
    open: several(parameters.open),
    ...(focus === undefined ? {} : { focus: { node: focus, depth: depthOf(single(parameters.depth)) } }),
    ...(from === undefined || to === undefined ? {} : { path: { from, to } }),
    ...(source === undefined || target === undefined ? {} : { edge: { source, target } }),
  };
}

export function writeStep(step: GraphStep): Params {
  return {
    node: step.node ?? null,
    also: step.also.length === 0 ? null : step.also,
    open: step.open.length === 0 ? null : step.open,
    focus: step.focus?.node ?? null,
    depth: step.focus === undefined || step.focus.depth === 1 ? null : step.focus.depth,
    from: step.path?.from ?? null,
    to: step.path?.to ?? null,
    source: step.edge?.source ?? null,
    target: step.edge?.target ?? null,
  };
}

/** The same picture with another selection. */
export function select(step: GraphStep, node: string | undefined): GraphStep {
  const { node: _node, edge: _edge, ...rest } = step;
  return { ...rest, also: [], ...(node === undefined ? {} : { node }) };
}

/** Adds to the selection, or takes away what was added. */
export function selectAlso(step: GraphStep, node: string): GraphStep {
  const { edge: _edge, ...rest } = step;
  if (step.node === undefined) return { ...rest, node };
  if (step.node === node) return rest;
  const also = step.also.includes(node) ? step.also.filter((other) => other !== node) : [...step.also, node];
  return { ...rest, also };
}

export function selectEdge(step: GraphStep, source: string, target: string): GraphStep {
  return { ...select(step, undefined), edge: { source, target } };
}

/** Esc: first the selection goes, then focus and path, last everything that was expanded. */
export function clear(step: GraphStep): GraphStep {
  if (step.node !== undefined || step.edge !== undefined) return select(step, undefined);
  if (step.focus !== undefined || step.path !== undefined) return { also: [], open: step.open };
  return { also: [], open: [] };
}

function depthOf(text: string | undefined): number {
  const depth = Number(text ?? 1);
  return Number.isInteger(depth) && depth >= 1 && depth <= DEEPEST ? depth : 1;
}

function single(value: QueryValue): string | undefined {
  const text = typeof value === 'string' ? value : value?.[0];
  return text === '' ? undefined : text;
}

function several(value: QueryValue): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}
