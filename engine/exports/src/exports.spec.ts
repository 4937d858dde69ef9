import { describe, expect, it } from '@jest/globals';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { EDGE_MARKS, GraphBuilder } from '@pinata/graph';
import fc from 'fast-check';
import { exportDot } from './dot/export-dot.js';
import { twoFiles } from './fixtures/two-files.js';
import { exportGraphml } from './graphml/export-graphml.js';
import { exportJson } from './json/export-json.js';
import { exportMermaid, exportMermaidSchema } from './mermaid/export-mermaid.js';
import { exportScip } from './scip/export-scip.js';
import { summaryText, unresolvedByReason } from './summary/summary-text.js';
import type { SummaryInput } from './summary/summary-text.js';
import { printable, printableJson } from './text/printable.js';

const graph = twoFiles();
const header = { name: 'repo', commit: 'c', branch: 'b', graphDigest: 'g', shapeDigest: 's' };
const RANGE = { startRow: 1, startColumn: 2, endRow: 1, endColumn: 7 };
const COMMANDING = /[\p{Cc}\u202e]/u;

describe('exportJson', () => {
  it('is one JSON object with every node and edge', () => {
    const text = [...exportJson(graph, header)].join('');
    const value = JSON.parse(text) as { nodes: { id: string; key: string }[]; edges: { source: number; target: number; kind: string; file?: number }[] };
    expect(value).toMatchObject({ formatVersion: 1, ...header });
    expect(value.nodes.map(({ id, ...node }) => [id, node])).toEqual(Array.from({ length: graph.nodeCount }, (_, i) => [graph.id(i), graph.node(i)]));
    const named = value.edges.map((edge) => [value.nodes[edge.source]?.key, edge.kind, value.nodes[edge.target]?.key, edge.file === undefined ? undefined : value.nodes[edge.file]?.key]);
    expect(named).toEqual([
      ['pkg/a', 'imports', 'npm lodash', undefined],
      ['pkg/a', 'imports', 'pkg/b', 'pkg/a'],
      ['pkg/a', 'calls', 'run', 'pkg/a'],
      ['pkg/b', 'contains', 'run', 'pkg/b'],
    ]);
    expect(text.replaceAll('\n', '')).not.toMatch(COMMANDING);
  });
});

describe('exportMermaid', () => {
  it('draws merged edges, dotted where all are inferred, and spells what Mermaid interprets', () => {
    expect([...exportMermaid(graph, { level: 'file' })].join('')).toBe(['flowchart LR', '  n0{{"lodash"}}', '  n2["pkg/\\u001b[31ma.ts"]', '  n3["pkg/\\b.ts"]', '  n2 -->|2| n3', '  n2 -.-> n0', ''].join('\n'));
  });

  it('draws the database schema', () => {
    const builder = new GraphBuilder();
    builder.addNode({ key: 'r', kind: 'repository', name: 'r' });
    builder.addNode({ key: 'u', kind: 'table', name: 'users', parentKey: 'r' });
    builder.addNode({ key: 'u.id', kind: 'column', name: 'id', parentKey: 'u', signature: 'character varying(3) not null primary key' });
    builder.addNode({ key: 'o', kind: 'table', name: 'orders', parentKey: 'r' });
    const user = builder.addNode({ key: 'o.u', kind: 'column', name: 'user id', parentKey: 'o', signature: 'int null' });
    builder.addEdge({ source: user, target: builder.nodeNumber('u.id'), kind: 'foreignKey', resolution: 'exact', confidence: 100, rule: 'schema.foreignKey', file: -1 });
    expect([...exportMermaidSchema(builder.finish())].join('')).toBe(['erDiagram', '  "orders" {', '    int user_id FK', '  }', '  "users" {', '    character_varying(3) id PK', '  }', '  "users" ||--o{ "orders" : "user id"', ''].join('\n'));
  });
});

