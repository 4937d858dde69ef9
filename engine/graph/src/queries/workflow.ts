import { EDGE_KINDS, FILE_ROLES, SYMBOL_KINDS, isInRange } from '../model.js';
import type { EdgeKind, SourceRange, SymbolKind } from '../model.js';
import type { Graph } from '../graph/graph.js';

export interface WorkflowQuery {
  /** A trigger, or a symbol where somebody asks for one function's flow. */
  readonly start: number;
  /** Calls inside calls at most. Default: 8. */
  readonly depth?: number;
  /** Steps at most. Default: 1,000. */
  readonly limit?: number;
}

/** How a step was reached, where the text alone does not say so. */
export type WorkflowHop = 'override' | 'bind' | 'endpoint' | 'channel';

/** One step: a call, an effect, or the handler that a trigger starts. Steps come in the order in which the code states them. */
export interface WorkflowStep {
  /** Row of the edge that leads here; -1 for a start that is a symbol. */
  readonly edge: number;
  readonly node: number;
  /** 0 for the handler. */
  readonly depth: number;
  /** Place of the step that this one is in, -1 for the first. */
  readonly parent: number;
  readonly kind: EdgeKind;
  readonly marks: number;
  /** Whole per cent of this hop. */
  readonly confidence: number;
  readonly hop: WorkflowHop | undefined;
  /** What is in it was shown at an earlier step. */
  readonly isRepeated: boolean;
  /** There is more in it, beyond the depth or the limit. */
  readonly isCut: boolean;
}

export interface Workflow {
  readonly steps: readonly WorkflowStep[];
  /** Steps that do something outside the code: tables, requests, messages, files. */
  readonly effects: readonly number[];
  readonly isTruncated: boolean;
}

/** What rules of triggers end with whose handler is written where it is registered: their edges have its range. */
export const INLINE = '.inline';

const DEFAULT_DEPTH = 8;
const DEFAULT_LIMIT = 1_000;
const code = (kind: EdgeKind): number => EDGE_KINDS.indexOf(kind);
const TRIGGERS = code('triggers');
const CONSUMES = code('consumes');
const OVERRIDES = code('overrides');
const BINDS = code('binds');
const EFFECTS = new Set([code('reads'), code('writes'), code('requests'), code('publishes')]);
const CALLS = code('calls');
const CONTAINS = code('contains');
const TEST = FILE_ROLES.indexOf('test');
const BASES = new Set([code('extends'), code('implements')]);
const PACKAGES = new Set(['externalPackage', 'package']);
const STEPS = new Set([CALLS, code('instantiates'), ...EFFECTS]);
/** Whoever asks for one of these starts one function; a page or job as a whole runs what is in it as its framework or reader pleases. */
const OF_ONE_FUNCTION = /^(?:http|graphql|grpc) /;
const PAGE = /^page /;
const TYPE_KINDS = new Set(['class', 'struct', 'record', 'interface', 'enum'].map((kind) => SYMBOL_KINDS.indexOf(kind as SymbolKind)));

interface Implementation {
  readonly row: number;
  readonly node: number;
  readonly hop: WorkflowHop;
}

/** Part of a file in which a handler that is written in place stands. */
interface Within {
  readonly file: number;
  readonly range: SourceRange;
}

/**
 * What a trigger sets going: its handler, the calls in it in the order of the source, and what they do outside the code.
 * Calls of a member that others override go on at the implementations: at the registered one where a registration says which,
 * and at those that the type around may be where a type calls what is its own. What stands in tests is none of production code's.
 * Requests and messages go on at the route or consumer of the same repository. Each symbol is opened once, and once more for each
 * further type where what is in it depends on the type that it runs on, also while it is open for another. A page or a job whose handler is a class, a component or a file has what is in it and called by no code as
 * its steps: what a template or framework calls; a template in a file of its own is none.
 */
export function workflow(graph: Graph, query: WorkflowQuery): Workflow {
  return new Walk(graph, query.depth ?? DEFAULT_DEPTH, query.limit ?? DEFAULT_LIMIT).from(query.start);
}

class Walk {
  private readonly steps: WorkflowStep[] = [];
  /** Of each step the type whose instance it runs on, as far as the calls that lead here stay with it, or -1. */
  private readonly selves: number[] = [];
  /** Symbols that were reached above the depth, with the types on which they then ran. */
  private readonly opened = new Map<number, Set<number>>();
  /** Whether what is in a symbol depends on the type that it runs on. */
  private readonly dependent = new Map<number, boolean>();
  private readonly lineages = new Map<number, ReadonlySet<number>>();
  private readonly overriders = new Map<number, readonly Implementation[]>();
  private isTruncated = false;

  constructor(
    private readonly graph: Graph,
    private readonly deepest: number,
    private readonly limit: number,
  ) {}

