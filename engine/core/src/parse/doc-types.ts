import { Import, Local, Scope, TYPE, Type } from '../facts/schema.js';
import type { Assembly } from './assembly.js';
import type { DocStyle } from './doc-comments.js';
import type { SyntaxNode } from './syntax-tree.js';

const DEPTH = 24;
const MOST_CHILDREN = 32;
const WORD = /[$A-Za-z_\\\u0080-\uffff][\w$\\\u0080-\uffff-]*(?:\.[A-Za-z_$][\w$]*)*/y;
const STRING = /'[^']{0,200}'|"[^"]{0,200}"|-?\d[\w.]*/y;
const IMPORT = /import\(\s*(?:'([^']{1,300})'|"([^"]{1,300})")\s*\)(?:\.([A-Za-z_$][\w$.]*))?/y;
/** Names of arrays: what they hold is their last argument. */
const ARRAYS = new Set(['array', 'list', 'non-empty-array', 'non-empty-list', 'iterable', 'associative-array']);
const ITSELF = new Set(['static', 'self', '$this', 'this']);
/** What says only that there may be no value. */
const NOTHING = new Set(['null', 'false', 'void', 'never', 'undefined', 'true']);
const PREDEFINED: Readonly<Record<DocStyle, ReadonlySet<string>>> = {
  phpdoc: new Set('string int integer float double bool boolean array iterable callable mixed object resource scalar numeric numeric-string non-empty-string positive-int negative-int array-key callable-string literal-string'.split(' ')),
  jsdoc: new Set('string number boolean any unknown object symbol bigint'.split(' ')),
};

/**
 * Reads types that comments state into a file's facts, as far as the facts know such types. The syntax is that of PHPDoc with what
 * its checkers add, and that of JSDoc with TypeScript's: unions, brackets, arguments, functions and imports.
 */
export class DocTypes {
  private text = '';
  private at = 0;

  constructor(
    private readonly assembly: Assembly,
    private readonly style: DocStyle,
    private readonly scope: number,
    private readonly node: SyntaxNode,
  ) {}

  /** The row of a written type; -1 for one that cannot be read or says nothing. */
  read(text: string): number {
    this.text = text.trim();
    this.at = 0;
    return this.text === '' ? -1 : this.union(0);
  }

  private union(depth: number): number {
    if (depth > DEPTH) return -1;
    const parts: number[] = [];
    do {
      this.blank();
      const part = this.suffixed(depth);
      if (part >= 0) parts.push(part);
      this.blank();
    } while (parts.length < MOST_CHILDREN && (this.takes('|') || this.takes('&')));
    const [only] = parts;
    if (only === undefined || parts.length === 1) return only ?? -1;
    return this.collectionOf(parts) ?? this.add('union', '', parts);
  }

  /** `Collection|Shop[]` is a collection of shops. */
  private collectionOf(parts: readonly number[]): number | undefined {
    const { types } = this.assembly.facts.tables;
    const arrays = parts.filter((part) => types.get(part, TYPE.kind) === Type.array);
    const named = parts.filter((part) => types.get(part, TYPE.kind) === Type.named && this.assembly.typeChildren.get(part) === undefined);
    const [array, collection] = [arrays[0], named[0]];
    if (array === undefined || collection === undefined || parts.length !== 2 || this.style !== 'phpdoc') return undefined;
    this.assembly.typeChildren.set(collection, this.assembly.typeChildren.get(array) ?? []);
    return collection;
  }

  private suffixed(depth: number): number {
    this.prefixes();
    let type = this.primary(depth);
    for (let step = 0; step < DEPTH; step++) {
      if (this.takes('[]')) type = this.add('array', '', type < 0 ? [] : [type]);
      else if (!this.takes('=') && !this.takes('!') && !this.takes('?')) break;
    }
    return type;
  }

  private prefixes(): void {
    while (this.takes('?') || this.takes('!') || this.takes('...')) this.blank();
  }

  private primary(depth: number): number {
    if (this.text[this.at] === '(') return this.bracketed(depth);
    if (this.text[this.at] === '{') {
      this.skip('{', '}');
      return this.add('object', '', []);
    }
    if (this.match(STRING) !== null || this.takes('*')) return -1;
    const imported = this.style === 'jsdoc' ? this.match(IMPORT) : null;
    if (imported !== null) return this.imported(imported[1] ?? imported[2] ?? '', imported[3] ?? '');
    const [name] = this.match(WORD) ?? [];
    if (name === undefined) {
      this.at = this.text.length;
      return -1;
    }
    return this.named(name.replace(/[.-]$/, ''), depth);
  }

