import type { FactsBuilder } from '../../facts/file-facts.js';
import { LinePlaces } from '../../facts/line-places.js';
import { BINDING_KINDS, Expression, FactError, Kind, SYMBOL, Scope, SymbolFlag, Type } from '../../facts/schema.js';
import { descriptorOf } from '../../parse/descriptor.js';
import type { Statement } from '../blocks.js';
import type { LanguageReader } from '../load-reader.js';
import { readDefinition } from './statements.js';

const LONGEST_SIGNATURE = 300;
const BLOCKS = { message: 'class', enum: 'enum', service: 'interface' } as const;
const LABELS: ReadonlySet<string> = new Set(['repeated', 'optional', 'required']);
/** Begin statements of a message that are no fields. */
const NO_FIELDS: ReadonlySet<string> = new Set(['option', 'reserved', 'extensions', 'extend', 'group', 'export', 'local']);
/** A rule's pattern: google/api/http.proto. */
const PATTERN = /\b(get|put|post|delete|patch)\s*[:=]\s*(["'])(.*?)\2/g;
const CUSTOM = /\bcustom\s*:?\s*\{\s*kind\s*:\s*(["'])(.*?)\1[\s,;]*path\s*:\s*(["'])(.*?)\3/g;

/** Where declarations are put. */
interface Place {
  readonly scope: number;
  readonly parent: number;
}

/**
 * Services as interfaces with their methods, messages as classes with fields, enums: protobuf.com/docs/language-spec.
 * The value of a method that is mapped to HTTP is a literal with a line for each route, method and pattern as they are written.
 */
function readFacts(source: string, facts: FactsBuilder): void {
  const statements = readDefinition(source);
  if (statements === undefined) facts.tables.errors.add(FactError.syntax, 0, 0, facts.lines, 0);
  else new DefinitionFacts(facts, source).read(statements);
}

class DefinitionFacts {
  private readonly places: LinePlaces;

  constructor(
    private readonly facts: FactsBuilder,
    private readonly source: string,
  ) {
    this.places = new LinePlaces(source);
  }

  read(statements: readonly Statement[]): void {
    const scope = this.facts.tables.scopes.add(-1, Scope.file, -1, -1);
    const stated = statements.find(({ words }) => words[0] === 'package' && words.length === 2);
    const parent = stated === undefined ? -1 : this.addSymbol('namespace', stated.words[1] ?? '', stated, { scope, parent: -1 });
    this.readBlocks(statements, parent < 0 ? { scope, parent } : this.inside(parent, scope));
  }

  private readBlocks(statements: readonly Statement[], place: Place): void {
    for (const statement of statements) {
      const [keyword = '', name = ''] = statement.words;
      if (!(keyword in BLOCKS) || statement.words.length !== 2) continue;
      const kind = BLOCKS[keyword as keyof typeof BLOCKS]; // asked just before
      const own = this.inside(this.addSymbol(kind, name, statement, place), place.scope);
      if (kind === 'class') this.readMessage(statement.inside, own);
      else if (kind === 'interface') this.readService(statement.inside, own);
      else for (const member of statement.inside) if (member.words[1] === '=' && member.words[0] !== 'option') this.addSymbol('enumMember', member.words[0] ?? '', member, own);
    }
  }

  private readService(statements: readonly Statement[], place: Place): void {
    for (const statement of statements) {
      const [keyword, name = ''] = statement.words;
      if (keyword !== 'rpc') continue;
      const symbol = this.addSymbol('method', name, statement, place);
      const routes = statement.inside.filter(({ words }) => words[0] === 'option' && words.includes('google.api.http')).flatMap((option) => this.routesOf(option));
      if (routes.length === 0) continue;
      const { row, column } = this.places.of(statement.start);
      const { expressions, symbols } = this.facts.tables;
      symbols.set(symbol, SYMBOL.value, expressions.add(Expression.literal, this.facts.intern('google.api.http'), -1, this.facts.intern(routes.join('\n')), place.scope, row, column));
    }
  }

  /** `GET /v1/{name=books/*}`, of additional bindings too. */
  private routesOf({ start, end }: Statement): readonly string[] {
    const text = this.source.slice(start, end).replaceAll(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*|\/\*.*?\*\//gs, (part) => (part.startsWith('/') ? ' ' : part));
    const fixed = Array.from(text.matchAll(PATTERN), ([, method = '', , path = '']) => `${method.toUpperCase()} ${path}`);
    return [...fixed, ...Array.from(text.matchAll(CUSTOM), ([, , method = '', , path = '']) => `${method.toUpperCase()} ${path}`)];
  }

  private readMessage(statements: readonly Statement[], place: Place): void {
    this.readBlocks(statements, place);
    for (const statement of statements) {
      const [first = ''] = statement.words;
      if (first === 'oneof' && statement.words.length === 2) this.readMessage(statement.inside, place);
      else if (!NO_FIELDS.has(first)) this.readField(statement, place);
    }
  }

  private readField(statement: Statement, place: Place): void {
    const equals = statement.words.indexOf('=');
    const words = statement.words.slice(LABELS.has(statement.words[0] ?? '') ? 1 : 0, Math.max(0, equals));
    const name = words[words.length - 1] ?? '';
    // `string name`, `map<string, Book> books`.
    if (words.length !== 2 && (words[0] !== 'map' || words.length !== 7)) return;
    const symbol = this.addSymbol('property', name, statement, place);
    const { row, column } = this.places.of(statement.start);
    const { types, typeArguments, symbols } = this.facts.tables;
    const text = words.slice(0, -1).join('').replace(',', ', ');
    const named = types.add(Type.named, this.facts.intern(text), -1, -1, 0, place.scope, row, column);
    const isList = statement.words[0] === 'repeated';
    symbols.set(symbol, SYMBOL.type, isList ? types.add(Type.array, this.facts.intern(`${text}[]`), -1, typeArguments.add(named), 1, place.scope, row, column) : named);
  }

  /** The scope of what a symbol holds. */
  private inside(symbol: number, around: number): Place {
    const scope = this.facts.tables.scopes.add(around, Scope.type, symbol, symbol);
    this.facts.tables.symbols.set(symbol, SYMBOL.ownScope, scope);
    return { scope, parent: symbol };
  }

  private addSymbol(kind: 'namespace' | 'class' | 'interface' | 'enum' | 'enumMember' | 'method' | 'property', name: string, { start, end }: Statement, { scope, parent }: Place): number {
    const { symbols, bindings } = this.facts.tables;
    const [from, to, named] = [this.places.of(start), this.places.of(end), this.places.of(Math.max(start, this.source.indexOf(name, start)))];
    const signature = this.source.slice(start, Math.min(end, start + LONGEST_SIGNATURE)).replace(/\s*[{[].*$/s, '').replaceAll(/\s+/g, ' ');
    const symbol = symbols.add(Kind[kind], this.facts.intern(name), parent, scope, -1, SymbolFlag.exported, -1, -1, from.row, from.column, to.row, to.column, named.row, named.column, this.facts.intern(signature), this.facts.intern(descriptorOf(kind, name, 0, undefined)), 0, 0, 0);
    bindings.add(scope, this.facts.intern(name), BINDING_KINDS.indexOf('symbol'), symbol);
    return symbol;
  }
}

export const reader: LanguageReader = { facts: readFacts };