describe('exportGraphml', () => {
  it('is well-formed whatever names hold', () => {
    const text = [...exportGraphml(graph, { name: 'a <"graph"> & more' })].join('');
    expect(text).toContain('<graph id="a &lt;&quot;graph&quot;&gt; &amp; more" edgedefault="directed">');
    expect(text.match(/<node /g)).toHaveLength(graph.nodeCount);
    expect(text.match(/<edge /g)).toHaveLength(graph.edgeCount);
    expect(text).not.toMatch(/[^\t\n\r\u0020-\uFFFD]/);
  });
});

describe('exportScip', () => {
  /** Fields of a message: number to contents, lengths checked. */
  const fields = (bytes: Uint8Array): Map<number, (Uint8Array | number)[]> => {
    const reader = new BinaryReader(bytes);
    const found = new Map<number, (Uint8Array | number)[]>();
    while (reader.pos < reader.len) {
      const [field, type] = reader.tag();
      found.set(field, [...(found.get(field) ?? []), type === WireType.Varint ? reader.int32() : reader.bytes()]);
    }
    return found;
  };
  const text = (value: Uint8Array | number | undefined): string => (value instanceof Uint8Array ? new TextDecoder().decode(value) : '');

  it('holds a document for each file, with definitions and exact references', () => {
    const pieces = [...exportScip(graph, { toolVersion: '1', projectRoot: 'file:///x' })];
    const index = fields(Buffer.concat(pieces));
    expect(text(fields(index.get(1)?.[0] as Uint8Array).get(3)?.[0])).toBe('file:///x');
    const documents = (index.get(2) ?? []).map((document) => fields(document as Uint8Array));
    expect(documents.map((document) => text(document.get(1)?.[0]))).toEqual(['pkg/\u001b[31ma.ts', 'pkg/\\b.ts']);
    const occurrences = documents.map((document) => (document.get(2) ?? []).map((one) => fields(one as Uint8Array)));
    expect(occurrences.map((list) => list.map((one) => [text(one.get(2)?.[0]), one.get(3)?.[0] ?? 0]))).toEqual([[['run', 0]], [['run', 1]]]);
    expect([...(occurrences[0]?.[0]?.get(1)?.[0] as Uint8Array)]).toEqual([0, 0, 5]);
    expect((documents[1]?.get(3) ?? []).map((symbol) => text(fields(symbol as Uint8Array).get(1)?.[0]))).toEqual(['run']);
  });
});

describe('exportScip of fields', () => {
  it('tells reads from writes', () => {
    const builder = new GraphBuilder();
    builder.addNode({ key: 'r', kind: 'repository', name: 'r' });
    const file = builder.addNode({ key: 'a', kind: 'file', name: 'a.ts', parentKey: 'r', path: 'a.ts', language: 'typescript' });
    const target = builder.addNode({ key: 'count', kind: 'symbol', symbolKind: 'property', name: 'count', parentKey: 'a', path: 'a.ts', range: RANGE });
    for (const marks of [0, EDGE_MARKS.write]) builder.addEdge({ source: file, target, kind: 'references', resolution: 'exact', confidence: 100, rule: 'value', file, range: RANGE, marks });
    const bytes = Buffer.concat([...exportScip(builder.finish(), { toolVersion: '1', projectRoot: 'file:///x' })]);
    // Field 3 of an occurrence: its roles, 8 for a read and 4 for a write.
    expect(['\u0012\u0005count\u0018\b', '\u0012\u0005count\u0018\u0004'].map((part) => bytes.toString('latin1').split(part).length - 1)).toEqual([1, 1]);
  });
});

