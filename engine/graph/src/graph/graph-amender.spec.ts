import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { amendShards, computeShards } from '../digest/digests.js';
import type { GraphEdge } from '../model.js';
import { AmendError, GraphAmender } from './graph-amender.js';
import type { AmendedGraph } from './graph-amender.js';
import { GraphBuilder } from './graph-builder.js';
import type { Graph } from './graph.js';
import type { GraphSink } from './graph-sink.js';
import type { Overlay } from './overlay.js';

/** A file of a made-up repository: what it declares, calls and asks of others. */
interface MadeFile {
  readonly lines: number;
  readonly symbols: readonly MadeSymbol[];
}

interface MadeSymbol {
  readonly name: string;
  readonly signature: string | undefined;
  readonly row: number;
  /** Names of symbols and of files: those that are there are called. */
  readonly calls: readonly { readonly name: string; readonly file: number; readonly rule: string; readonly row: number }[];
  readonly packages: readonly string[];
  /** A table that the whole has when somebody reads it. */
  readonly table: string | undefined;
}

type World = readonly MadeFile[];

const REPOSITORY = 'repository';
const pathOf = (file: number): string => `src/f${file}.ts`;
const symbolKey = (file: number, name: string): string => `${pathOf(file)}#${name}`;
const onRow = (row: number): GraphEdge['range'] & object => ({ startRow: row, startColumn: 0, endRow: row, endColumn: 3 });
const sure = { resolution: 'exact', confidence: 100 } as const;

function addPlaces(builder: GraphBuilder, world: World): void {
  builder.addNode({ key: REPOSITORY, kind: 'repository', name: 'made up' });
  world.forEach(({ lines }, file) => {
    const node = builder.addNode({ key: pathOf(file), kind: 'file', name: `f${file}.ts`, parentKey: REPOSITORY, path: pathOf(file), language: 'typescript', lines, bytes: lines * 10 });
    builder.addEdge({ ...sure, source: builder.nodeNumber(REPOSITORY), target: node, kind: 'contains', rule: 'contains', file: -1 });
  });
}

function addSymbols(sink: GraphSink, { symbols }: MadeFile, file: number): void {
  const fileNode = sink.nodeNumber(pathOf(file));
  for (const { name, signature, row } of symbols) {
    const target = sink.addNode({ key: symbolKey(file, name), kind: 'symbol', symbolKind: 'function', name, parentKey: pathOf(file), path: pathOf(file), range: onRow(row), language: 'typescript', signature });
    sink.addEdge({ ...sure, source: fileNode, target, kind: 'contains', rule: 'declares', file: fileNode, range: onRow(row) });
  }
}

function addCalls(sink: GraphSink, { symbols }: MadeFile, file: number): void {
  const fileNode = sink.nodeNumber(pathOf(file));
  for (const { name, calls, packages } of symbols) {
    const source = sink.nodeNumber(symbolKey(file, name));
    for (const call of calls) {
      const target = sink.nodeNumber(symbolKey(call.file, call.name));
      if (target >= 0) sink.addEdge({ ...sure, source, target, kind: 'calls', rule: call.rule, file: fileNode, range: onRow(call.row) });
    }
    for (const one of packages) sink.addEdge({ ...sure, source, target: sink.addNode({ key: `npm ${one}`, kind: 'externalPackage', name: one, parentKey: REPOSITORY, manager: 'npm' }), kind: 'imports', rule: 'import', file: fileNode });
  }
}

function addTables(sink: GraphSink, world: World): void {
  world.forEach(({ symbols }, file) => {
    for (const { name, table, row } of symbols) {
      if (table === undefined) continue;
      const target = sink.addNode({ key: `table ${table}`, kind: 'table', name: table, parentKey: REPOSITORY, path: pathOf(file), range: onRow(row) });
      sink.addEdge({ ...sure, source: sink.nodeNumber(symbolKey(file, name)), target, kind: 'reads', rule: 'access', file: sink.nodeNumber(pathOf(file)), range: onRow(row) });
    }
  });
}

function build(world: World): { readonly graph: Graph; readonly overlay: Overlay } {
  const builder = new GraphBuilder();
  addPlaces(builder, world);
  world.forEach((file, index) => addSymbols(builder, file, index));
  world.forEach((file, index) => addCalls(builder, file, index));
  builder.beginOverlay();
  addTables(builder, world);
  const graph = builder.finish();
  return { graph, overlay: builder.overlay };
}

