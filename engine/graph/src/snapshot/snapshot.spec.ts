import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { tableFromIPC } from 'apache-arrow';
import fc from 'fast-check';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { arrowFile } from '../arrow/arrow-writer.js';
import { computeDigests } from '../digest/digests.js';
import { SMALL_GRAPH, builderOf } from '../fixtures/sample-graph.js';
import type { GraphColumns } from '../graph/columns.js';
import { GraphBuilder } from '../graph/graph-builder.js';
import { packStrings } from '../graph/packed-strings.js';
import { decodeGraph } from './decode-graph.js';
import { parseManifest } from './manifest.js';
import { readPictureFile, readSnapshot } from './read-snapshot.js';
import { SnapshotError } from './snapshot-error.js';
import { edgeTable, nodeTable } from './tables.js';
import { writeSnapshot } from './write-snapshot.js';

const graph = builderOf(SMALL_GRAPH).finish();
const about = { graph, name: 'small', commit: 'c0ffee', branch: 'main', isModified: true, summary: { files: 3 } };

async function codeOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'opened',
    (error: unknown) => (error instanceof SnapshotError ? error.code : error),
  );
}

function files(columns: GraphColumns): { nodes: Uint8Array; edges: Uint8Array } {
  const join = (pieces: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(pieces));
  return {
    nodes: join(arrowFile(nodeTable(columns.nodes), columns.nodes.kinds.length)),
    edges: join(arrowFile(edgeTable(columns.edges), columns.edges.kinds.length)),
  };
}

const counts = { nodes: graph.nodeCount, edges: graph.edgeCount };

/** Changes one value in a copy of the columns. */
function spoilt(change: (columns: GraphColumns) => void): () => unknown {
  const columns = structuredClone(graph.columns);
  change(columns);
  const { nodes, edges } = files(columns);
  return () => decodeGraph(nodes, edges, counts);
}

describe('a snapshot folder', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'pinata-snapshot-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('gives back the graph, the manifest and the picture', async () => {
    const written = await writeSnapshot(folder, { ...about, picture: [{ name: 'overview.json', content: '{"version":1}' }] });
    const { graph: read, manifest } = await readSnapshot(folder);
    expect(manifest).toEqual(written);
    expect(manifest).toMatchObject({ commit: 'c0ffee', branch: 'main', isModified: true, counts, summary: { files: 3 }, ...computeDigests(graph) });
    expect(computeDigests(read)).toEqual(computeDigests(graph));
    for (const node of SMALL_GRAPH.nodes) expect(read.node(read.nodeNumber(node.key))).toEqual(node);
    for (let row = 0; row < graph.edgeCount; row++) expect(read.edge(row)).toEqual(graph.edge(row));
    expect(Buffer.from(await readPictureFile(folder, manifest, 'overview.json')).toString()).toBe('{"version":1}');
    expect(await codeOf(readPictureFile(folder, manifest, '../manifest.json'))).toBe('missing');
  });

  it('is read by Apache Arrow itself', async () => {
    await writeSnapshot(folder, about);
    const nodes = tableFromIPC(await readFile(path.join(folder, 'nodes.arrow')));
    const edges = tableFromIPC(await readFile(path.join(folder, 'edges.arrow')));
    const row = graph.nodeNumber('A#run().');
    expect(nodes.get(row)?.toJSON()).toMatchObject({
      key: 'A#run().', kind: 'symbol', symbolKind: 'method', name: 'run', path: 'app/src/a.ts', startRow: 2, signature: 'run(): void', version: null, parent: graph.nodeNumber('A#'),
    });
    expect(Array.from(edges.getChild('source') ?? [])).toEqual(Array.from(graph.columns.edges.sources));
    expect(Array.from(edges.getChild('kind') ?? []).at(0)).toBe(graph.edge(0).kind);
  });

  it('holds a graph without nodes', async () => {
    await writeSnapshot(folder, { ...about, graph: new GraphBuilder().finish() });
    expect((await readSnapshot(folder)).graph.nodeCount).toBe(0);
  });

  it('is refused when a file is missing, short, changed, or larger than accepted', async () => {
    expect(await codeOf(readSnapshot(folder))).toBe('missing');
    await writeSnapshot(folder, about);
    const file = path.join(folder, 'edges.arrow');
    const content = await readFile(file);
    expect(await codeOf(readSnapshot(folder, 100))).toBe('tooLarge');
    await truncate(file, content.length - 1);
    expect(await codeOf(readSnapshot(folder))).toBe('mismatch');
    content[200] = (content[200] ?? 0) ^ 1;
    await writeFile(file, content);
    expect(await codeOf(readSnapshot(folder))).toBe('mismatch');
    await rm(file);
    expect(await codeOf(readSnapshot(folder))).toBe('missing');
  });

  it('is the same when its files are compressed, and is refused when one unfolds to more than it should', async () => {
    const { files: listed } = await writeSnapshot(folder, { ...about, picture: [{ name: 'overview.json', content: '{"version":1}' }] });
    for (const name of ['manifest.json', ...listed.map((file) => file.name)]) {
      await writeFile(path.join(folder, `${name}.zst`), zstdCompressSync(await readFile(path.join(folder, name))));
      await rm(path.join(folder, name));
    }
    const { graph: read, manifest } = await readSnapshot(folder);
    expect(computeDigests(read)).toEqual(computeDigests(graph));
    expect(Buffer.from(await readPictureFile(folder, manifest, 'overview.json')).toString()).toBe('{"version":1}');
    const file = path.join(folder, 'nodes.arrow.zst');
    await writeFile(file, zstdCompressSync(Buffer.alloc(50_000_000)));
    expect(await codeOf(readSnapshot(folder))).toBe('tooLarge');
    await writeFile(file, 'no frame of zstd');
    expect(await codeOf(readSnapshot(folder))).toBe('corrupt');
    await rm(file);
    expect(await codeOf(readSnapshot(folder))).toBe('missing');
  });
});

