/**
 * What a graph is: the kinds of nodes and edges, and what each row says.
 *
 * Positions are zero-based and half-open; rows end at `\n`; columns count UTF-16 code units.
 */

/** Every kind of node, in the order of the numbers a snapshot stores. Kinds are only ever added at the end. */
export const NODE_KINDS = [
  'repository',
  'package',
  'directory',
  'file',
  'symbol',
  'trigger',
  'endpoint',
  'channel',
  'table',
  'column',
  'externalPackage',
  'externalService',
] as const;
export type NodeKind = (typeof NODE_KINDS)[number];

/** What holds files, and itself. */
export const CONTAINER_KINDS: readonly NodeKind[] = ['repository', 'package', 'directory'];
/** Where symbols lie. */
export const PLACE_KINDS: readonly NodeKind[] = [...CONTAINER_KINDS, 'file'];

/** Every kind of edge, in the order of the numbers a snapshot stores. Kinds are only ever added at the end. */
export const EDGE_KINDS = [
  'contains',
  'imports',
  'exports',
  'calls',
  'instantiates',
  'references',
  'extends',
  'implements',
  'overrides',
  'binds',
  'triggers',
  'reads',
  'writes',
  'foreignKey',
  'publishes',
  'consumes',
  'requests',
  'dependsOn',
] as const;
export type EdgeKind = (typeof EDGE_KINDS)[number];

/** What a symbol is in its language. */
export const SYMBOL_KINDS = [
  'namespace',
  'class',
  'interface',
  'struct',
  'record',
  'enum',
  'enumMember',
  'typeAlias',
  'delegate',
  'function',
  'method',
  'constructor',
  'property',
  'field',
  'accessor',
  'indexer',
  'operator',
  'event',
  'variable',
  'constant',
] as const;
export type SymbolKind = (typeof SYMBOL_KINDS)[number];

/** What a file is for; every total can be split by it. */
export const FILE_ROLES = ['production', 'test', 'generated', 'vendored', 'example'] as const;
export type FileRole = (typeof FILE_ROLES)[number];

/** How sure an edge is: stated by the source, or concluded by a rule with a whole-number per cent. */
export const RESOLUTIONS = ['exact', 'inferred'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

/** Why a captured reference has no target. */
export const UNRESOLVED_REASONS = [
  'parseError',
  'skippedFile',
  'moduleNotFound',
  'undeclaredDependency',
  'outsideTree',
  'nameNotFound',
  'ambiguous',
  'receiverUnknown',
  'memberNotFound',
  'dynamic',
  'higherOrder',
  'generatedTarget',
  'unsupported',
  'timedOut',
] as const;
export type UnresolvedReason = (typeof UNRESOLVED_REASONS)[number];

/** Why a file was listed and not read. */
export const SKIP_REASONS = [
  'generated',
  'vendored',
  'binary',
  'oversized',
  'minified',
  'unsupportedLanguage',
  'excluded',
  'symlink',
  'notRegularFile',
  'unreadable',
  'unsafePath',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/**
 * How the code at an edge's site runs, as bits of the edge's `marks`: several times, perhaps, after an error, beside other
 * calls, awaited, or later in a function that is handed on; `write` where the site sets what it refers to.
 */
export const EDGE_MARKS = { loop: 1, branch: 2, catch: 4, parallel: 8, await: 16, lambda: 32, write: 64 } as const;
export type EdgeMark = keyof typeof EDGE_MARKS;

/** The marks of a sum, in the order of their bits. */
export function marksOf(marks: number): readonly EdgeMark[] {
  return (Object.keys(EDGE_MARKS) as EdgeMark[]).filter((name) => (marks & EDGE_MARKS[name]) !== 0); // keys of a literal
}

/** Above every sum of marks. */
export const MARKS_END = 128;

/** A zero-based, half-open place in a file. */
export interface SourceRange {
  readonly startRow: number;
  readonly startColumn: number;
  readonly endRow: number;
  readonly endColumn: number;
}

/** Whether a place lies in a range. */
export function isInRange(row: number, column: number, { startRow, startColumn, endRow, endColumn }: SourceRange): boolean {
  return (row > startRow || (row === startRow && column >= startColumn)) && (row < endRow || (row === endRow && column < endColumn));
}

/** One node. `key` outlives the scan (a SCIP symbol string with version `.`) and is unique in a graph. */
export interface GraphNode {
  readonly key: string;
  readonly kind: NodeKind;
  /** Only for `kind: 'symbol'`. */
  readonly symbolKind?: SymbolKind;
  /** What a person calls it: `UserService`, `user.service.ts`, `lodash`. */
  readonly name: string;
  /** Key of the node that contains it; absent only for the repository. Packages nest in packages or the repository, files in directories or packages. */
  readonly parentKey?: string;
  /** Repository-relative path with `/`, for packages, directories, files and symbols (the first declaration's file). */
  readonly path?: string;
  /** First declaration, for symbols. */
  readonly range?: SourceRange;
  readonly role?: FileRole;
  /** Language id, for files and symbols. */
  readonly language?: string;
  readonly visibility?: 'public' | 'protected' | 'internal' | 'private';
  /** One line, at most 300 UTF-16 units. */
  readonly signature?: string;
  /** External packages: the package manager (`npm`, `nuget`, `platform`) and the version of the nearest lockfile. */
  readonly manager?: string;
  readonly version?: string;
  /** Files: number of lines and bytes. */
  readonly lines?: number;
  readonly bytes?: number;
  /** Symbols but namespaces: a number that changes with the text of the body, white space and what other symbols in it declare apart; 0 to 2³¹ - 1. */
  readonly body?: number;
}

/**
 * One edge, one row per site. `contains` edges carry each declaration's site, so that a partial type has several.
 * The source of a symbol's edge is the innermost named symbol, else the file.
 */
export interface GraphEdge {
  readonly source: number;
  readonly target: number;
  readonly kind: EdgeKind;
  readonly resolution: Resolution;
  /** Whole per cent: 100 for `exact`, 1 to 99 for `inferred`. */
  readonly confidence: number;
  /** The rule that made it, such as `import.static`, `call.member`. */
  readonly rule: string;
  /** Node number of the file in which the site lies, or -1 for edges without a file. */
  readonly file: number;
  readonly range?: SourceRange;
  /** Sum of `EDGE_MARKS`; absent is 0. */
  readonly marks?: number;
}

/** How the captured references of some files ended: `captured = resolved + external + Σ unresolved`, exactly. */
export interface Balance {
  readonly captured: number;
  readonly resolved: number;
  readonly external: number;
  readonly unresolved: Readonly<Partial<Record<UnresolvedReason, number>>>;
}