/** Tells the files that changed again, and those that call what is there no longer or was not there before: what a linker finds out. */
function amend(before: World, now: World): AmendedGraph {
  const names = (world: World): Set<string> => new Set(world.flatMap(({ symbols }, file) => symbols.map(({ name }) => symbolKey(file, name))));
  const [old, fresh] = [names(before), names(now)];
  const isSame = (key: string): boolean => old.has(key) === fresh.has(key);
  const again = [...now.keys()].filter((file) => before[file] !== now[file] || now[file]?.symbols.some(({ calls }) => calls.some((call) => !isSame(symbolKey(call.file, call.name)))));
  const { graph, overlay } = build(before);
  const amender = new GraphAmender(graph, overlay, new Set(again.map(pathOf)));
  const told = again.flatMap((index) => (now[index] === undefined ? [] : [[now[index], index] as const]));
  for (const [{ lines }, file] of told) amender.tellFile(amender.fileNumber(pathOf(file)), { lines, bytes: lines * 10, language: 'typescript' });
  for (const [file, index] of told) addSymbols(amender, file, index);
  for (const [file, index] of told) addCalls(amender, file, index);
  amender.beginOverlay();
  addTables(amender, now);
  return amender.finish();
}

const NAMES = ['a', 'b', 'c', 'd'];
const FILES = 4;
const row = fc.integer({ min: 0, max: 20 });
const madeFile: fc.Arbitrary<MadeFile> = fc.record({
  lines: row,
  symbols: fc.uniqueArray(
    fc.record({
      name: fc.constantFrom(...NAMES),
      signature: fc.constantFrom(undefined, '()', '(x)', 'ä'),
      row,
      calls: fc.array(fc.record({ name: fc.constantFrom(...NAMES), file: fc.nat({ max: FILES - 1 }), rule: fc.constantFrom('one', 'other', 'third'), row }), { maxLength: 3 }),
      packages: fc.uniqueArray(fc.constantFrom('left', 'right'), { maxLength: 2 }),
      table: fc.constantFrom(undefined, 'orders', 'users'),
    }),
    { selector: ({ name }) => name, maxLength: 4 },
  ),
});
const world = fc.array(madeFile, { minLength: FILES, maxLength: FILES });

describe('GraphAmender', () => {
  it('makes the graph that a builder makes of everything', () => {
    fc.assert(
      fc.property(world, fc.array(fc.tuple(fc.nat({ max: FILES - 1 }), madeFile), { maxLength: 2 }), (before, changes) => {
        const now = [...before];
        for (const [place, file] of changes) now[place] = file;
        const expected = build(now);
        const amended = amend(before, now);
        expect(amended.graph.columns).toEqual(expected.graph.columns);
        expect({ nodes: [...amended.overlay.nodes], edges: [...amended.overlay.edges] }).toEqual({ nodes: [...expected.overlay.nodes], edges: [...expected.overlay.edges] });
        expect(amendShards(computeShards(build(before).graph), amended.graph, amended.touched)).toEqual(computeShards(expected.graph));
      }),
      { numRuns: 100 },
    );
  });

  const symbol = (name: string, more: Partial<MadeSymbol> = {}): MadeSymbol => ({ name, signature: undefined, row: 1, calls: [], packages: [], table: undefined, ...more });
  const calling: MadeFile = { lines: 3, symbols: [symbol('a', { calls: [{ name: 'b', file: 1, rule: 'one', row: 2 }] })] };
  const called: MadeFile = { lines: 3, symbols: [symbol('b')] };
  const begin = (): GraphAmender => {
    const { graph, overlay } = build([calling, called]);
    return new GraphAmender(graph, overlay, new Set([pathOf(1)]));
  };

  it('refuses to leave an edge that stays without its end', () => {
    expect(() => begin().finish()).toThrow(AmendError);
  });

  it('refuses what another file declares under the same key', () => {
    expect(() => begin().addNode({ key: symbolKey(0, 'a'), kind: 'symbol', name: 'a', path: pathOf(1) })).toThrow(AmendError);
  });

  it('refuses new places, which lie in others', () => {
    expect(() => begin().addNode({ key: 'src/new.ts', kind: 'file', name: 'new.ts', path: 'src/new.ts' })).toThrow(AmendError);
  });

  it('refuses what lies in nothing that is there', () => {
    const amender = begin();
    addSymbols(amender, called, 1);
    amender.addNode({ key: 'lost', kind: 'symbol', name: 'lost', parentKey: 'nowhere', path: pathOf(1) });
    expect(() => amender.finish()).toThrow(AmendError);
  });

  it('does not know what is to be told again, until it is', () => {
    const amender = begin();
    expect(amender.nodeNumber(symbolKey(1, 'b'))).toBe(-1);
    addSymbols(amender, called, 1);
    expect(amender.nodeNumber(symbolKey(1, 'b'))).toBeGreaterThanOrEqual(0);
  });
});
