import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { capturedSites, scan } from '@pinata/core';
import type { CapturedSite, ScanSource } from '@pinata/core';
import { readSnapshot } from '@pinata/graph';
import type { FileRole, Graph, SymbolKind } from '@pinata/graph';
import type { Place } from './verdict.js';

export interface DeclarationSite {
  readonly path: string;
  readonly startRow: number;
  readonly startColumn: number;
  readonly endRow: number;
  readonly endColumn: number;
}

/** What one of our edges leads to. */
export interface OurTarget {
  readonly name: string;
  readonly path: string;
  /** Every declaration of the target, as `path`, rows and columns; empty for a file. */
  readonly sites: readonly DeclarationSite[];
  /** The class around a constructor. */
  readonly owner: OurTarget | undefined;
}

export interface NamePart {
  readonly name: string;
  readonly kind: SymbolKind;
}

/** One of our edges at a site. */
export interface OurEdge extends OurTarget {
  readonly isExact: boolean;
  readonly rule: string;
  /** The target, and every member that overrides it, directly or not. */
  readonly mayRun: () => readonly OurTarget[];
  readonly isConstruction: boolean;
  /** The constructor that making the target runs: its own, or the nearest base's that has one. */
  readonly initializer: () => readonly NamePart[] | undefined;
  /** The symbol that the site stands in, from the outside in; empty at the top of a file. */
  readonly caller: () => readonly NamePart[];
  /** The target, and every member that it overrides, each from the outside in. */
  readonly callees: () => readonly (readonly NamePart[])[];
}

export interface OurFile {
  readonly role: FileRole;
  readonly language: string;
}

export interface OurEdges {
  readonly files: ReadonlyMap<string, OurFile>;
  readonly imports: ReadonlyMap<string, readonly OurEdge[]>;
  readonly calls: ReadonlyMap<string, readonly OurEdge[]>;
  /** Of what is read, written or handed on without being called. */
  readonly accesses: ReadonlyMap<string, readonly OurEdge[]>;
  /** What was captured in each file, resolved or not. */
  readonly captured: ReadonlyMap<string, readonly CapturedSite[]>;
}

export function placeKey({ path: file, row, column }: Place): string {
  return `${file}:${row}:${column}`;
}

/** Scans a folder as users do and reads the edges from the snapshot. */
export async function scanFolder(source: ScanSource): Promise<OurEdges> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pinata-truth-'));
  const captured = new Map<string, readonly CapturedSite[]>();
  try {
    await scan(source, { outputFolder: folder }, { fileResult: ({ path: file, facts }) => void captured.set(file, capturedSites(facts)), progress: () => undefined });
    const { graph } = await readSnapshot(folder);
    return { ...readEdges(graph), captured };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The edges of a snapshot's graph, by the place of their site. */
export function readEdges(graph: Graph): Omit<OurEdges, 'captured'> {
  const files = new Map<string, OurFile>();
  for (let node = 0; node < graph.nodeCount; node++) {
    const { kind, path: file, role, language } = graph.node(node);
    if (kind === 'file' && file !== undefined && language !== undefined) files.set(file, { role: role ?? 'production', language });
  }
  const targets = new Targets(graph);
  const imports = new Map<string, OurEdge[]>();
  const calls = new Map<string, OurEdge[]>();
  const accesses = new Map<string, OurEdge[]>();
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    const { kind, source, target, range, file, resolution, rule } = graph.edge(edge);
    const into = kind === 'imports' ? imports : kind === 'calls' || kind === 'instantiates' ? calls : kind === 'references' && /^value\b/.test(rule) ? accesses : undefined;
    const filePath = file < 0 ? undefined : graph.path(file);
    if (into === undefined || range === undefined || filePath === undefined || graph.nodeKind(target) === 'externalPackage') continue;
    const key = placeKey({ path: filePath, row: range.startRow, column: range.startColumn });
    const found: OurEdge = { ...targets.of(target), isExact: resolution === 'exact', rule, isConstruction: kind === 'instantiates', initializer: () => targets.initializer(target), mayRun: () => targets.mayRun(target), caller: () => targets.parts(source), callees: () => targets.declaring(target) };
    const known = into.get(key);
    if (known === undefined) into.set(key, [found]);
    else known.push(found);
  }
  return { files, imports, calls, accesses };
}

class Targets {
  private readonly sites = new Map<number, DeclarationSite[]>();
  private readonly overriders = new Map<number, number[]>();
  private readonly bases = new Map<number, number[]>();
  private readonly constructors = new Map<number, number[]>();
  private readonly overridden = new Map<number, number[]>();

  constructor(private readonly graph: Graph) {
    for (let edge = 0; edge < graph.edgeCount; edge++) {
      const { kind, source, target, range, file } = graph.edge(edge);
      if (kind === 'extends') append(this.bases, source, target);
      if (kind === 'contains' && graph.node(target).symbolKind === 'constructor') append(this.constructors, source, target);
      if (kind === 'overrides') {
        append(this.overriders, target, source);
        append(this.overridden, source, target);
      }
      const filePath = file < 0 ? undefined : graph.path(file);
      if (kind === 'contains' && range !== undefined && filePath !== undefined) append(this.sites, target, { path: filePath, ...range });
    }
  }

  of(node: number): OurTarget {
    const { kind, name, path: file = '', symbolKind, parentKey } = this.graph.node(node);
    const owner = symbolKind === 'constructor' && parentKey !== undefined ? this.of(this.graph.nodeNumber(parentKey)) : undefined;
    return { name, path: file, sites: kind === 'file' ? [] : (this.sites.get(node) ?? []), owner };
  }

  mayRun(node: number): readonly OurTarget[] {
    return closure(node, this.overriders).map((at) => this.of(at));
  }

  parts(node: number): readonly NamePart[] {
    const parts: NamePart[] = [];
    for (let at = node; at >= 0; ) {
      const { name, symbolKind, parentKey } = this.graph.node(at);
      if (symbolKind === undefined) break;
      parts.unshift({ name, kind: symbolKind });
      if (parentKey === undefined) break;
      at = this.graph.nodeNumber(parentKey);
    }
    return parts;
  }

  initializer(type: number): readonly NamePart[] | undefined {
    for (const at of closure(type, this.bases)) {
      const [own] = this.constructors.get(at) ?? [];
      if (own !== undefined) return this.parts(own);
    }
    return undefined;
  }

  declaring(node: number): readonly (readonly NamePart[])[] {
    return closure(node, this.overridden).map((at) => this.parts(at));
  }
}

/** A node and all that is reached from it. */
function closure(node: number, next: ReadonlyMap<number, readonly number[]>): readonly number[] {
  const reached = new Set([node]);
  for (const at of reached) for (const other of next.get(at) ?? []) reached.add(other);
  return [...reached];
}

function append<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}