describe('parseManifest', () => {
  const valid = {
    formatVersion: 1, name: 'n', commit: 'c', branch: 'b', isModified: false, counts, graphDigest: 'a'.repeat(64), shapeDigest: 'b'.repeat(64),
    files: [{ name: 'nodes.arrow', bytes: 1, sha256: 'c'.repeat(64) }], summary: null,
  };

  it('takes a manifest as it is written', () => {
    expect(parseManifest(JSON.stringify(valid))).toEqual(valid);
  });

  it.each<[string, string, unknown]>([
    ['corrupt', 'a text', 'no object'],
    ['corrupt', 'a negative count', { ...valid, counts: { nodes: -1, edges: 0 } }],
    ['corrupt', 'no counts', { ...valid, counts: null }],
    ['corrupt', 'a digest in capitals', { ...valid, graphDigest: 'A'.repeat(64) }],
    ['corrupt', 'a commit that is no text', { ...valid, commit: 7 }],
    ['corrupt', 'no list of files', { ...valid, files: {} }],
    ['corrupt', 'a file outside', { ...valid, files: [{ ...valid.files[0], name: '../../etc/passwd' }] }],
    ['corrupt', 'a file outside the picture', { ...valid, files: [{ ...valid.files[0], name: 'picture/../x' }] }],
    ['unsupportedVersion', 'a newer format', { ...valid, formatVersion: 2 }],
  ])('refuses as %s: %s', (code, _, value) => {
    expect(() => parseManifest(JSON.stringify(value))).toThrow(expect.objectContaining({ code }));
  });

  it('refuses what is no JSON', () => {
    expect(() => parseManifest('{')).toThrow(expect.objectContaining({ code: 'corrupt' }));
  });
});

describe('decodeGraph', () => {
  const { nodes, edges } = files(graph.columns);

  it.each<[string, (columns: GraphColumns) => void]>([
    ['a source beyond the nodes', ({ edges: { sources } }) => (sources[0] = 999)],
    ['a negative target', ({ edges: { targets } }) => (targets[0] = -1)],
    ['a source that does not fit the offsets', ({ edges: { sources } }) => (sources[0] = 3)],
    ['a kind that nobody knows', ({ nodes: columns }) => (columns.kinds[0] = 100)],
    ['a row named twice by target', ({ edges: { byTarget } }) => (byTarget[0] = byTarget[1] ?? 0)],
    ['offsets that go back', ({ nodes: { outOffsets } }) => (outOffsets[1] = 12)],
    ['offsets that begin late', ({ nodes: { inOffsets } }) => (inOffsets[0] = 1)],
    ['a confidence of 0', ({ edges: { confidences } }) => (confidences[0] = 0)],
    ['a node that contains itself', ({ nodes: { parents } }) => (parents[2] = 2)],
    ['a name outside the dictionary', ({ nodes: { names } }) => (names.indices[0] = 500)],
    ['keys out of order', ({ nodes: { keys } }) => (keys.bytes[0] = 0x7a)],
    ['strings whose borders go back', ({ nodes: { keys } }) => (keys.offsets[1] = 4000)],
  ])('refuses %s', (_, change) => {
    expect(spoilt(change)).toThrow(expect.objectContaining({ name: 'SnapshotError', code: 'corrupt' }));
  });

  it('refuses other counts than were promised', () => {
    expect(() => decodeGraph(nodes, edges, { ...counts, edges: 3 })).toThrow(/manifest says/);
  });

  it('refuses a table that lacks a column or lists kinds in another order', () => {
    const lacking = Buffer.concat(arrowFile(nodeTable(graph.columns.nodes).slice(1), graph.nodeCount));
    expect(() => decodeGraph(lacking, edges, counts)).toThrow(/no column key/);
    const reordered = edgeTable(graph.columns.edges).map((column) => (column.name === 'kind' && column.type === 'dictionary' ? { ...column, values: packStrings(['calls', 'contains']) } : column));
    expect(() => decodeGraph(nodes, Buffer.concat(arrowFile(reordered, graph.edgeCount)), counts)).toThrow(expect.objectContaining({ code: 'unsupportedVersion' }));
  });

  it('either opens or refuses, whatever byte is changed', () => {
    const damage = fc.record({ inNodes: fc.boolean(), at: fc.nat(), value: fc.integer({ min: 0, max: 255 }), cut: fc.option(fc.nat(), { freq: 4 }) });
    fc.assert(
      fc.property(damage, ({ inNodes, at, value, cut }) => {
        const damaged = (inNodes ? nodes : edges).slice();
        damaged[at % damaged.length] = value;
        const bytes = cut === null ? damaged : damaged.subarray(0, cut % damaged.length);
        try {
          decodeGraph(inNodes ? bytes : nodes, inNodes ? edges : bytes, counts);
        } catch (error) {
          expect(error).toBeInstanceOf(SnapshotError);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
