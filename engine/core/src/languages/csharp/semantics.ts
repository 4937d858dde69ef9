import { EXPRESSION, Expression, HERITAGE, Kind, LOCAL, Local, SYMBOL } from '../../facts/schema.js';
import { GuardedMemo } from '../../link/guarded-memo.js';
import { Parts } from '../../link/parts.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import { rowKey } from '../../link/row-memo.js';
import { Overloads, ScopeLocals, outside, unknown } from '../../link/semantics/index.js';
import type { Value } from '../../link/semantics/index.js';
import { Calls } from './calls.js';
import { Conversions } from './conversions.js';
import { isTypeKeyword, platform, typeName } from './csharp-type.js';
import type { Found } from './csharp-type.js';
import { Lambdas } from './lambdas.js';
import { libraryDelegate, libraryIndexed, libraryMembers, libraryProperty } from './library.js';
import { MemberLookup } from './member-lookup.js';
import type { TypeIndex } from './type-index.js';
import type { TypeNames } from './type-names.js';
import { isType } from './type-names.js';
import { TypeParameters } from './type-parameters.js';
import { WrittenTypes } from './written-types.js';

const DEPTH = 48;
/** Types that are iterated, awaited or taken apart by members of these names in the library's notation. */
const ITERATED = ['IEnumerable', 'IAsyncEnumerable'];
/** Parts of a tuple beyond this are not told apart. */
const MOST_PARTS = 64;

/** Evaluates C# expressions as far as the source states their types. */
export class Semantics {
  readonly program: LinkProgram;
  readonly members: MemberLookup;
  readonly locals: ScopeLocals;
  readonly types: WrittenTypes;
  readonly parameters: TypeParameters;
  readonly lambdas: Lambdas;
  readonly calls: Calls;
  readonly overloads: Overloads;
  readonly parts = new Parts();
  private readonly expressionTypes = new GuardedMemo<Value>(unknown('receiverUnknown'), DEPTH);
  private readonly localTypes = new GuardedMemo<Value>(unknown('receiverUnknown'), DEPTH);
  private readonly callees = new GuardedMemo<Found>({ kind: 'none', reason: 'receiverUnknown' }, DEPTH);

  constructor(
    readonly index: TypeIndex,
    readonly names: TypeNames,
  ) {
    this.program = index.program;
    this.locals = new ScopeLocals(this.program);
    this.types = new WrittenTypes(this.program, names);
    this.parameters = new TypeParameters(this);
    this.members = new MemberLookup(this);
    this.lambdas = new Lambdas(this);
    this.calls = new Calls(this);
    const conversions = new Conversions(this);
    this.overloads = new Overloads({
      parts: this.parts,
      program: this.program,
      hooks: { hasReceiverParameter: false, restIsWritten: true, takesArgument: (parameter, argument) => conversions.takes(parameter, argument) },
      scopes: this.locals,
      ofExpression: (file, row) => this.ofExpression(file, row),
      ofType: (file, row, within) => this.parameters.within(this.types.ofType(file, row), within),
    });
    this.program.forgets(this.expressionTypes, this.localTypes, this.callees);
    names.basesOf = (symbol) => this.members.baseSymbols(symbol);
  }

  /** Forgets what was concluded on the way. */
  forgetAnswers(): void {
    this.expressionTypes.clear();
    this.localTypes.clear();
    this.callees.clear();
    this.types.forgetAnswers();
    this.calls.forgetAnswers();
    this.parameters.forgetAnswers();
    this.members.forgetAnswers();
    this.names.forgetAnswers();
  }

  ofExpression(file: LinkFile, row: number): Value {
    if (row < 0) return unknown('receiverUnknown');
    return this.expressionTypes.of(rowKey(file.index, row), () => this.evaluate(file, row));
  }

