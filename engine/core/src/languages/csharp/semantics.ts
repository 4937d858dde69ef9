import { EXPRESSION, Expression, HERITAGE, Kind, LOCAL, Local, RETURN, SYMBOL, SymbolFlag, TYPE, TYPE_ARGUMENT, Type } from '../../facts/schema.js';
import { GuardedMemo } from '../../link/guarded-memo.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import { DOTNET, platform, unknown } from './csharp-type.js';
import type { CSharpType, Found } from './csharp-type.js';
import { MemberLookup } from './member-lookup.js';
import type { TypeIndex } from './type-index.js';
import type { TypeNames } from './type-names.js';
import { isType } from './type-names.js';

const DEPTH = 48;
const AWAITED = new Set(['Task', 'ValueTask', 'ConfiguredTaskAwaitable', 'IAsyncOperation']);

/** Evaluates C# expressions and type references as far as the source states their types. */
export class Semantics {
  readonly program: LinkProgram;
  readonly members: MemberLookup;
  private readonly expressionTypes = new GuardedMemo<CSharpType>(unknown('receiverUnknown'), DEPTH);
  private readonly targetTypes = new Map<number, ReadonlyMap<number, number>>();

  constructor(
    readonly index: TypeIndex,
    readonly names: TypeNames,
  ) {
    this.program = index.program;
    this.members = new MemberLookup(this);
    this.program.forgets(this.expressionTypes, this.targetTypes);
    names.basesOf = (symbol) => this.members.baseSymbols(symbol);
  }

  /** Forgets what was concluded on the way. */
  forgetAnswers(): void {
    this.expressionTypes.clear();
    this.members.forgetAnswers();
    this.names.forgetAnswers();
  }

  ofExpression(file: LinkFile, row: number): CSharpType {
    if (row < 0) return unknown('receiverUnknown');
    return this.expressionTypes.of(file.index * 0x40_0000 + row, () => this.evaluate(file, row));
  }

  private evaluate(file: LinkFile, row: number): CSharpType {
    const { expressions } = file.facts;
    const operand = expressions.get(row, EXPRESSION.operand);
    const extra = expressions.get(row, EXPRESSION.extra);
    const scope = expressions.get(row, EXPRESSION.scope);
    switch (expressions.get(row, EXPRESSION.kind)) {
      case Expression.name:
        return this.ofName(file, scope, expressions.get(row, EXPRESSION.name));
      case Expression.member:
        return this.ofMember(file, scope, this.ofExpression(file, operand), file.facts.text(expressions.get(row, EXPRESSION.name)));
      case Expression.call:
        return this.returnOf(this.ofExpression(file, operand));
      case Expression.new: {
        const type = extra >= 0 ? extra : this.targetType(file, row);
        return type < 0 ? unknown('receiverUnknown') : this.ofType(file, type);
      }
      case Expression.await:
        return this.awaited(this.ofExpression(file, operand));
      case Expression.index: {
        const indexed = this.ofExpression(file, operand);
        return indexed.kind === 'array' ? indexed.element : indexed.kind === 'external' ? (indexed.arguments[indexed.arguments.length - 1] ?? platform(`${indexed.path}[]`)) : unknown('receiverUnknown');
      }
      case Expression.cast:
        return this.ofType(file, extra);
      case Expression.same:
        return this.ofExpression(file, operand);
      case Expression.either: {
        const first = this.ofExpression(file, operand);
        return first.kind === 'unknown' ? this.ofExpression(file, extra) : first;
      }
      case Expression.this: {
        const [owner] = this.names.typesAround(file, scope);
        return owner === undefined ? unknown('receiverUnknown') : { kind: 'instance', symbol: owner, arguments: [] };
      }
      case Expression.base: {
        const [owner] = this.names.typesAround(file, scope);
        return owner === undefined ? unknown('receiverUnknown') : (this.members.basesOf(owner)[0] ?? platform('Object'));
      }
      case Expression.literal: {
        const kind = file.facts.text(expressions.get(row, EXPRESSION.name));
        return platform(kind.includes('string') ? 'String' : kind === 'boolean_literal' ? 'Boolean' : kind === 'character_literal' ? 'Char' : 'Int32');
      }
      default:
        return unknown('receiverUnknown');
    }
  }

