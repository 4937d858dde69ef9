import type { SymbolKind } from '@pinata/graph/model';
import { SYMBOL_KINDS } from '@pinata/graph/model';

/**
 * The columns of a file's facts. A cell holds a row number of another table, an index into the string table,
 * a position or flags; -1 says "none". Positions are zero-based, half-open, in UTF-16 units.
 *
 * Locals, expressions and scopes are facts and never become nodes: they are the skeleton without which calls
 * through properties, chains and results cannot be resolved.
 */

/** Raised whenever the meaning of any column, kind or flag changes: it is part of the extractor fingerprint. */
export const FACTS_VERSION = 6;

function columns<const Names extends readonly string[]>(...names: Names): { readonly [Name in Names[number]]: number } & { readonly width: number } {
  const numbered: Record<string, number> = { width: names.length };
  names.forEach((name, index) => (numbered[name] = index));
  return numbered as { readonly [Name in Names[number]]: number } & { readonly width: number }; // the keys are exactly `names`
}

/** Declarations that become nodes. `parent` and `ownScope` are -1 at the top of a file and for what has no body. `body` is a number that changes with the text after the signature, -1 of a namespace. */
export const SYMBOL = columns(
  'kind',
  'name',
  'parent',
  'scope',
  'ownScope',
  'flags',
  'type',
  'value',
  'startRow',
  'startColumn',
  'endRow',
  'endColumn',
  'nameRow',
  'nameColumn',
  'signature',
  'descriptor',
  'typeParameters',
  'minimumArguments',
  'maximumArguments',
  'body',
);

/** Nested regions in which names are declared; row 0 is the file's. `symbol` is the innermost named symbol around it. */
export const SCOPE = columns('parent', 'kind', 'symbol', 'owner');

/** A name in a scope. */
export const BINDING = columns('scope', 'name', 'kind', 'target');

/** Parameters, variables and type parameters inside functions and types. A narrowed one stands for a variable where a test has told its type; its value is the variable before.
 * An alias is another name for a member that a type takes in: its value is that member, without an operand where any of what the type takes in may have it. A documented
 * one is a member of a type that only a comment states, by its name and, of a method, `()`. */
export const LOCAL = columns('kind', 'name', 'scope', 'type', 'value', 'position');

/**
 * The expression skeleton. `operand` of a name is what a label that has the name is compared with, else -1. `extra` is a type (new, cast, annotation, array: of its elements, and the type arguments of a call or a named base), a scope (lambda), a symbol (object, class),
 * a string (literal: its text without quotes, with `{}` where it is interpolated) an expression (either: the other branch; assign: what is assigned to, where no name says it; index: the index of what is called; query: what it selects for each element of the operand) or a place (element: in its pattern), by kind.
 * An entry is the name of a named argument, with the call as its operand.
 */
export const EXPRESSION = columns('kind', 'name', 'operand', 'extra', 'scope', 'row', 'column');

/**
 * Parts of an expression: arguments of a call, entries of an object, elements of an array. `name` is a keyword or key, -1 where there is none.
 * Only parts whose value is an expression of the skeleton have a row.
 */
export const ARGUMENT = columns('expression', 'position', 'name', 'value');

/** Decorators, annotations and attributes: what stands at a symbol, or at a parameter (`local`). `expression` is a call, a name, a member or an annotation. */
export const DECORATION = columns('symbol', 'local', 'expression');

/**
 * Regions of code that run several times, perhaps, beside each other, or when a lambda is called: marks for what is called in them. `symbol` is the innermost one around.
 * The last three are lines from which on references without a mark are not null, may be null, or are what the project says.
 */
export const REGION = columns('kind', 'symbol', 'startRow', 'startColumn', 'endRow', 'endColumn');

/** Structured type references. Arguments are `argumentCount` rows of TYPE_ARGUMENT from `firstArgument`. */
export const TYPE = columns('kind', 'name', 'qualifier', 'firstArgument', 'argumentCount', 'scope', 'row', 'column');
export const TYPE_ARGUMENT = columns('type');

/** What a function or lambda gives back: for results that have no declared type. */
export const RETURN = columns('scope', 'expression');

/** Modules, packages and namespaces that a file names. */
export const IMPORT = columns('kind', 'specifier', 'flags', 'scope');
export const IMPORT_BINDING = columns('import', 'local', 'imported', 'flags');

/** What a file or namespace gives out under which name. */
export const EXPORT = columns('kind', 'exported', 'local', 'import', 'symbol', 'expression', 'scope');

/** Base types, in order of their writing. `type` or `expression` names the base. A prepended one comes before the type itself. */
export const HERITAGE = columns('symbol', 'kind', 'type', 'expression');

/** The captured references: each has exactly one outcome. `subject` is a row of the table that its kind names; `isWritten` is 1 of a value that the site sets, else 0. */
export const REFERENCE = columns('kind', 'subject', 'symbol', 'startRow', 'startColumn', 'endRow', 'endColumn', 'argumentCount', 'isWritten');

