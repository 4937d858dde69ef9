import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { EDGE_MARKS, READ_KINDS } from '@pinata/graph';
import type { EdgeKind, Graph, GraphEdge, GraphNode, SourceRange, SymbolKind } from '@pinata/graph';

export interface ScipOptions {
  readonly toolVersion: string;
  /** URI of the folder that paths are relative to. */
  readonly projectRoot: string;
}

/** Numbers of `SymbolInformation.Kind`. */
const KINDS: Readonly<Record<SymbolKind, number>> = { namespace: 30, class: 7, interface: 21, struct: 49, record: 7, enum: 11, enumMember: 12, typeAlias: 55, delegate: 73, function: 17, method: 26, constructor: 9, property: 41, field: 15, accessor: 72, indexer: 47, operator: 34, event: 13, variable: 61, constant: 8 };
/** Names of the `Language` enum. */
const LANGUAGES: Readonly<Record<string, string>> = { typescript: 'TypeScript', javascript: 'JavaScript', csharp: 'CSharp', python: 'Python', java: 'Java', go: 'Go', php: 'PHP', ruby: 'Ruby', kotlin: 'Kotlin', rust: 'Rust', scala: 'Scala', c: 'C', cpp: 'CPP', swift: 'Swift', dart: 'Dart', elixir: 'Elixir', vue: 'Vue', svelte: 'Svelte', angular: 'HTML', sql: 'SQL' };
const ROLE = { definition: 1, import: 2, write: 4, read: 8, generated: 16, test: 32 } as const;
const UTF16 = 2;
/** Edges whose sites name their target. */
const REFERENCES: ReadonlySet<EdgeKind> = new Set(['calls', 'instantiates', 'references', 'extends', 'implements']);
const RELATIONS: ReadonlySet<EdgeKind> = new Set(['extends', 'implements', 'overrides']);

/**
 * Symbols and references as a SCIP index (github.com/sourcegraph/scip, `scip.proto`), message by message: the metadata
 * first, then a document for each file. Keys of nodes are SCIP symbols already. Inferred edges are left out: SCIP cannot
 * say how sure a reference is.
 */
export function* exportScip(graph: Graph, options: ScipOptions): Generator<Uint8Array> {
  yield message(1, metadata(options));
  const { definitions, references } = occurrences(graph);
  for (let file = 0; file < graph.nodeCount; file++) {
    if (graph.nodeKind(file) !== 'file') continue;
    const node = graph.node(file);
    if (node.language !== undefined) yield message(2, document(graph, node, definitions.get(file) ?? [], references.get(file) ?? []));
  }
}

/** Rows of the edges that declare symbols, and of those that name them, by file. */
function occurrences(graph: Graph): { readonly definitions: ReadonlyMap<number, readonly number[]>; readonly references: ReadonlyMap<number, readonly number[]> } {
  const definitions = new Map<number, number[]>();
  const references = new Map<number, number[]>();
  const put = (map: Map<number, number[]>, file: number, row: number): void => {
    const rows = map.get(file);
    if (rows === undefined) map.set(file, [row]);
    else rows.push(row);
  };
  for (let row = 0; row < graph.edgeCount; row++) {
    const edge = graph.edge(row);
    if (edge.file < 0 || edge.range === undefined || graph.nodeKind(edge.target) !== 'symbol') continue;
    if (edge.kind === 'contains') put(definitions, edge.file, row);
    else if (REFERENCES.has(edge.kind) && edge.resolution === 'exact') put(references, edge.file, row);
  }
  return { definitions, references };
}

function metadata({ toolVersion, projectRoot }: ScipOptions): Uint8Array {
  const tool = new BinaryWriter().tag(1, WireType.LengthDelimited).string('pinata').tag(2, WireType.LengthDelimited).string(toolVersion).finish();
  return new BinaryWriter().tag(2, WireType.LengthDelimited).bytes(tool).tag(3, WireType.LengthDelimited).string(projectRoot).tag(4, WireType.Varint).int32(1).finish();
}