describe('exportDot', () => {
  const dot = (level: 'package' | 'directory' | 'file' | 'symbol', edgeKinds?: ['imports']): string => [...exportDot(graph, { name: 'a "graph"', level, ...(edgeKinds === undefined ? {} : { edgeKinds }) })].join('');

  it('draws files in the boxes of their packages, with merged edges', () => {
    expect(dot('file')).toBe(
      [
        'digraph "a \\"graph\\"" {',
        '  rankdir=LR;',
        '  node [shape=box, style=rounded, fontname="Helvetica", fontsize=10];',
        '  edge [fontname="Helvetica", fontsize=8];',
        '  n0 [label="lodash", style="rounded,dashed"];',
        '  subgraph cluster_1 {',
        '    label="the \\"package\\"";',
        '    n2 [label="pkg/\\\\u001b[31ma.ts"];',
        '    n3 [label="pkg/\\\\b.ts"];',
        '  }',
        '  n2 -> n0 [style=dashed];',
        '  n2 -> n3 [label="2"];',
        '}',
        '',
      ].join('\n'),
    );
  });

  it('draws other levels, and some kinds alone', () => {
    expect(dot('package')).toContain('n1 -> n0 [style=dashed];');
    expect(dot('symbol')).toContain('n2 -> n5;');
    expect(dot('symbol')).not.toContain('n3 -> n5');
    expect(dot('symbol', ['imports'])).not.toContain('n2 -> n5');
  });
});

describe('printable', () => {
  it('spells what would command a terminal or turn the writing', () => {
    expect(printable('a\u001b[31m\r\n\u202eb\u0085\u200f')).toBe('a\\u001b[31m\\u000d\\u000a\\u202eb\\u0085\\u200f');
    expect(printable('größe 名前 🪅')).toBe('größe 名前 🪅');
  });

  it('keeps the meaning of JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = printableJson(value);
        expect(text).not.toMatch(COMMANDING);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('summaryText', () => {
  const balance = { captured: 1_234_567, resolved: 1_000_000, external: 234_000, unresolved: { nameNotFound: 500, dynamic: 67 } };
  const empty = { captured: 0, resolved: 0, external: 0, unresolved: {} };
  const summary: SummaryInput = {
    files: 1200, skipped: [{ reason: 'binary' }, { reason: 'minified' }, { reason: 'binary' }], lines: 34_000, symbols: 999, nodes: 2000, edges: 3000, balance, filesWithErrors: 2, isDigestComparable: true,
    languages: [{ language: 'typescript', files: 1200, lines: 34_000 }], graphDigest: 'a'.repeat(64), shapeDigest: 'b'.repeat(64), milliseconds: { parse: 1500, link: 250, total: 1800 }, peakMemoryBytes: 200 * 2 ** 20,
    roles: [{ role: 'production', files: 1200, balance }, { role: 'vendored', files: 0, balance: empty }],
  };
  const source = { name: 'repo\u001b[2J', branch: 'main', commit: '0123456789abcdef0123', isModified: true };

  it('says everything in a table that sums', () => {
    expect(summaryText(source, summary)).toBe(
      [
        'repo\\u001b[2J  main  0123456789abcdef0 (modified)',
        '',
        'files      1,200, 2 with syntax errors',
        'skipped    3: binary 2, minified 1',
        'lines      34,000',
        'languages  typescript 1,200',
        'symbols    999',
        'graph      2,000 nodes, 3,000 edges',
        '',
        'references            all  production',
        'captured        1,234,567   1,234,567',
        'resolved        1,000,000   1,000,000',
        'external          234,000     234,000',
        'unresolved            567         567',
        '  nameNotFound        500         500',
        '  dynamic              67          67',
        '',
        `graph digest  ${'a'.repeat(64)}`,
        `shape digest  ${'b'.repeat(64)}`,
        'time          1.80 s: parse 1.50 s, link 0.25 s',
        'peak memory   200 MB',
        '',
      ].join('\n'),
    );
  });

  it('warns when a digest cannot be compared, and lists reasons in order', () => {
    expect(summaryText(source, { ...summary, isDigestComparable: false })).toContain('(a file timed out: not comparable)');
    expect(Object.entries(unresolvedByReason({ ...balance, unresolved: { dynamic: 1, parseError: 2, unsupported: 0 } }))).toEqual([['parseError', 2], ['dynamic', 1]]);
  });
});