/** What could not be read. */
export const ERROR = columns('kind', 'startRow', 'startColumn', 'endRow', 'endColumn');

export const SCOPE_KINDS = ['file', 'function', 'block', 'type', 'namespace'] as const;
export const BINDING_KINDS = ['symbol', 'local', 'importBinding'] as const;
export const LOCAL_KINDS = ['parameter', 'variable', 'typeParameter', 'element', 'caught', 'opaque', 'pattern', 'receiver', 'narrowed', 'alias', 'documented'] as const;
export const EXPRESSION_KINDS = [
  'name',
  'member',
  'call',
  'new',
  'await',
  'index',
  'cast',
  'this',
  'base',
  'lambda',
  'literal',
  'object',
  'array',
  'same',
  'either',
  'import',
  'class',
  'jsx',
  'element',
  'unknown',
  'annotation',
  'assign',
  'query',
  'tuple',
  'entry',
] as const;
export const REGION_KINDS = ['loop', 'branch', 'catch', 'parallel', 'lambda', 'nullable', 'oblivious', 'restored'] as const;
export const TYPE_KINDS = ['named', 'generic', 'array', 'union', 'intersection', 'predefined', 'literal', 'function', 'object', 'tuple', 'typeof', 'import', 'this', 'optional', 'unknown'] as const;
export const IMPORT_KINDS = ['static', 'reexport', 'dynamic', 'require', 'equals', 'namespace', 'alias', 'typeImport'] as const;
export const EXPORT_KINDS = ['declaration', 'local', 'from', 'allFrom', 'namespaceFrom', 'assign', 'default'] as const;
export const HERITAGE_KINDS = ['extends', 'implements', 'base', 'prepends'] as const;
export const REFERENCE_KINDS = ['call', 'new', 'taggedTemplate', 'decorator', 'jsx', 'import', 'heritage', 'type', 'value', 'importName'] as const;
export const ERROR_KINDS = ['syntax', 'missing', 'nesting', 'oversized', 'matchLimit', 'timedOut', 'crashed'] as const;

export type ScopeKind = (typeof SCOPE_KINDS)[number];
export type BindingKind = (typeof BINDING_KINDS)[number];
export type LocalKind = (typeof LOCAL_KINDS)[number];
export type ExpressionKind = (typeof EXPRESSION_KINDS)[number];
export type TypeKind = (typeof TYPE_KINDS)[number];
export type ImportKind = (typeof IMPORT_KINDS)[number];
export type ExportKind = (typeof EXPORT_KINDS)[number];
export type HeritageKind = (typeof HERITAGE_KINDS)[number];
export type ReferenceKind = (typeof REFERENCE_KINDS)[number];
export type RegionKind = (typeof REGION_KINDS)[number];
export type ErrorKind = (typeof ERROR_KINDS)[number];

function numbers<const Kinds extends readonly string[]>(kinds: Kinds): { readonly [Kind in Kinds[number]]: number } {
  return Object.fromEntries(kinds.map((kind, index) => [kind, index])) as { readonly [Kind in Kinds[number]]: number }; // the keys are exactly `kinds`
}

/** Numbers of the kinds, as the tables hold them. */
export const Scope = numbers(SCOPE_KINDS);
export const Binding = numbers(BINDING_KINDS);
export const Local = numbers(LOCAL_KINDS);
export const Expression = numbers(EXPRESSION_KINDS);
export const Type = numbers(TYPE_KINDS);
export const Import = numbers(IMPORT_KINDS);
export const Export = numbers(EXPORT_KINDS);
export const Heritage = numbers(HERITAGE_KINDS);
export const Reference = numbers(REFERENCE_KINDS);
export const Region = numbers(REGION_KINDS);
export const FactError = numbers(ERROR_KINDS);
export const Kind: { readonly [Name in SymbolKind]: number } = numbers(SYMBOL_KINDS);

/** Symbol kinds by number. */
export const SYMBOL_KIND_NAMES: readonly SymbolKind[] = SYMBOL_KINDS;

/** Bits of a symbol's `flags`. */
export const SymbolFlag = {
  exported: 1,
  default: 2,
  static: 4,
  abstract: 8,
  async: 16,
  readonly: 32,
  override: 64,
  ambient: 128,
  optional: 256,
  public: 512,
  protected: 1024,
  private: 2048,
  internal: 4096,
  partial: 8192,
  extension: 16384,
  generator: 32768,
  setter: 65536,
  virtual: 131072,
  callable: 262144,
  explicit: 524288,
  transient: 1048576,
} as const;

/** Bits of an import's or import binding's `flags`. */
export const ImportFlag = { typeOnly: 1, global: 2, static: 4, sideEffect: 8 } as const;