  from(start: number): Workflow {
    if (this.graph.nodeKind(start) === 'trigger') this.openTrigger(start, 0, -1, undefined);
    else this.add({ edge: -1, node: start, depth: 0, parent: -1, kind: 'triggers', marks: 0, confidence: 100, hop: undefined }, undefined);
    const effects = this.steps.flatMap((step, index) => (step.edge >= 0 && EFFECTS.has(this.graph.columns.edges.kinds[step.edge] ?? -1) ? [index] : []));
    return { steps: this.steps, effects, isTruncated: this.isTruncated };
  }

  private openTrigger(trigger: number, depth: number, parent: number, hop: WorkflowHop | undefined): void {
    const { edges, nodes } = this.graph.columns;
    const handlers = this.graph.outEdges(trigger).filter((row) => edges.kinds[row] === TRIGGERS);
    // A class that is started beside methods is the one on which they run, whoever declares them.
    const started = handlers.map((row) => edges.targets[row] ?? -1).find((node) => TYPE_KINDS.has(nodes.symbolKinds[node] ?? -1)) ?? -1;
    for (const row of handlers) {
      const edge = this.graph.edge(row);
      const within = edge.rule.endsWith(INLINE) && edge.range !== undefined ? { file: edge.file, range: edge.range } : undefined;
      this.add({ edge: row, node: edge.target, depth, parent, kind: 'triggers', marks: 0, confidence: edge.confidence, hop }, within, started >= 0 && this.lineageOf(started).has(this.ownerOf(edge.target)) ? started : -1);
    }
    // What the framework does itself.
    for (const row of this.graph.outEdges(trigger)) if (EFFECTS.has(edges.kinds[row] ?? -1)) this.follow(row, depth, parent);
  }

  private add(step: Omit<WorkflowStep, 'isRepeated' | 'isCut'>, within: Within | undefined, started = -1): void {
    if (this.steps.length >= this.limit) {
      this.isTruncated = true;
      return;
    }
    const place = this.steps.length;
    const self = started < 0 ? this.selfOf(step) : started;
    const isOpened = within === undefined && this.isOpened(step.node, self);
    const rows = isOpened || (step.edge >= 0 && step.kind === 'instantiates') ? [] : [...this.rowsIn(step.node, within, step.kind === 'triggers'), ...(step.kind === 'triggers' && within === undefined ? this.uncalledIn(step) : [])];
    const isDeepest = step.depth >= this.deepest;
    const implementations = started < 0 ? this.implementations(step, self) : [];
    // Of what was opened before, those implementations are shown that were not: another type's, or a base's that only `super` had asked for.
    const further = isOpened ? this.newOf(step, self, implementations) : implementations;
    this.steps.push({ ...step, isRepeated: isOpened && this.rowsIn(step.node, undefined, step.kind === 'triggers').length > 0, isCut: isDeepest && rows.length + further.length > 0 });
    this.selves.push(self);
    if (isDeepest) return;
    if (within === undefined) this.opened.set(step.node, (this.opened.get(step.node) ?? new Set()).add(self));
    for (const row of rows) this.follow(row, step.depth + 1, place);
    for (const { row, node, hop } of further) {
      this.add({ edge: row, node, depth: step.depth + 1, parent: place, kind: 'overrides', marks: 0, confidence: Math.round((this.graph.columns.edges.confidences[row] ?? 100) / (hop === 'bind' ? 1 : implementations.length)), hop }, undefined);
    }
  }

  /** Whether what is in a symbol stands in an earlier step, or will in one that is open. */
  private isOpened(node: number, self: number): boolean {
    const selves = this.opened.get(node);
    return selves !== undefined && (selves.has(self) || !this.isDependent(node));
  }

  /** Of the implementations that a step goes on at those that were not opened, or go on at such. */
  private newOf({ node: overridden, depth }: Pick<WorkflowStep, 'node' | 'depth'>, self: number, implementations: readonly Implementation[]): readonly Implementation[] {
    // The deepest are not opened: they are shown once for each type.
    if (depth + 1 >= this.deepest) return this.opened.get(overridden)?.has(self) === true ? [] : implementations;
    const seen = new Set([overridden]);
    const isNew = ({ node }: Implementation): boolean => {
      if (seen.has(node)) return false;
      seen.add(node);
      const own = self >= 0 && this.lineageOf(self).has(this.ownerOf(node)) ? self : this.ownerOf(node);
      return !this.isOpened(node, own) || this.implementations({ node, parent: -1, kind: 'overrides' }, own).some(isNew);
    };
    return implementations.filter(isNew);
  }