  /** A name used as a value: local, member of a type around it, type, namespace. */
  private ofName(file: LinkFile, scope: number, nameIndex: number): CSharpType {
    const name = file.facts.text(nameIndex);
    const local = this.names.localOf(file, scope, nameIndex, false);
    if (local !== undefined) return this.ofLocal(file, local);
    const assigned = name === 'value' ? this.assignedProperty(file, scope) : undefined;
    if (assigned !== undefined) return this.ofSymbol(assigned);
    const member = this.memberAround(file, scope, name);
    if (member.kind === 'symbols') return this.ofSymbols(member.symbols);
    const type = this.names.resolve(file, scope, name, 0);
    if (type.kind === 'types') {
      const [symbol] = type.symbols;
      return symbol === undefined || type.symbols.length > 1 ? unknown('ambiguous') : { kind: 'static', symbol };
    }
    if (type.kind === 'namespace') return { kind: 'namespace', name: type.name };
    if (member.kind === 'external') return { kind: 'external', package: member.package, path: member.path, arguments: [] };
    if (type.kind === 'external' && /^\p{Lu}|^(?:string|int|long|double|float|bool|byte|char|object|decimal|short|uint|ulong|ushort|sbyte)$/u.test(name)) return { kind: 'external', package: type.package, path: name, arguments: [] };
    return unknown('nameNotFound');
  }

  /** The property or indexer around a setter, whose type `value` has. */
  private assignedProperty(file: LinkFile, scope: number): number | undefined {
    const [innermost] = this.names.contextOf(file, scope);
    if (innermost === undefined) return undefined;
    const kind = file.facts.symbols.get(innermost, SYMBOL.kind);
    return kind === Kind.property || kind === Kind.indexer ? file.firstSymbol + innermost : undefined;
  }

  /** A member of the types around a scope, or of the types whose static members are in scope; local functions first. */
  memberAround(file: LinkFile, scope: number, name: string): Found {
    const { symbols } = file.facts;
    for (const row of this.names.contextOf(file, scope)) {
      if (symbols.get(row, SYMBOL.kind) === Kind.namespace) break;
      if (isType(symbols.get(row, SYMBOL.kind))) continue;
      const functions = (this.program.membersOf(this.program.canonical(file.firstSymbol + row)).get(name) ?? []).filter((id) => this.program.cell(id, SYMBOL.kind) === Kind.function);
      if (functions.length > 0) return { kind: 'symbols', symbols: functions, isInferred: false, isExtension: false };
    }
    let outside: Found = { kind: 'none', reason: 'nameNotFound' };
    for (const type of this.names.typesAround(file, scope)) {
      const found = this.members.inType(type, name);
      if (found.kind === 'symbols') return found;
      if (found.kind === 'external' && outside.kind === 'none') outside = found;
    }
    for (const target of this.index.usings(file).statics) {
      for (const owner of this.index.typesNamed(target, file)) {
        const found = this.members.inType(owner, name);
        if (found.kind === 'symbols') return found;
      }
      if (outside.kind === 'none' && this.index.typesNamed(target, file).length === 0) outside = { kind: 'external', package: this.names.packageOf(file, target), path: `${target}.${name}` };
    }
    return outside;
  }

  private ofMember(file: LinkFile, scope: number, receiver: CSharpType, name: string): CSharpType {
    if (receiver.kind === 'namespace') {
      const full = `${receiver.name}.${name}`;
      const [type] = this.index.typesNamed(full, file);
      if (type !== undefined) return { kind: 'static', symbol: type };
      return this.index.hasNamespace(full) ? { kind: 'namespace', name: full } : unknown('nameNotFound');
    }
    const found = this.members.of(file, scope, receiver, name);
    if (found.kind === 'symbols') return this.ofSymbols(found.symbols);
    if (found.kind === 'external') return { kind: 'external', package: found.package, path: found.path, arguments: receiver.kind === 'external' ? receiver.arguments : [] };
    return unknown(found.reason === 'memberNotFound' ? 'receiverUnknown' : found.reason);
  }

