import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { scan } from '@pinata/core';
import type { ScanSource } from '@pinata/core';
import { readSnapshot } from '@pinata/graph';
import type { FileRole, Graph } from '@pinata/graph';
import type { Place } from './oracle.js';

/** One of our edges at a site. */
export interface OurEdge {
  readonly isExact: boolean;
  readonly name: string;
  readonly path: string;
  /** Every declaration of the target, as `path`, rows and columns; empty for a file. */
  readonly sites: readonly { readonly path: string; readonly startRow: number; readonly startColumn: number; readonly endRow: number; readonly endColumn: number }[];
  /** The class around a constructor. */
  readonly owner: OurEdge | undefined;
  readonly rule: string;
}

export interface OurEdges {
  readonly files: ReadonlyMap<string, FileRole>;
  readonly imports: ReadonlyMap<string, readonly OurEdge[]>;
  readonly calls: ReadonlyMap<string, readonly OurEdge[]>;
}

export function placeKey({ path: file, row, column }: Place): string {
  return `${file}:${row}:${column}`;
}

/** Scans a folder as users do and reads the edges from the snapshot. */
export async function scanFolder(source: ScanSource): Promise<OurEdges> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pinata-truth-'));
  try {
    await scan(source, { outputFolder: folder }, { fileResult: () => undefined, progress: () => undefined });
    const { graph } = await readSnapshot(folder);
    return readEdges(graph);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function readEdges(graph: Graph): OurEdges {
  const files = new Map<string, FileRole>();
  for (let node = 0; node < graph.nodeCount; node++) {
    const { kind, path: file, role, language } = graph.node(node);
    if (kind === 'file' && file !== undefined && language !== undefined) files.set(file, role ?? 'production');
  }
  const sites = new Map<number, OurEdge['sites'][number][]>();
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    const { kind, target, range, file } = graph.edge(edge);
    const filePath = file < 0 ? undefined : graph.path(file);
    if (kind !== 'contains' || range === undefined || filePath === undefined) continue;
    const known = sites.get(target);
    if (known === undefined) sites.set(target, [{ path: filePath, ...range }]);
    else known.push({ path: filePath, ...range });
  }
  const targetOf = (node: number, isExact: boolean, rule: string): OurEdge => {
    const { kind, name, path: file = '', symbolKind, parentKey } = graph.node(node);
    const owner = symbolKind === 'constructor' && parentKey !== undefined ? targetOf(graph.nodeNumber(parentKey), isExact, rule) : undefined;
    return { isExact, name, path: file, sites: kind === 'file' ? [] : (sites.get(node) ?? []), owner, rule };
  };
  const imports = new Map<string, OurEdge[]>();
  const calls = new Map<string, OurEdge[]>();
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    const { kind, target, range, file, resolution, rule } = graph.edge(edge);
    const into = kind === 'imports' ? imports : kind === 'calls' || kind === 'instantiates' ? calls : undefined;
    const filePath = file < 0 ? undefined : graph.path(file);
    const targetKind = graph.nodeKind(target);
    if (into === undefined || range === undefined || filePath === undefined || targetKind === 'externalPackage') continue;
    const key = placeKey({ path: filePath, row: range.startRow, column: range.startColumn });
    const found = targetOf(target, resolution === 'exact', rule);
    const known = into.get(key);
    if (known === undefined) into.set(key, [found]);
    else known.push(found);
  }
  return { files, imports, calls };
}