  /** Whether the type that a symbol runs on decides what is in it: somewhere it calls a member of its own that others override. */
  private isDependent(start: number): boolean {
    const known = this.dependent.get(start);
    if (known !== undefined) return known;
    const reached = new Set([start]);
    for (const node of reached) {
      for (const row of this.rowsIn(node, undefined, false)) {
        const callee = this.graph.columns.edges.targets[row] ?? -1;
        if (!this.isOwn(callee, node)) continue;
        const found = this.overriding(callee);
        const next = [callee, ...found.map((one) => one.node)];
        const isNarrowed = (callee !== node && this.isNarrowed(node, found)) || found.some((one) => this.overriding(one.node).length > 0);
        if (isNarrowed || next.some((one) => this.dependent.get(one) === true)) {
          this.dependent.set(start, true);
          return true;
        }
        for (const one of next) if (!this.dependent.has(one)) reached.add(one);
      }
    }
    for (const node of reached) this.dependent.set(node, false);
    return false;
  }

  /** A member that calls itself asks another object: `this.next.handle()`. */
  private isOfAnother({ node, parent, kind }: Pick<WorkflowStep, 'node' | 'parent' | 'kind'>): boolean {
    return kind === 'calls' && this.steps[parent]?.node === node;
  }

  private follow(row: number, depth: number, parent: number): void {
    const edge = this.graph.edge(row);
    const place = this.steps.length;
    this.add({ edge: row, node: edge.target, depth, parent, kind: edge.kind, marks: edge.marks ?? 0, confidence: edge.confidence, hop: undefined }, undefined);
    if (place === this.steps.length || depth >= this.deepest) return;
    if (edge.kind === 'requests') this.followEndpoint(edge.target, depth + 1, place);
    if (edge.kind === 'publishes') this.followChannel(edge.target, depth + 1, place);
  }

  /** The routes that an outgoing request goes to. */
  private followEndpoint(endpoint: number, depth: number, parent: number): void {
    for (const row of this.graph.outEdges(endpoint)) {
      if (this.graph.columns.edges.kinds[row] === TRIGGERS) this.openTrigger(this.graph.columns.edges.targets[row] ?? -1, depth, parent, 'endpoint');
    }
  }

  /** The consumers that a message goes to. */
  private followChannel(channel: number, depth: number, parent: number): void {
    for (const row of this.graph.inEdges(channel)) {
      if (this.graph.columns.edges.kinds[row] === CONSUMES) this.openTrigger(this.graph.columns.edges.sources[row] ?? -1, depth, parent, 'channel');
    }
  }

  /** Steps inside a symbol or file, in the order of the source. */
  private rowsIn(node: number, within: Within | undefined, isStarted: boolean): number[] {
    const { edges } = this.graph.columns;
    // What a file itself states runs when it is loaded: by the trigger that starts the file, and is no part of other handlers.
    if (within === undefined && !isStarted && this.graph.nodeKind(node) === 'file') return [];
    // Calls into packages are no steps: what they do outside the code has edges of its own.
    const rows = this.graph.outEdges(node).filter((row) => STEPS.has(edges.kinds[row] ?? -1) && !PACKAGES.has(this.graph.nodeKind(edges.targets[row] ?? -1)) && (within === undefined || this.isWithin(row, within)));
    return rows.sort((a, b) => this.compare(a, b));
  }

  /** Edges to what a whole handler contains, does something and is called by no code, in the order of the source. */
  private uncalledIn({ edge, node }: Pick<WorkflowStep, 'edge' | 'node'>): number[] {
    const { edges, nodes } = this.graph.columns;
    const signature = edge < 0 ? '' : (this.graph.node(edges.sources[edge] ?? -1).signature ?? '');
    const isWhole = PAGE.test(signature) || (TYPE_KINDS.has(nodes.symbolKinds[node] ?? -1) && !OF_ONE_FUNCTION.test(signature));
    if (edge < 0 || !isWhole) return [];
    const templates = new Set(this.graph.outEdges(node).map((row) => edges.targets[row] ?? -1).filter((target) => this.graph.nodeKind(target) === 'file'));
    return this.graph.outEdges(node).filter((row) => {
      const inner = edges.targets[row] ?? -1;
      if (edges.kinds[row] !== CONTAINS || this.graph.nodeKind(inner) !== 'symbol' || TYPE_KINDS.has(nodes.symbolKinds[inner] ?? -1)) return false;
      return this.rowsIn(inner, undefined, false).length > 0 && !this.graph.inEdges(inner).some((call) => edges.kinds[call] === CALLS && !templates.has(edges.sources[call] ?? -1));
    }).sort((a, b) => this.compare(a, b));
  }

  private compare(a: number, b: number): number {
    const { files, ranges } = this.graph.columns.edges;
    return (files[a] ?? 0) - (files[b] ?? 0) || (ranges.startRows[a] ?? 0) - (ranges.startRows[b] ?? 0) || (ranges.startColumns[a] ?? 0) - (ranges.startColumns[b] ?? 0) || a - b;
  }