  /** What a member's symbols stand for: overloads together, else the one's type. */
  private ofSymbols(symbols: readonly number[]): CSharpType {
    const [first] = symbols;
    if (first === undefined) return unknown('receiverUnknown');
    const kind = this.program.cell(first, SYMBOL.kind);
    if (kind === Kind.method || kind === Kind.function || kind === Kind.constructor) return { kind: 'methods', symbols };
    if (isType(kind)) return { kind: 'static', symbol: this.program.canonical(first) };
    if (kind === Kind.enumMember) return { kind: 'instance', symbol: this.program.parentOf(first), arguments: [] };
    return this.ofSymbol(first);
  }

  private ofSymbol(symbol: number): CSharpType {
    const file = this.program.fileOfSymbol(symbol);
    const type = this.program.cell(symbol, SYMBOL.type);
    return type < 0 ? this.ofExpression(file, this.program.cell(symbol, SYMBOL.value)) : this.ofType(file, type);
  }

  /** What calling methods gives, where they agree. */
  private returnOf(callee: CSharpType): CSharpType {
    switch (callee.kind) {
      case 'methods': {
        const [first] = callee.symbols;
        if (first === undefined) return unknown('receiverUnknown');
        const owner = this.program.fileOfSymbol(first);
        const type = this.program.cell(first, SYMBOL.type);
        if (type >= 0) return this.ofType(owner, type);
        return this.statedReturn(owner, this.program.cell(first, SYMBOL.ownScope));
      }
      case 'external': {
        // A method of a collection or task most often gives the same elements on.
        const name = callee.path.slice(callee.path.lastIndexOf('.') + 1);
        if (ELEMENT_METHODS.has(name)) return callee.arguments[0] ?? platform(`${callee.path}()`);
        return { ...callee, path: SAME_METHODS.has(name) ? callee.path.slice(0, callee.path.lastIndexOf('.')) : `${callee.path}()` };
      }
      case 'instance': {
        // A delegate that is called gives what it declares.
        const type = this.program.cell(callee.symbol, SYMBOL.kind) === Kind.delegate ? this.program.cell(callee.symbol, SYMBOL.type) : -1;
        return type < 0 ? unknown('higherOrder') : this.ofType(this.program.fileOfSymbol(callee.symbol), type);
      }
      default:
        return unknown('receiverUnknown');
    }
  }

  private statedReturn(file: LinkFile, scope: number): CSharpType {
    const { returns } = file.facts;
    for (let row = 0; row < returns.rows; row++) {
      if (returns.get(row, RETURN.scope) !== scope) continue;
      const type = this.ofExpression(file, returns.get(row, RETURN.expression));
      if (type.kind !== 'unknown') return type;
    }
    return unknown('receiverUnknown');
  }

  private awaited(type: CSharpType): CSharpType {
    if (type.kind !== 'external') return type;
    const name = type.path.split('.').pop() ?? '';
    return AWAITED.has(name) ? (type.arguments[0] ?? platform('void')) : type;
  }

  ofLocal(file: LinkFile, local: number): CSharpType {
    const { locals } = file.facts;
    const type = locals.get(local, LOCAL.type);
    if (type >= 0) return this.ofType(file, type);
    const value = locals.get(local, LOCAL.value);
    if (value < 0) return unknown(locals.get(local, LOCAL.kind) === Local.parameter ? 'higherOrder' : 'receiverUnknown');
    const of = this.ofExpression(file, value);
    return locals.get(local, LOCAL.kind) === Local.element ? this.elementOf(of) : of;
  }

  private elementOf(type: CSharpType): CSharpType {
    if (type.kind === 'array') return type.element;
    if (type.kind !== 'external' || type.arguments.length !== 1) return unknown('receiverUnknown');
    return type.arguments[0] ?? unknown('receiverUnknown');
  }

