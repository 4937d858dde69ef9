import { descriptorOf } from '../../parse/descriptor.js';
import type { FactsBuilder } from '../../facts/file-facts.js';
import { BINDING_KINDS, Expression, Kind, SYMBOL, Scope, SymbolFlag, Type } from '../../facts/schema.js';
import type { LanguageReader } from '../load-reader.js';

const BLOCK = /^\s*(model|view|enum|type)\s+(\w+)\s*\{/;
const FIELD = /^\s*(\w+)\s+([\w.]+(?:\("[^"]*"\))?)(\[\])?(\?)?\s*(.*)$/;
const MEMBER = /^\s*(\w+)(\s+@.*)?$/;
const LONGEST_SIGNATURE = 300;

/** Where a line stands. */
interface Line {
  readonly row: number;
  readonly text: string;
}

/**
 * Models and enums as types with members: the field's type as a written type, its attributes (`@id @default(now())`) as one
 * literal that is its value, the block's own (`@@index([a])`) as the type's.
 * The language: prisma.io/docs/orm/reference/prisma-schema-reference.
 */
function readFacts(source: string, facts: FactsBuilder): void {
  const scope = facts.tables.scopes.add(-1, Scope.file, -1, -1);
  const lines = source.split('\n').map((text, row): Line => ({ row, text: withoutComment(text) }));
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    const match = line === undefined ? null : BLOCK.exec(line.text);
    if (line === undefined || match === null) continue;
    const [, keyword = '', name = ''] = match;
    const end = lines.findIndex((other, index) => index > at && /^\s*\}/.test(other.text));
    const body = lines.slice(at + 1, end < 0 ? lines.length : end);
    readBlock(facts, scope, keyword, name, line, body);
    at += body.length;
  }
}

/** A comment begins with two slashes outside a string. */
function withoutComment(text: string): string {
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"' && text[at - 1] !== '\\') isQuoted = !isQuoted;
    else if (!isQuoted && text[at] === '/' && text[at + 1] === '/') return text.slice(0, at);
  }
  return text;
}

function readBlock(facts: FactsBuilder, scope: number, keyword: string, name: string, line: Line, body: readonly Line[]): void {
  const isEnum = keyword === 'enum';
  const last = body[body.length - 1]?.row ?? line.row;
  const block = addSymbol(facts, isEnum ? 'enum' : 'class', name, -1, scope, line, last + 1);
  const own = facts.tables.scopes.add(scope, Scope.type, block, block);
  facts.tables.symbols.set(block, SYMBOL.ownScope, own);
  facts.tables.bindings.add(scope, facts.intern(name), BINDING_KINDS.indexOf('symbol'), block);
  const attributes: string[] = [];
  for (const inner of body) {
    const text = inner.text.trim();
    if (text.startsWith('@@')) attributes.push(text);
    else if (isEnum) readMember(facts, own, block, inner);
    else readField(facts, own, block, inner);
  }
  if (attributes.length > 0) facts.tables.symbols.set(block, SYMBOL.value, literal(facts, own, attributes.join('\n'), line.row, 0));
}

function readMember(facts: FactsBuilder, scope: number, parent: number, line: Line): void {
  const match = MEMBER.exec(line.text);
  if (match === null) return;
  const symbol = addSymbol(facts, 'enumMember', match[1] ?? '', parent, scope, line, line.row);
  const attributes = match[2]?.trim();
  if (attributes !== undefined) facts.tables.symbols.set(symbol, SYMBOL.value, literal(facts, scope, attributes, line.row, line.text.indexOf('@')));
}

function readField(facts: FactsBuilder, scope: number, parent: number, line: Line): void {
  const match = FIELD.exec(line.text);
  if (match === null) return;
  const [, name = '', type = '', list, optional, attributes = ''] = match;
  const symbol = addSymbol(facts, 'property', name, parent, scope, line, line.row);
  const { symbols, types, typeArguments } = facts.tables;
  const column = line.text.indexOf(type, line.text.indexOf(name) + name.length);
  const named = types.add(Type.named, facts.intern(type), -1, -1, 0, scope, line.row, column);
  let written = named;
  if (list !== undefined) {
    const first = typeArguments.add(named);
    written = types.add(Type.array, facts.intern(`${type}[]`), -1, first, 1, scope, line.row, column);
  }
  symbols.set(symbol, SYMBOL.type, written);
  if (optional !== undefined) symbols.set(symbol, SYMBOL.flags, symbols.get(symbol, SYMBOL.flags) | SymbolFlag.optional);
  if (attributes.trim() !== '') symbols.set(symbol, SYMBOL.value, literal(facts, scope, attributes.trim(), line.row, line.text.indexOf('@')));
}

function literal(facts: FactsBuilder, scope: number, text: string, row: number, column: number): number {
  return facts.tables.expressions.add(Expression.literal, facts.intern('attributes'), -1, facts.intern(text), scope, row, Math.max(0, column));
}

function addSymbol(facts: FactsBuilder, kind: 'class' | 'enum' | 'enumMember' | 'property', name: string, parent: number, scope: number, line: Line, endRow: number): number {
  const column = line.text.search(/\S/);
  const nameColumn = line.text.indexOf(name, kind === 'class' || kind === 'enum' ? column + 4 : column);
  const endColumn = endRow === line.row ? line.text.trimEnd().length : 1;
  const signature = line.text.trim().replaceAll(/\s+/g, ' ').replace(/\s*\{$/, '').slice(0, LONGEST_SIGNATURE);
  return facts.tables.symbols.add(Kind[kind], facts.intern(name), parent, scope, -1, SymbolFlag.exported, -1, -1, line.row, column, endRow, endColumn, line.row, nameColumn, facts.intern(signature), facts.intern(descriptorOf(kind, name, 0, undefined)), 0, 0, 0);
}

export const reader: LanguageReader = { facts: readFacts };