  private evaluate(file: LinkFile, row: number): Value {
    const { expressions } = file.facts;
    const operand = expressions.get(row, EXPRESSION.operand);
    const extra = expressions.get(row, EXPRESSION.extra);
    const scope = expressions.get(row, EXPRESSION.scope);
    switch (expressions.get(row, EXPRESSION.kind)) {
      case Expression.name:
        return this.ofName(file, scope, row);
      case Expression.member:
        return this.ofMember(file, row);
      case Expression.call:
        return this.calls.ofCall(file, row);
      case Expression.new: {
        const type = extra >= 0 ? extra : this.lambdas.typeAt(file, row);
        return type < 0 ? unknown('receiverUnknown') : this.types.ofType(file, type);
      }
      case Expression.await:
        return this.awaited(this.ofExpression(file, operand));
      case Expression.index:
        return this.indexed(this.ofExpression(file, operand));
      case Expression.element:
        return this.partOf(this.ofExpression(file, operand), extra);
      case Expression.cast:
        return this.types.ofType(file, extra);
      case Expression.same:
        return this.ofExpression(file, operand);
      case Expression.either: {
        const first = this.ofExpression(file, operand);
        if (first.kind === 'unknown') return this.ofExpression(file, extra);
        const inner = first.kind === 'external' && typeName(first.path) === 'Nullable' ? first.arguments[0] : undefined;
        // What stands beside it takes the place of null.
        return inner !== undefined && (extra < 0 || this.parameters.isSame(this.ofExpression(file, extra), inner)) ? inner : first;
      }
      case Expression.query: {
        const source = this.ofExpression(file, operand);
        if (source.kind === 'unknown') return source;
        return platform(this.parameters.asLibrary(source, 'IQueryable') === undefined ? 'IEnumerable' : 'IQueryable', [this.ofExpression(file, extra)]);
      }
      case Expression.array: {
        const [first] = this.parts.of(file.facts, row);
        return { kind: 'list', element: extra >= 0 ? this.types.ofType(file, extra) : this.ofExpression(file, first?.value ?? -1) };
      }
      case Expression.tuple:
      case Expression.object:
        return this.ofParts(file, row);
      case Expression.this: {
        const [owner] = this.names.typesAround(file, scope);
        return owner === undefined ? unknown('receiverUnknown') : { kind: 'instance', symbol: owner, arguments: [] };
      }
      case Expression.base: {
        const [owner] = this.names.typesAround(file, scope);
        return owner === undefined ? unknown('receiverUnknown') : (this.members.basesOf(owner)[0] ?? platform('Object'));
      }
      case Expression.lambda:
        return { kind: 'lambda', file: file.index, expression: row };
      case Expression.literal:
        return ofLiteral(file.facts.text(expressions.get(row, EXPRESSION.name)), extra < 0 ? '' : file.facts.text(extra));
      default:
        return unknown('receiverUnknown');
    }
  }

  /** A tuple or an object without a name of its own: parts with names, which a value may lend them. */
  private ofParts(file: LinkFile, row: number): Value {
    const { expressions } = file.facts;
    const rows = this.parts.of(file.facts, row);
    const parts: Value[] = [];
    const names: string[] = [];
    for (const { position, name, value } of rows) {
      if (position >= MOST_PARTS) break;
      while (parts.length < position) parts.push(unknown('receiverUnknown'));
      parts[position] = this.ofExpression(file, value);
      const lent = [Expression.name, Expression.member].includes(expressions.get(value, EXPRESSION.kind)) ? file.facts.text(expressions.get(value, EXPRESSION.name)) : '';
      names[position] = name ?? lent;
    }
    return { kind: 'list', element: unknown('receiverUnknown'), parts, names: Array.from(names, (name) => name ?? '') };
  }