  /** The type a variable or member is declared with whose value is a bare `new()`, or that a method gives back which returns it. */
  private targetType(file: LinkFile, expression: number): number {
    let types = this.targetTypes.get(file.index);
    if (types === undefined) {
      const found = new Map<number, number>();
      const { locals, symbols, returns } = file.facts;
      const results = new Map<number, number>();
      for (let row = 0; row < symbols.rows; row++) {
        const isAsync = (symbols.get(row, SYMBOL.flags) & SymbolFlag.async) !== 0;
        if (!isAsync && symbols.get(row, SYMBOL.ownScope) >= 0) results.set(symbols.get(row, SYMBOL.ownScope), symbols.get(row, SYMBOL.type));
      }
      for (let row = 0; row < returns.rows; row++) found.set(returns.get(row, RETURN.expression), results.get(returns.get(row, RETURN.scope)) ?? -1);
      for (let row = 0; row < locals.rows; row++) if (locals.get(row, LOCAL.value) >= 0) found.set(locals.get(row, LOCAL.value), locals.get(row, LOCAL.type));
      for (let row = 0; row < symbols.rows; row++) if (symbols.get(row, SYMBOL.value) >= 0) found.set(symbols.get(row, SYMBOL.value), symbols.get(row, SYMBOL.type));
      types = found;
      this.targetTypes.set(file.index, types);
    }
    return types.get(expression) ?? -1;
  }

  /** What a type reference states. */
  ofType(file: LinkFile, row: number): CSharpType {
    const { types } = file.facts;
    if (row < 0) return unknown('receiverUnknown');
    const written = file.facts.text(types.get(row, TYPE.name));
    const children = this.typeArguments(file, row);
    switch (types.get(row, TYPE.kind)) {
      case Type.named: {
        const name = this.names.resolve(file, types.get(row, TYPE.scope), written, children.length);
        if (name.kind === 'types') {
          const [symbol] = name.symbols;
          return symbol === undefined || name.symbols.length > 1 ? unknown('ambiguous') : { kind: 'instance', symbol, arguments: children.map((child) => this.ofType(file, child)) };
        }
        if (written === 'dynamic') return unknown('dynamic');
        if (name.kind === 'external') return { kind: 'external', package: name.package, path: name.path, arguments: children.map((child) => this.ofType(file, child)) };
        return unknown('receiverUnknown');
      }
      case Type.array:
        return { kind: 'array', element: children[0] === undefined ? unknown('receiverUnknown') : this.ofType(file, children[0]) };
      case Type.optional:
        return children[0] === undefined ? unknown('receiverUnknown') : this.ofType(file, children[0]);
      case Type.predefined:
        return { kind: 'external', package: DOTNET, path: written, arguments: [] };
      default:
        return unknown('receiverUnknown');
    }
  }

  typeArguments(file: LinkFile, row: number): readonly number[] {
    const { types, typeArguments } = file.facts;
    const first = types.get(row, TYPE.firstArgument);
    return Array.from({ length: types.get(row, TYPE.argumentCount) }, (_, index) => typeArguments.get(first + index, TYPE_ARGUMENT.type));
  }

  heritageType(file: LinkFile, row: number): CSharpType {
    return this.ofType(file, file.facts.heritage.get(row, HERITAGE.type));
  }
}

const ELEMENT_METHODS = new Set(['First', 'FirstOrDefault', 'Single', 'SingleOrDefault', 'Last', 'LastOrDefault', 'ElementAt', 'ElementAtOrDefault', 'Dequeue', 'Peek', 'Pop', 'FirstAsync', 'FirstOrDefaultAsync', 'SingleAsync', 'SingleOrDefaultAsync', 'GetValueOrDefault']);
const SAME_METHODS = new Set(['Where', 'OrderBy', 'OrderByDescending', 'ThenBy', 'ThenByDescending', 'Take', 'Skip', 'Distinct', 'Reverse', 'ToList', 'ToArray', 'AsEnumerable', 'AsQueryable', 'AsNoTracking', 'Concat', 'Union', 'Except', 'Intersect', 'ConfigureAwait', 'ToListAsync', 'ToArrayAsync', 'ToHashSet', 'Append', 'Prepend', 'SkipWhile', 'TakeWhile']);
