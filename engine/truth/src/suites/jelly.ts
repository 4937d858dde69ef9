import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { OurEdges, OurTarget } from '../ours.js';
import { scanFolder } from '../ours.js';
import { SuiteFormatError } from './named-graph.js';
import type { CaseResult } from './suite-score.js';

/** A function as Jelly places it: a file with its lines and columns, here from zero, the end exclusive. */
export interface JellyFunction {
  readonly path: string;
  readonly startRow: number;
  readonly startColumn: number;
  readonly endRow: number;
  readonly endColumn: number;
}

export interface JellyGraph {
  readonly files: readonly string[];
  readonly functions: readonly JellyFunction[];
  /** Caller and callee by their place in `functions`. */
  readonly pairs: readonly (readonly [number, number])[];
}

/**
 * Reads a call graph of Jelly: `functions` are `file:startLine:startColumn:endLine:endColumn` from one, `fun2fun` pairs of their indexes.
 * @throws SuiteFormatError for anything else
 */
export function readJellyGraph(text: string): JellyGraph {
  let read: Readonly<Record<string, unknown>> | null;
  try {
    read = JSON.parse(text) as Readonly<Record<string, unknown>> | null;
  } catch (error) {
    throw new SuiteFormatError('the call graph is no JSON', { cause: error });
  }
  const files: unknown = read?.['files'];
  const places: unknown = read?.['functions'];
  const pairs: unknown = read?.['fun2fun'];
  if (!Array.isArray(files) || !Array.isArray(pairs) || typeof places !== 'object' || places === null) throw new SuiteFormatError('the call graph has no files, functions or fun2fun');
  const names = files.map(String);
  // Older graphs hold a list, newer ones an object of indexes.
  const functions = Object.values(places).map((place) => {
    const [file = -1, startLine = 0, startColumn = 0, endLine = 0, endColumn = 0] = String(place).split(':').map(Number);
    const name = names[file];
    if (name === undefined || [startLine, startColumn, endLine, endColumn].some(Number.isNaN)) throw new SuiteFormatError(`no place of a function: ${String(place)}`);
    return { path: name, startRow: startLine - 1, startColumn: startColumn - 1, endRow: endLine - 1, endColumn: endColumn - 1 };
  });
  return { files: names, functions, pairs: pairs.map((pair) => [Number((pair as readonly unknown[])[0]), Number((pair as readonly unknown[])[1])]) };
}

function isBefore(row: number, column: number, otherRow: number, otherColumn: number): boolean {
  return row < otherRow || (row === otherRow && column <= otherColumn);
}

/** The innermost function around a place, or -1. */
function functionAround(functions: readonly JellyFunction[], file: string, row: number, column: number): number {
  let found = -1;
  functions.forEach((each, index) => {
    if (each.path !== file || !isBefore(each.startRow, each.startColumn, row, column) || !isBefore(row, column, each.endRow, each.endColumn)) return;
    const inner = functions[found];
    if (inner === undefined || isBefore(inner.startRow, inner.startColumn, each.startRow, each.startColumn)) found = index;
  });
  return found;
}

/** The function that a symbol declares: one that ends with the symbol's declaration, and begins in it. */
function functionOf(functions: readonly JellyFunction[], target: OurTarget): number {
  return functions.findIndex((each) =>
    target.sites.some((site) => site.path === each.path && isBefore(site.startRow, site.startColumn, each.startRow, each.startColumn) && site.endRow === each.endRow && Math.abs(site.endColumn - each.endColumn) <= 1),
  );
}

/** Our calls between the graph's functions. */
export function jellyPairs(ours: OurEdges, { files, functions }: JellyGraph): ReadonlySet<string> {
  const pairs = new Set<string>();
  for (const [key, edges] of ours.calls) {
    const [, file = '', row = '', column = ''] = /^(.*):(\d+):(\d+)$/.exec(key) ?? [];
    if (!files.includes(file)) continue;
    const caller = functionAround(functions, file, Number(row), Number(column));
    for (const edge of edges) {
      const callee = functionOf(functions, edge);
      if (caller >= 0 && callee >= 0) pairs.add(`${caller} -> ${callee}`);
    }
  }
  return pairs;
}

/**
 * Runs Jelly's small programs. Their graphs were recorded while they ran, so that calls which did not happen are in none of them:
 * our precision against them is a lower bound. Cases whose files are not in the folder, such as packages, are left out.
 */
export async function runJelly(folder: string): Promise<{ readonly results: readonly CaseResult[]; readonly leftOut: number }> {
  const results: CaseResult[] = [];
  let leftOut = 0;
  for (const category of readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort()) {
    const place = path.join(folder, category);
    const graphs: { readonly name: string; readonly graph: JellyGraph }[] = [];
    for (const name of readdirSync(place).filter((file) => file.endsWith('.json')).sort()) {
      const text = readFileSync(path.join(place, name), 'utf8');
      if (!text.includes('"fun2fun"')) continue;
      // A graph of modules' names has no files to scan.
      const graph = text.includes('"files"') ? readJellyGraph(text) : undefined;
      if (graph?.files.every((file) => existsSync(path.join(place, file))) === true) graphs.push({ name, graph });
      else leftOut++;
    }
    if (graphs.length === 0) continue;
    const ours = await scanFolder({ folder: place, name: category, commit: 'tree-0', branch: 'folder', isModified: false });
    for (const { name, graph } of graphs) {
      results.push({ category, name, wanted: new Set(graph.pairs.map(([caller, callee]) => `${caller} -> ${callee}`)), ours: jellyPairs(ours, graph), outside: 0 });
    }
  }
  return { results, leftOut };
}