function document(graph: Graph, file: GraphNode, definitions: readonly number[], references: readonly number[]): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.LengthDelimited).string(file.path ?? '');
  const role = file.role === 'test' ? ROLE.test : file.role === 'generated' ? ROLE.generated : 0;
  for (const row of definitions) {
    const { target, range } = graph.edge(row);
    if (range !== undefined) writer.tag(2, WireType.LengthDelimited).bytes(occurrence(nameRange(graph.node(target), range), graph.key(target), ROLE.definition | role, range));
  }
  for (const row of references) {
    const edge = graph.edge(row);
    if (edge.range !== undefined) writer.tag(2, WireType.LengthDelimited).bytes(occurrence(edge.range, graph.key(edge.target), role | accessRole(graph, edge), undefined));
  }
  for (const symbol of new Set(definitions.map((row) => graph.edge(row).target))) {
    if (graph.path(symbol) === file.path) writer.tag(3, WireType.LengthDelimited).bytes(symbolInformation(graph, symbol));
  }
  writer.tag(4, WireType.LengthDelimited).string(LANGUAGES[file.language ?? ''] ?? file.language ?? '');
  return writer.tag(6, WireType.Varint).int32(UTF16).finish();
}

function accessRole(graph: Graph, { kind, target, marks = 0 }: GraphEdge): number {
  if (kind !== 'references' || !READ_KINDS.has(graph.symbolKind(target) ?? 'class')) return 0;
  return (marks & EDGE_MARKS.write) === 0 ? ROLE.read : ROLE.write;
}

/** Where the name stands in its declaration: the signature begins with it. */
function nameRange({ name, signature }: GraphNode, { startRow, startColumn, endRow, endColumn }: SourceRange): SourceRange {
  const at = signature === undefined ? 0 : wordIn(signature, name);
  const end = startColumn + at + name.length;
  return endRow === startRow && end > endColumn ? { startRow, startColumn, endRow, endColumn } : { startRow, startColumn: startColumn + at, endRow: startRow, endColumn: end };
}

/** Where a name stands as a word of its own, else 0. A name is any text of any length, so that it makes no pattern. */
function wordIn(text: string, name: string): number {
  const isOfWord = (character: string | undefined): boolean => character !== undefined && /[\w$]/.test(character);
  for (let at = text.indexOf(name); at >= 0 && name !== ''; at = text.indexOf(name, at + 1)) {
    if (!isOfWord(text[at - 1]) && !isOfWord(text[at + name.length])) return at;
  }
  return 0;
}

function occurrence(range: SourceRange, symbol: string, roles: number, enclosing: SourceRange | undefined): Uint8Array {
  const writer = new BinaryWriter().tag(1, WireType.LengthDelimited).bytes(packed(range)).tag(2, WireType.LengthDelimited).string(symbol);
  if (roles !== 0) writer.tag(3, WireType.Varint).int32(roles);
  if (enclosing !== undefined) writer.tag(7, WireType.LengthDelimited).bytes(packed(enclosing));
  return writer.finish();
}

/** Three numbers where a range stays in its line, else four. */
function packed({ startRow, startColumn, endRow, endColumn }: SourceRange): Uint8Array {
  const writer = new BinaryWriter();
  for (const number of startRow === endRow ? [startRow, startColumn, endColumn] : [startRow, startColumn, endRow, endColumn]) writer.int32(number);
  return writer.finish();
}

function symbolInformation(graph: Graph, symbol: number): Uint8Array {
  const node = graph.node(symbol);
  const writer = new BinaryWriter().tag(1, WireType.LengthDelimited).string(node.key);
  const related = new Map<string, EdgeKind>();
  for (const row of graph.outEdges(symbol)) {
    const { kind, target } = graph.edge(row);
    if (RELATIONS.has(kind) && graph.nodeKind(target) === 'symbol') related.set(graph.key(target), kind);
  }
  for (const [key, kind] of related) {
    const relation = new BinaryWriter().tag(1, WireType.LengthDelimited).string(key);
    if (kind === 'overrides') relation.tag(2, WireType.Varint).bool(true);
    writer.tag(4, WireType.LengthDelimited).bytes(relation.tag(3, WireType.Varint).bool(true).finish());
  }
  if (node.symbolKind !== undefined) writer.tag(5, WireType.Varint).int32(KINDS[node.symbolKind]);
  writer.tag(6, WireType.LengthDelimited).string(node.name);
  if (node.signature !== undefined) {
    const signature = new BinaryWriter().tag(4, WireType.LengthDelimited).string(LANGUAGES[node.language ?? ''] ?? '').tag(5, WireType.LengthDelimited).string(node.signature).finish();
    writer.tag(7, WireType.LengthDelimited).bytes(signature);
  }
  return writer.finish();
}

/** A field of the index. */
function message(field: number, content: Uint8Array): Uint8Array {
  return new BinaryWriter().tag(field, WireType.LengthDelimited).bytes(content).finish();
}
