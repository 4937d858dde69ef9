import { createRequire } from 'node:module';
import type { DefinitionNode, SelectionSetNode } from 'graphql';

/** Types of a schema whose fields clients ask for. */
export const ROOT_TYPES = ['Query', 'Mutation', 'Subscription'] as const;
export type RootType = (typeof ROOT_TYPES)[number];

/** An operation or fragment, with what it asks of the type that it begins at. */
export interface Definition {
  /** The root type that an operation asks; undefined for a fragment. */
  readonly root: RootType | undefined;
  /** Empty for an operation without a name. */
  readonly name: string;
  /** Fields by the schema's names, without introspection. */
  readonly fields: readonly string[];
  /** Fragments that stand beside them. */
  readonly spreads: readonly string[];
  /** What is asked of the fields in turn, each with the fields that lead there: `users/orders`, `users/...Parts`, `users/:Guest/visits` of an inline fragment. Absent where nothing is. */
  readonly inner?: readonly string[];
  /** The type that a fragment is of. */
  readonly on?: string;
}

const ROOTS: Readonly<Record<'query' | 'mutation' | 'subscription', RootType>> = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' };
/** Brackets in brackets: parsing goes down one call for each. */
const DEEPEST = 200;
const MOST_TOKENS = 500_000;
const MOST_DEFINITIONS = 1_000;
/** Fields that one operation asks a root type for; more would be a generator's. */
const MOST_FIELDS = 200;
/** The same below its fields, and how deep they lie. */
const MOST_INNER = 500;
const DEEPEST_INNER = 8;
const BEGINNING = /^(?:\s|#[^\n]*\n){0,1000}(?:query|mutation|subscription|fragment)\b/;

type Library = Pick<typeof import('graphql'), 'GraphQLError' | 'Kind' | 'Lexer' | 'Source' | 'TokenKind' | 'parse'>;

let library: Library | undefined;

/** The parser, loaded for the first document: most repositories have none. */
export function graphql(): Library {
  return (library ??= loadLibrary());
}

function loadLibrary(): Library {
  const require = createRequire(import.meta.url);
  return { ...(require('graphql/language') as Omit<Library, 'GraphQLError'>), ...(require('graphql/error') as Pick<Library, 'GraphQLError'>) }; // the package's own types
}

/** Whether a text begins as an operation or fragment does. */
export function beginsAsDocument(text: string): boolean {
  return BEGINNING.test(text);
}

/**
 * The definitions of a document: spec.graphql.org/October2021/#sec-Document.
 * @returns undefined for what is no GraphQL, or nests or is longer than people write
 */
export function parseDefinitions(text: string): readonly DefinitionNode[] | undefined {
  const { GraphQLError, parse } = graphql();
  try {
    const plain = withoutGaps(text);
    return plain === undefined ? undefined : parse(plain, { maxTokens: MOST_TOKENS }).definitions.slice(0, MOST_DEFINITIONS);
  } catch (error) {
    if (error instanceof GraphQLError) return undefined;
    throw error;
  }
}

/** The operations and fragments of a document in code, where `{}` stands for what is put in when the program runs; none for a text that is no document, or a schema. */
export function readDocument(text: string): readonly Definition[] {
  return (parseDefinitions(text) ?? []).flatMap(definitionOf);
}

function definitionOf(node: DefinitionNode): readonly Definition[] {
  const { Kind } = graphql();
  if (node.kind !== Kind.OPERATION_DEFINITION && node.kind !== Kind.FRAGMENT_DEFINITION) return [];
  const fields = new Set<string>();
  const spreads = new Set<string>();
  collect(node.selectionSet, fields, spreads);
  const root = node.kind === Kind.OPERATION_DEFINITION ? ROOTS[node.operation] : undefined;
  const inner = new Set<string>();
  collectInner(node.selectionSet, [], inner);
  return [{
    root,
    name: node.name?.value ?? '',
    fields: [...fields].slice(0, MOST_FIELDS),
    spreads: [...spreads].slice(0, MOST_FIELDS),
    ...(inner.size === 0 ? {} : { inner: [...inner] }),
    ...(node.kind === Kind.FRAGMENT_DEFINITION ? { on: node.typeCondition.name.value } : {}),
  }];
}

/** What is asked below the fields of a definition. */
function collectInner({ selections }: SelectionSetNode, path: readonly string[], inner: Set<string>): void {
  const { Kind } = graphql();
  for (const selection of selections) {
    if (inner.size >= MOST_INNER || path.length > DEEPEST_INNER) return;
    if (selection.kind === Kind.INLINE_FRAGMENT) collectInner(selection.selectionSet, selection.typeCondition === undefined || path.length === 0 ? path : [...path, `:${selection.typeCondition.name.value}`], inner);
    else {
      const name = selection.kind === Kind.FRAGMENT_SPREAD ? `...${selection.name.value}` : selection.name.value;
      if (name.startsWith('__')) continue;
      if (path.length > 0) inner.add([...path, name].join('/'));
      if (selection.kind === Kind.FIELD && selection.selectionSet !== undefined) collectInner(selection.selectionSet, [...path, name], inner);
    }
  }
}

/** Inline fragments are read with what they stand in. */
function collect({ selections }: SelectionSetNode, fields: Set<string>, spreads: Set<string>): void {
  const { Kind } = graphql();
  for (const selection of selections) {
    if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet, fields, spreads);
    else if (selection.kind === Kind.FRAGMENT_SPREAD) spreads.add(selection.name.value);
    else if (!selection.name.value.startsWith('__')) fields.add(selection.name.value);
  }
}

/**
 * A text of the same length that can be parsed: `{}` among arguments becomes a variable, elsewhere (a fragment that is put in) blank.
 * @returns undefined where brackets nest too deep
 */
function withoutGaps(text: string): string | undefined {
  const { Lexer, Source, TokenKind } = graphql();
  const lexer = new Lexer(new Source(text));
  const open: string[] = [];
  const parts: string[] = [];
  let written = 0;
  const replace = (start: number, end: number, by: string): void => {
    parts.push(text.slice(written, start), by.padEnd(end - start));
    written = end;
  };
  let spread: number | undefined;
  let isDefault = false;
  let tokens = 0;
  for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
    if (++tokens > MOST_TOKENS || open.length > DEEPEST) return undefined;
    const { kind, start, end } = token;
    // A default value may be an empty object, and no variable.
    if (kind === TokenKind.BRACE_L && text[end] === '}' && !isDefault) {
      const isArgument = open.includes(TokenKind.PAREN_L);
      replace(isArgument ? start : (spread ?? start), end + 1, isArgument ? '$v' : '');
      lexer.advance();
    } else if (kind === TokenKind.BRACE_L || kind === TokenKind.PAREN_L || kind === TokenKind.BRACKET_L) open.push(kind);
    else if (kind === TokenKind.BRACE_R || kind === TokenKind.PAREN_R || kind === TokenKind.BRACKET_R) open.pop();
    spread = kind === TokenKind.SPREAD ? start : undefined;
    isDefault = kind === TokenKind.EQUALS;
  }
  return written === 0 ? text : parts.join('') + text.slice(written);
}
