import { EXPRESSION, Expression, HERITAGE, Local, TYPE, Type } from '../facts/schema.js';
import type { Assembly } from './assembly.js';
import { readDocTags } from './doc-comments.js';
import type { DocTag } from './doc-comments.js';
import { DocTypes } from './doc-types.js';
import type { Item } from './items.js';
import type { SyntaxNode } from './syntax-tree.js';

/** Types that say little: what a comment says of the same is taken instead. */
const VAGUE = /^\??\\?(?:array|iterable|mixed|object|callable|self|static)$/i;
const RETURNS = new Set(['return', 'returns']);
const VARIABLES = new Set(['var', 'type']);
const PROPERTIES = /^property(?:-read|-write)?$/;
const TEMPLATES = /^template(?:-covariant|-contravariant)?$/;
const BASES = /^(?:template-)?(?:extends|implements|use)$/;
const METHOD = /^(?:static\s+)?(.{1,400}?)\s*\b([A-Za-z_]\w*)\s*\(/;
const PARAMETER = /^\.{0,3}&?\$?\[?\$?([A-Za-z_]\w*)/;

/** What the comment above a declaration states. */
export interface Doc {
  readonly node: SyntaxNode;
  readonly tags: readonly DocTag[];
}

/** The comment of an item; undefined where it is none that states anything. */
export function docOf(assembly: Assembly, item: Item): Doc | undefined {
  const node = item.field('doc');
  const style = assembly.rules.docStyle;
  if (node === undefined || style === undefined) return undefined;
  const tags = readDocTags(assembly.tree.text(node), style);
  return tags.length === 0 ? undefined : { node, tags };
}

/** The row of a type that a comment states; -1 for none. */
function typeRow(assembly: Assembly, { node }: Doc, text: string, scope: number): number {
  const { docStyle } = assembly.rules;
  return docStyle === undefined || text === '' || (text.startsWith('$') && !/^\$this\b/.test(text)) ? -1 : new DocTypes(assembly, docStyle, scope, node).read(text);
}

/** Whether a comment's type is taken where the declaration states one: it says what an array or a collection holds. */
function isBetter({ facts, tree, typeChildren }: Assembly, written: SyntaxNode | undefined, type: number): boolean {
  if (type < 0) return false;
  if (written === undefined) return true;
  const text = tree.text(written);
  const { types } = facts.tables;
  if (VAGUE.test(text)) return true;
  const last = (name: string): string => name.replace(/^\?/, '').replace(/^.*[\\.]/, '');
  return types.get(type, TYPE.kind) === Type.named && typeChildren.has(type) && last(text) === last(facts.strings[types.get(type, TYPE.name)] ?? '');
}

/** The type that a comment gives a variable, a field or, with its name, a parameter; -1 where it gives none, or less than the declaration does. */
export function documentedType(assembly: Assembly, doc: Doc | undefined, written: SyntaxNode | undefined, scope: number, name: string | undefined): number {
  return statedType(assembly, doc, written, scope, ({ tag, rest }) => (name === undefined ? VARIABLES.has(tag) : tag === 'param' && PARAMETER.exec(rest)?.[1] === name));
}

/** Types of comments are read only where they may be taken. */
function mayBeBetter({ tree }: Assembly, written: SyntaxNode, type: string): boolean {
  return VAGUE.test(tree.text(written)) || /[<[]/.test(type);
}

/** What a comment says that a function gives back; -1 for nothing. */
export function documentedResult(assembly: Assembly, doc: Doc | undefined, written: SyntaxNode | undefined, scope: number): number {
  return statedType(assembly, doc, written, scope, ({ tag }) => RETURNS.has(tag));
}

/** The type of the first statement that is meant, where it says more than the code does. */
function statedType(assembly: Assembly, doc: Doc | undefined, written: SyntaxNode | undefined, scope: number, isMeant: (tag: DocTag) => boolean): number {
  const tag = doc?.tags.find(isMeant);
  if (doc === undefined || tag === undefined || (written !== undefined && !mayBeBetter(assembly, written, tag.type))) return -1;
  const type = typeRow(assembly, doc, tag.type, scope);
  return isBetter(assembly, written, type) ? type : -1;
}

/** Type parameters that a comment declares for a function or type, in its scope. */
export function addTemplates(assembly: Assembly, doc: Doc, scope: number): void {
  const { facts } = assembly;
  for (const { tag, type, rest } of doc.tags) {
    if (!TEMPLATES.test(tag) || !/^\w+$/.test(type)) continue;
    const bound = /^(?:of|as)\s+(\S+)/.exec(rest)?.[1] ?? '';
    const local = facts.tables.locals.add(Local.typeParameter, facts.intern(type), scope, /^(?:object|mixed|array)$/.test(bound) ? -1 : typeRow(assembly, doc, bound, scope), -1, doc.node.start);
    assembly.localPlaces[local] = { start: doc.node.start, end: doc.node.start, name: doc.node.start };
    assembly.bind(scope, type, 'local', local);
  }
}

/** Members that only the comment of a type states, and the types that it gives to the type's bases. */
export function addDocumentedMembers(assembly: Assembly, doc: Doc, symbol: number, scope: number): void {
  for (const { tag, type, rest } of doc.tags) {
    if (PROPERTIES.test(tag)) addMember(assembly, doc, scope, /^\$([A-Za-z_]\w*)/.exec(rest)?.[1], type);
    else if (tag === 'method') addMethod(assembly, doc, scope, `${type} ${rest}`);
    else if (BASES.test(tag)) assembly.baseDocs.push({ symbol, type: typeRow(assembly, doc, type, scope) });
  }
}

function addMethod(assembly: Assembly, doc: Doc, scope: number, written: string): void {
  const [, type = '', name] = METHOD.exec(written.trim()) ?? [];
  if (name !== undefined && type !== 'static') addMember(assembly, doc, scope, `${name}()`, type.trim());
}

function addMember(assembly: Assembly, doc: Doc, scope: number, name: string | undefined, text: string): void {
  const type = name === undefined ? -1 : typeRow(assembly, doc, text, scope);
  if (name === undefined || type < 0) return;
  const { facts } = assembly;
  const local = facts.tables.locals.add(Local.documented, facts.intern(name), scope, type, -1, doc.node.start);
  assembly.localPlaces[local] = { start: doc.node.start, end: doc.node.start, name: doc.node.start };
}

/** `@extends Repository<Order>`: what the type gives its base, once all bases are known. */
export function settleBaseDocs({ facts, baseDocs, typeChildren }: Assembly): void {
  if (baseDocs.length === 0) return;
  const { heritage, types } = facts.tables;
  const last = (type: number): string => (facts.strings[types.get(type, TYPE.name)] ?? '').replace(/^.*[\\.]/, '');
  const basesOf = new Map<string, number>();
  for (let row = 0; row < heritage.rows; row++) {
    const base = heritage.get(row, HERITAGE.type);
    if (base >= 0) basesOf.set(`${heritage.get(row, HERITAGE.symbol)} ${last(base)}`, base);
  }
  for (const { symbol, type } of baseDocs) {
    const children = typeChildren.get(type);
    const base = type < 0 ? undefined : basesOf.get(`${symbol} ${last(type)}`);
    if (base !== undefined && children !== undefined) typeChildren.set(base, children);
  }
}

/** A comment that states a variable's type by the variable's name: `@var Shop $shop`, wherever it stands in code. */
export function assembleStatedVariables(assembly: Assembly, item: Item): void {
  const { facts } = assembly;
  const frame = assembly.nearest('file', 'function', 'block', 'type', 'namespace');
  const { docStyle } = assembly.rules;
  if (frame === undefined || frame.kind === 'type' || docStyle === undefined) return;
  const doc: Doc = { node: item.node, tags: readDocTags(assembly.tree.text(item.node), docStyle) };
  for (const { tag, type, rest } of doc.tags) {
    const [name] = /^\$[A-Za-z_]\w*/.exec(rest) ?? [];
    const row = VARIABLES.has(tag) && name !== undefined && name !== '$this' ? typeRow(assembly, doc, type, frame.scope) : -1;
    if (row < 0 || name === undefined) continue;
    const local = facts.tables.locals.add(Local.variable, facts.intern(name), frame.scope, row, -1, item.start);
    assembly.localPlaces[local] = { start: item.start, end: item.start, name: item.start };
    assembly.bind(frame.scope, name, 'local', local);
  }
}

/** A lambda whose result is stated gives that back. @param type its row, or its node in the code @param body where it is one expression */
export function addStatedResult(assembly: Assembly, scope: number, node: SyntaxNode, type: number | SyntaxNode | undefined, body?: SyntaxNode): void {
  const { expressions, returns } = assembly.facts.tables;
  const result = expressions.add(Expression.cast, -1, -1, typeof type === 'number' ? type : -1, scope, node.row, node.column);
  if (typeof type === 'object') assembly.refer('expressions', result, EXPRESSION.extra, type, 'type');
  if (body !== undefined) assembly.refer('expressions', result, EXPRESSION.operand, body, 'expression');
  assembly.expressionSymbols[result] = assembly.owner;
  returns.add(scope, result);
  assembly.statedResults.add(scope);
}