  /** A name used as a value: local, member of a type around it, type, namespace. */
  private ofName(file: LinkFile, scope: number, row: number): Value {
    const nameIndex = file.facts.expressions.get(row, EXPRESSION.name);
    const name = file.facts.text(nameIndex);
    const local = this.names.localOf(file, scope, nameIndex, false);
    if (local !== undefined) return this.ofLocal(file, local);
    const assigned = name === 'value' ? this.assignedProperty(file, scope) : undefined;
    if (assigned !== undefined) return this.ofSymbol(assigned);
    const member = this.found(file, row);
    if (member?.kind === 'symbols') return this.ofSymbols(member);
    const type = this.names.resolve(file, scope, name, 0);
    if (type.kind === 'types') {
      const [symbol] = type.symbols;
      return symbol === undefined || type.symbols.length > 1 ? unknown('ambiguous') : { kind: 'type', symbol };
    }
    if (type.kind === 'namespace') return { kind: 'namespace', name: type.name };
    if (member?.kind === 'external') return this.ofLibraryMember(member);
    if (type.kind === 'external' && (/^\p{Lu}/u.test(name) || isTypeKeyword(name))) return outside(type.package, name);
    return unknown('nameNotFound');
  }

  private ofLibraryMember({ package: owner, path, receiver }: Extract<Found, { kind: 'external' }>): Value {
    const known = receiver === undefined ? undefined : libraryProperty(receiver, path.slice(path.lastIndexOf('.') + 1));
    return known === undefined || known.kind === 'unknown' ? outside(owner, path) : known;
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
      if (functions.length > 0) return { kind: 'symbols', symbols: functions, isInferred: false, isExtension: false, receiver: undefined };
    }
    let outside: Found = { kind: 'none', reason: 'nameNotFound' };
    for (const type of this.names.typesAround(file, scope)) {
      const found = this.members.inType({ kind: 'instance', symbol: type, arguments: [] }, name);
      if (found.kind === 'symbols') return found;
      if (found.kind === 'external' && outside.kind === 'none') outside = found;
    }
    for (const target of this.index.usings(file).statics) {
      for (const owner of this.index.typesNamed(target, file)) {
        const found = this.members.inType({ kind: 'instance', symbol: owner, arguments: [] }, name);
        if (found.kind === 'symbols') return found;
      }
      if (outside.kind === 'none' && this.index.typesNamed(target, file).length === 0) outside = { kind: 'external', package: this.names.packageOf(file, target), path: `${target}.${name}` };
    }
    return outside;
  }

  /** What a name or a member's name stands for, where it is no local; undefined for other expressions. */
  found(file: LinkFile, row: number): Found | undefined {
    const { expressions } = file.facts;
    if (row < 0) return undefined;
    const kind = expressions.get(row, EXPRESSION.kind);
    if (kind === Expression.same) return this.found(file, expressions.get(row, EXPRESSION.operand));
    const name = expressions.get(row, EXPRESSION.name);
    const scope = expressions.get(row, EXPRESSION.scope);
    if (kind === Expression.member) return this.callees.of(rowKey(file.index, row), () => this.members.of(file, scope, this.ofExpression(file, expressions.get(row, EXPRESSION.operand)), file.facts.text(name)));
    if (kind !== Expression.name || this.names.localOf(file, scope, name, false) !== undefined) return undefined;
    return this.callees.of(rowKey(file.index, row), () => this.memberAround(file, scope, file.facts.text(name)));
  }

  private ofMember(file: LinkFile, row: number): Value {
    const { expressions } = file.facts;
    const receiver = this.ofExpression(file, expressions.get(row, EXPRESSION.operand));
    const name = file.facts.text(expressions.get(row, EXPRESSION.name));
    if (receiver.kind === 'namespace') {
      const full = `${receiver.name}.${name}`;
      const [type] = this.index.typesNamed(full, file);
      if (type !== undefined) return { kind: 'type', symbol: type };
      return this.index.hasNamespace(full) ? { kind: 'namespace', name: full } : unknown('nameNotFound');
    }
    const part = receiver.kind === 'list' ? partNamed(receiver, name) : undefined;
    if (part !== undefined) return part;
    const found = this.found(file, row) ?? { kind: 'none', reason: 'receiverUnknown' };
    if (found.kind === 'symbols') return this.ofSymbols(found);
    if (found.kind === 'external') return this.ofLibraryMember(found);
    return unknown(found.reason === 'memberNotFound' ? 'receiverUnknown' : found.reason);
  }

  /** What a member's symbols stand for: overloads together, else the one's type. */
  private ofSymbols({ symbols, receiver }: Extract<Found, { kind: 'symbols' }>): Value {
    const [first] = symbols;
    if (first === undefined) return unknown('receiverUnknown');
    const kind = this.program.cell(first, SYMBOL.kind);
    if (kind === Kind.method || kind === Kind.function || kind === Kind.constructor) return { kind: 'callables', symbols, receiver };
    if (isType(kind)) return { kind: 'type', symbol: this.program.canonical(first) };
    if (kind === Kind.enumMember) return { kind: 'instance', symbol: this.program.parentOf(first), arguments: [] };
    return this.parameters.within(this.ofSymbol(first), receiver);
  }

  /** Fields, properties and events state their types. */
  private ofSymbol(symbol: number): Value {
    return this.types.ofType(this.program.fileOfSymbol(symbol), this.program.cell(symbol, SYMBOL.type));
  }

  /** What a functional type takes and gives. */
  delegateOf(value: Value): { readonly parameters: readonly Value[]; readonly result: Value } | undefined {
    if (value.kind === 'external') {
      const [only] = value.arguments;
      return only?.kind === 'instance' && typeName(value.path) === 'Expression' ? this.delegateOf(only) : libraryDelegate(value);
    }
    if (value.kind !== 'instance' || this.program.cell(value.symbol, SYMBOL.kind) !== Kind.delegate) return undefined;
    const file = this.program.fileOfSymbol(value.symbol);
    const stated = (type: number): Value => this.parameters.within(this.types.ofType(file, type), value);
    return { parameters: this.parametersIn(file, this.program.cell(value.symbol, SYMBOL.ownScope)).map((row) => stated(file.facts.locals.get(row, LOCAL.type))), result: stated(this.program.cell(value.symbol, SYMBOL.type)) };
  }

  /** Rows of the parameters that a scope declares, in order. */
  parametersIn(file: LinkFile, scope: number): readonly number[] {
    return this.locals.localsIn(file, scope).filter((row) => file.facts.locals.get(row, LOCAL.kind) === Local.parameter);
  }

  private awaited(value: Value): Value {
    const known = value.kind === 'external' ? libraryMembers(value, 'await')[0]?.result : undefined;
    return known ?? value;
  }

  ofLocal(file: LinkFile, local: number): Value {
    const { locals } = file.facts;
    const type = locals.get(local, LOCAL.type);
    return type >= 0 ? this.types.ofType(file, type) : this.localTypes.of(rowKey(file.index, local), () => this.concluded(file, local));
  }

  /** A local whose type is not written. */
  private concluded(file: LinkFile, local: number): Value {
    const { locals } = file.facts;
    const value = locals.get(local, LOCAL.value);
    const kind = locals.get(local, LOCAL.kind);
    if (value >= 0) {
      const of = this.ofExpression(file, value);
      return kind === Local.element ? this.elementOf(of) : of;
    }
    if (kind === Local.parameter) return this.lambdas.parameter(file, local);
    return kind === Local.variable ? this.lambdas.declaredByArgument(file, local) : unknown('receiverUnknown');
  }

  /** What iterating a value gives. */
  private elementOf(value: Value): Value {
    if (value.kind === 'list' && value.parts === undefined) return value.element;
    if (value.kind === 'external') {
      const known = libraryMembers(value, 'foreach')[0]?.result;
      if (known !== undefined) return known;
    }
    for (const name of ITERATED) {
      const base = this.parameters.asLibrary(value, name);
      const [element] = base?.arguments ?? [];
      if (element !== undefined) return element;
    }
    return this.enumerated(value);
  }

  /** What a type of the repository gives that says with `GetEnumerator` how it is iterated. */
  private enumerated(value: Value): Value {
    const found = value.kind === 'instance' ? this.members.inType(value, 'GetEnumerator') : undefined;
    const enumerator = found?.kind === 'symbols' ? this.calls.returned(this.ofSymbols(found)) : unknown('receiverUnknown');
    if (enumerator.kind === 'external') return libraryProperty(enumerator, 'Current') ?? unknown('receiverUnknown');
    const current = enumerator.kind === 'instance' ? this.members.inType(enumerator, 'Current') : undefined;
    return current?.kind === 'symbols' ? this.ofSymbols(current) : unknown('receiverUnknown');
  }

  /** What an index of a value gives: of a type of the repository what its indexers agree on. */
  private indexed(value: Value): Value {
    switch (value.kind) {
      case 'list':
        return value.element;
      case 'external':
        return libraryIndexed(value) ?? outside(value.package, `${value.path}[]`);
      case 'typeParameter': {
        const bound = this.parameters.bound(value);
        return bound === undefined || bound.kind === 'typeParameter' ? unknown('receiverUnknown') : this.indexed(bound);
      }
      case 'instance': {
        const found = this.members.inType(value, 'this');
        if (found.kind === 'external' && found.receiver !== undefined) return libraryIndexed(found.receiver) ?? unknown('receiverUnknown');
        if (found.kind !== 'symbols') return unknown('receiverUnknown');
        const [first, ...more] = found.symbols.map((symbol) => this.parameters.within(this.ofSymbol(symbol), found.receiver));
        return first !== undefined && more.every((other) => this.parameters.isSame(first, other)) ? first : unknown('ambiguous');
      }
      default:
        return unknown('receiverUnknown');
    }
  }

  /** A part of a value that is taken apart: of a tuple, by `Deconstruct`, or of a record as it is declared. */
  private partOf(value: Value, place: number): Value {
    if (value.kind === 'list') return value.parts?.[place] ?? unknown('receiverUnknown');
    if (value.kind === 'external') {
      const parts = libraryMembers(value, 'Deconstruct')[0]?.result;
      return parts?.kind === 'list' ? (parts.parts?.[place] ?? unknown('receiverUnknown')) : unknown('receiverUnknown');
    }
    if (value.kind !== 'instance') return unknown('receiverUnknown');
    const methods = this.members.inType(value, 'Deconstruct');
    const [method, ...more] = methods.kind === 'symbols' ? methods.symbols : [];
    if (more.length > 0) return unknown('ambiguous');
    const declaring = method ?? (this.program.cell(value.symbol, SYMBOL.kind) === Kind.record ? value.symbol : undefined);
    if (declaring === undefined) return unknown('receiverUnknown');
    const file = this.program.fileOfSymbol(declaring);
    const row = this.parametersIn(file, this.program.cell(declaring, SYMBOL.ownScope))[place];
    return this.parameters.within(this.types.ofType(file, row === undefined ? -1 : file.facts.locals.get(row, LOCAL.type)), methods.kind === 'symbols' ? methods.receiver : value);
  }

  heritageType(file: LinkFile, row: number): Value {
    return this.types.ofType(file, file.facts.heritage.get(row, HERITAGE.type));
  }
}

/** A part of a tuple by its name or its place: `Item1`. */
function partNamed({ parts, names }: Extract<Value, { kind: 'list' }>, name: string): Value | undefined {
  if (parts === undefined) return undefined;
  const named = names?.indexOf(name) ?? -1;
  const place = named >= 0 ? named : Number(/^Item([1-9]\d*)$/.exec(name)?.[1] ?? 0) - 1;
  return parts[place];
}

function ofLiteral(node: string, text: string): Value {
  if (node.includes('string')) return platform('String');
  switch (node) {
    case 'boolean_literal':
      return platform('Boolean');
    case 'character_literal':
      return platform('Char');
    case 'real_literal':
      return platform(/f$/i.test(text) ? 'Single' : /m$/i.test(text) ? 'Decimal' : 'Double');
    default:
      return platform(/ul|lu/i.test(text) ? 'UInt64' : /l$/i.test(text) ? 'Int64' : /u$/i.test(text) ? 'UInt32' : 'Int32');
  }
}