  /** Brackets around a type, or the parameters of a function's type. */
  private bracketed(depth: number): number {
    const start = this.at;
    this.skip('(', ')');
    this.blank();
    const isFunction = this.text.startsWith('=>', this.at);
    this.at = start;
    if (isFunction) return this.functionType(depth, '=>');
    this.at++;
    const type = this.union(depth + 1);
    this.blank();
    if (!this.takes(')')) this.at = this.text.length;
    return type;
  }

  private named(name: string, depth: number): number {
    if (this.text[this.at] === '(' && /^(?:callable|\\?Closure|pure-callable|function)$/i.test(name)) return this.functionType(depth, ':');
    const last = this.text[this.at] === '<' || this.text.startsWith('.<', this.at) ? this.typeArguments(depth) : undefined;
    if (this.text[this.at] === '{') {
      // The shape of an array.
      this.skip('{', '}');
      return this.add('predefined', 'array', []);
    }
    if (NOTHING.has(name.toLowerCase())) return -1;
    if (ITSELF.has(name)) return this.style === 'phpdoc' ? this.add('this', '', []) : -1;
    if (this.style === 'phpdoc' && last !== undefined && ARRAYS.has(name)) return this.add('array', '', last.slice(-1));
    if (this.style === 'jsdoc' && name === 'Object') return last?.length === 2 ? this.add('named', 'Record', last) : this.add('predefined', 'object', []);
    const isPlain = PREDEFINED[this.style].has(name.toLowerCase() === name ? name : '') && last === undefined;
    return isPlain ? this.add('predefined', name, []) : this.add('named', name, last ?? []);
  }

  private typeArguments(depth: number): number[] {
    this.takes('.');
    this.at++;
    const given: number[] = [];
    for (; given.length < MOST_CHILDREN && this.at < this.text.length; this.takes(',')) {
      this.blank();
      if (this.takes('>')) break;
      const before = this.at;
      const type = this.union(depth + 1);
      given.push(type < 0 ? this.add('unknown', '', []) : type);
      this.blank();
      if (this.at === before) this.at = this.text.length;
    }
    return given;
  }

  /** A function's type has a scope with parameters of its own. @param mark what stands before its result */
  private functionType(depth: number, mark: string): number {
    const { facts, top } = this.assembly;
    const scope = facts.tables.scopes.add(this.scope, Scope.function, top.symbol, -1);
    const children: number[] = [];
    this.at++;
    for (; children.length < MOST_CHILDREN && this.at < this.text.length; this.takes(',')) {
      this.blank();
      if (this.takes(')')) break;
      const before = this.at;
      // `(shop: Shop) => void` names what it takes.
      const named = this.match(/\.{0,3}[A-Za-z_$][\w$]*\??\s*:\s*/y);
      const type = this.union(depth + 1);
      children.push(type < 0 ? this.add('unknown', '', []) : type);
      const name = facts.intern(`${named?.[0] ?? ''}${children.length}`);
      const local = facts.tables.locals.add(Local.parameter, name, scope, children[children.length - 1] ?? -1, -1, this.node.start);
      this.assembly.localPlaces[local] = { start: this.node.start, end: this.node.start, name: this.node.start };
      // `Shop $shop` does so in PHP.
      this.match(/\s*[&.]*\$\w+=?/y);
      this.blank();
      if (this.at === before) this.at = this.text.length;
    }
    this.blank();
    const result = this.takes(mark) ? this.union(depth + 1) : -1;
    children.push(result < 0 ? this.add('unknown', '', []) : result);
    const type = this.add('function', '', children, scope);
    if (result >= 0) facts.tables.types.set(type, TYPE.qualifier, result);
    return type;
  }

  private imported(specifier: string, member: string): number {
    const { facts } = this.assembly;
    const row = facts.tables.imports.add(Import.typeImport, facts.intern(specifier), 0, this.scope);
    const type = this.add('import', member === '' ? '*' : member, []);
    facts.tables.types.set(type, TYPE.qualifier, row);
    return type;
  }

  private add(kind: keyof typeof Type, name: string, children: number[], scope = this.scope): number {
    const { facts, typeChildren } = this.assembly;
    const { row, column } = this.node;
    const type = facts.tables.types.add(Type[kind], name === '' ? -1 : facts.intern(name), -1, -1, 0, scope, row, column);
    if (children.length > 0) typeChildren.set(type, children);
    return type;
  }

  private blank(): void {
    while (this.at < this.text.length && /\s/.test(this.text[this.at] ?? '')) this.at++;
  }

  private takes(mark: string): boolean {
    if (!this.text.startsWith(mark, this.at)) return false;
    this.at += mark.length;
    return true;
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found !== null) this.at += found[0].length;
    return found;
  }

  /** Passes a bracket with all that is in it. */
  private skip(open: string, close: string): void {
    let depth = 0;
    for (; this.at < this.text.length; this.at++) {
      if (this.text[this.at] === open) depth++;
      else if (this.text[this.at] === close && --depth === 0) {
        this.at++;
        return;
      }
    }
  }
}
