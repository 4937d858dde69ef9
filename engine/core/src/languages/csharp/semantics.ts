import { EXPRESSION, Expression, HERITAGE, Kind, LOCAL, Local, SYMBOL, TYPE, Type } from '../../facts/schema.js';
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
import { libraryDelegate, libraryProperty } from './library.js';
import { MemberLookup } from './member-lookup.js';
import { MembersAround } from './members-around.js';
import { TakenApart, partNamed } from './taken-apart.js';
import type { TypeIndex } from './type-index.js';
import type { TypeNames } from './type-names.js';
import { isType } from './type-names.js';
import { TypeParameters } from './type-parameters.js';
import { WrittenTypes } from './written-types.js';

const DEPTH = 48;
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
  readonly around: MembersAround;
  readonly taken: TakenApart;
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
    this.around = new MembersAround(this);
    this.taken = new TakenApart(this);
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
    this.around.forgetAnswers();
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
        return type < 0 ? this.lambdas.made(file, row) : this.types.ofType(file, type);
      }
      case Expression.await:
        return this.taken.awaited(this.ofExpression(file, operand));
      case Expression.index:
        return this.taken.indexed(this.ofExpression(file, operand));
      case Expression.element:
        return this.taken.part(this.ofExpression(file, operand), extra);
      case Expression.cast:
        return this.types.ofType(file, extra);
      case Expression.same:
      case Expression.assign:
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
        return owner === undefined ? unknown('receiverUnknown') : (this.members.baseClassOf(owner) ?? platform('Object'));
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
    const local = this.names.locals.of(file, scope, nameIndex);
    if (local !== undefined) return this.ofLocal(file, local);
    const assigned = name === 'value' ? this.assignedProperty(file, scope) : undefined;
    if (assigned !== undefined) return this.ofSymbol(assigned);
    const member = this.found(file, row);
    if (member?.kind === 'symbols') return this.ofSymbols(member);
    const type = this.names.resolve(file, scope, name, typeArgumentsGiven(file, row));
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

  /** What a name or a member's name stands for, where it is no local; undefined for other expressions. */
  found(file: LinkFile, row: number): Found | undefined {
    const { expressions } = file.facts;
    if (row < 0) return undefined;
    const kind = expressions.get(row, EXPRESSION.kind);
    if (kind === Expression.same) return this.found(file, expressions.get(row, EXPRESSION.operand));
    const name = expressions.get(row, EXPRESSION.name);
    const scope = expressions.get(row, EXPRESSION.scope);
    if (kind === Expression.member) return this.callees.of(rowKey(file.index, row), () => this.members.of(file, scope, this.ofExpression(file, expressions.get(row, EXPRESSION.operand)), file.facts.text(name)));
    if (kind !== Expression.name || this.names.locals.of(file, scope, name) !== undefined) return undefined;
    return this.callees.of(rowKey(file.index, row), () => this.around.member(file, scope, file.facts.text(name)));
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
  ofSymbols({ symbols, receiver }: Extract<Found, { kind: 'symbols' }>): Value {
    const [first] = symbols;
    if (first === undefined) return unknown('receiverUnknown');
    const kind = this.program.cell(first, SYMBOL.kind);
    if (kind === Kind.method || kind === Kind.function || kind === Kind.constructor) return { kind: 'callables', symbols, receiver };
    if (isType(kind)) return { kind: 'type', symbol: this.program.canonical(first) };
    if (kind === Kind.enumMember) return { kind: 'instance', symbol: this.program.parentOf(first), arguments: [] };
    return this.parameters.within(this.ofSymbol(first), receiver);
  }

  /** Fields, properties and events state their types. */
  ofSymbol(symbol: number): Value {
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
    return this.locals.parametersIn(file, scope);
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
      return kind === Local.element ? this.taken.element(of) : of;
    }
    if (kind === Local.parameter) return this.lambdas.parameter(file, local);
    return kind === Local.variable ? this.lambdas.declaredByArgument(file, local) : unknown('receiverUnknown');
  }

  heritageType(file: LinkFile, row: number): Value {
    return this.types.ofType(file, file.facts.heritage.get(row, HERITAGE.type));
  }
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

/** How many type arguments a name is given: `Page<string>.Of(…)`. */
function typeArgumentsGiven({ facts: { expressions, types } }: LinkFile, row: number): number {
  const given = expressions.get(row, EXPRESSION.extra);
  if (given < 0) return 0;
  return types.get(given, TYPE.kind) === Type.tuple && types.get(given, TYPE.name) < 0 ? types.get(given, TYPE.argumentCount) : 1;
}