  private isWithin(row: number, { file, range }: Within): boolean {
    const { files, ranges } = this.graph.columns.edges;
    const startRow = ranges.startRows[row] ?? -1;
    const startColumn = ranges.startColumns[row] ?? -1;
    return files[row] === file && isInRange(startRow, startColumn, range);
  }

  /** The type that a step runs on: a call of the caller's own type, or of one that it derives from, stays with the caller's. */
  private selfOf({ node, parent, kind }: Pick<WorkflowStep, 'node' | 'parent' | 'kind'>): number {
    const owner = this.ownerOf(node);
    const around = this.selves[parent] ?? -1;
    if (owner < 0 || around < 0) return owner;
    const stays = kind === 'overrides' ? this.lineageOf(around).has(owner) : this.isOwn(node, this.steps[parent]?.node ?? -1);
    return stays ? around : owner;
  }

  /** Whether a symbol is a member of its caller's type or of one that this derives from. */
  private isOwn(node: number, from: number): boolean {
    const [owner, caller] = [this.ownerOf(node), this.ownerOf(from)];
    return owner >= 0 && caller >= 0 && this.lineageOf(caller).has(owner);
  }

  private ownerOf(node: number): number {
    const { nodes } = this.graph.columns;
    const parent = nodes.parents[node] ?? -1;
    return parent >= 0 && this.graph.nodeKind(parent) === 'symbol' ? parent : -1;
  }

  /** A type with all that it derives from. */
  private lineageOf(type: number): ReadonlySet<number> {
    const known = this.lineages.get(type);
    if (known !== undefined) return known;
    const { edges } = this.graph.columns;
    const lineage = new Set([type]);
    for (const at of lineage) for (const row of this.graph.outEdges(at)) if (BASES.has(edges.kinds[row] ?? -1)) lineage.add(edges.targets[row] ?? -1);
    this.lineages.set(type, lineage);
    return lineage;
  }

  /** Members that override the member of a step and may run there. */
  private implementations(step: Pick<WorkflowStep, 'node' | 'parent' | 'kind'>, self: number): readonly Implementation[] {
    const found = this.overriding(step.node);
    if (found.length === 0 || found[0]?.hop === 'bind' || self < 0 || this.isOfAnother(step)) return found;
    const caller = this.steps[step.parent]?.node ?? -1;
    const isOwn = step.kind !== 'overrides' && this.isOwn(step.node, caller);
    if (!isOwn && step.kind !== 'overrides') return found;
    // What only calls packages has a body too.
    const hasBody = this.graph.outEdges(step.node).some((row) => STEPS.has(this.graph.columns.edges.kinds[row] ?? -1));
    if (isOwn && !this.isNarrowed(caller, found)) return hasBody ? [] : found;
    const related = found.filter((one) => this.lineageOf(self).has(this.ownerOf(one.node)) || this.lineageOf(this.ownerOf(one.node)).has(self));
    return related.length > 0 || hasBody ? related : found;
  }

  /** What the caller's type overrides is not reached by a call of its own: it is its base's (`super.save()`), or another object's. */
  private isNarrowed(caller: number, found: readonly Implementation[]): boolean {
    const lineage = this.lineageOf(this.ownerOf(caller));
    return found.length > 0 && found[0]?.hop !== 'bind' && !found.some((one) => lineage.has(this.ownerOf(one.node)));
  }

  /** Members that override a member; only those of registered types, where a registration of its type is known. */
  private overriding(node: number): readonly Implementation[] {
    const known = this.overriders.get(node);
    if (known !== undefined) return known;
    const found = this.findOverriding(node);
    this.overriders.set(node, found);
    return found;
  }

  private findOverriding(node: number): readonly Implementation[] {
    const { edges, nodes } = this.graph.columns;
    const rows = this.graph.inEdges(node).filter((row) => edges.kinds[row] === OVERRIDES);
    if (rows.length === 0) return [];
    const registered = new Set(this.graph.inEdges(nodes.parents[node] ?? -1).flatMap((row) => (edges.kinds[row] === BINDS ? [edges.sources[row] ?? -1] : [])));
    const found = rows.map((row): Implementation => ({ row, node: edges.sources[row] ?? -1, hop: 'override' }));
    // What stands in tests runs in tests alone, unless nothing else does.
    const own = this.isInTest(node) ? found : found.filter((one) => !this.isInTest(one.node));
    const bound = found.filter((one) => registered.has(nodes.parents[one.node] ?? -1));
    return bound.length > 0 ? bound.map((one) => ({ ...one, hop: 'bind' })) : own.length > 0 ? own : found;
  }

  private isInTest(node: number): boolean {
    const { nodes } = this.graph.columns;
    let at = node;
    while (at >= 0 && this.graph.nodeKind(at) === 'symbol') at = nodes.parents[at] ?? -1;
    return nodes.roles[at] === TEST;
  }
}
