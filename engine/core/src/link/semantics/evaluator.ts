import { EXPRESSION, Expression, Kind, LOCAL, Local, SCOPE, SYMBOL, Scope } from '../../facts/schema.js';
import { GuardedMemo } from '../guarded-memo.js';
import type { LinkFile, LinkProgram } from '../program.js';
import { LambdaPlaces } from './lambda-places.js';
import type { LanguageHooks } from './language-hooks.js';
import { Members } from './members.js';
import { Results } from './results.js';
import { Scopes, isTypeKind } from './scopes.js';
import { TypeReferences } from './type-references.js';
import type { Entity, Purpose, Value } from './value.js';
import { instanceOf, none, outside, unknown } from './value.js';

const DEPTH = 48;
const EXPRESSIONS_A_FILE = 0x40_0000;

/**
 * Evaluates expressions and written types as far as the source states them: declared types, initialisers, `new`, declared
 * and stated returns, elements, type arguments. A cycle answers unknown.
 */
export class Evaluator {
  readonly scopes: Scopes;
  readonly members: Members;
  readonly results: Results;
  readonly types: TypeReferences;
  readonly lambdas = new LambdaPlaces();
  private readonly expressionValues = new GuardedMemo<Value>(unknown('receiverUnknown'), DEPTH);
  private readonly symbolValues = new GuardedMemo<Value>(unknown('receiverUnknown'), DEPTH);

  constructor(
    readonly program: LinkProgram,
    readonly hooks: LanguageHooks,
  ) {
    this.scopes = new Scopes(program, hooks);
    this.members = new Members(this);
    this.results = new Results(this);
    this.types = new TypeReferences(this);
  }

  ofExpression(file: LinkFile, row: number): Value {
    if (row < 0) return unknown('receiverUnknown');
    return this.expressionValues.of(file.index * EXPRESSIONS_A_FILE + row, () => this.evaluate(file, row));
  }

  private evaluate(file: LinkFile, row: number): Value {
    const { expressions } = file.facts;
    const operand = expressions.get(row, EXPRESSION.operand);
    const extra = expressions.get(row, EXPRESSION.extra);
    switch (expressions.get(row, EXPRESSION.kind)) {
      case Expression.name:
        return this.ofEntity(this.resolve(file, expressions.get(row, EXPRESSION.scope), expressions.get(row, EXPRESSION.name), 'value'));
      case Expression.member: {
        const receiver = this.ofExpression(file, operand);
        const name = file.facts.text(expressions.get(row, EXPRESSION.name));
        return this.hooks.propertyOf?.(receiver, name) ?? this.ofEntity(this.members.of(file, receiver, name, 'value'));
      }
      case Expression.call:
        return this.results.ofCall(file, row);
      case Expression.new:
        if (extra >= 0) return this.ofType(file, extra);
        return instanceOf(this.ofExpression(file, operand));
      case Expression.await:
        return this.results.awaited(this.ofExpression(file, operand));
      case Expression.index:
      case Expression.element:
        return this.results.elementOf(this.ofExpression(file, operand));
      case Expression.cast:
        return extra < 0 ? this.ofExpression(file, operand) : this.ofType(file, extra);
      case Expression.same:
      case Expression.assign:
        return this.ofExpression(file, operand);
      case Expression.either: {
        const first = this.ofExpression(file, operand);
        return first.kind === 'unknown' ? this.ofExpression(file, extra) : first;
      }
      case Expression.this: {
        const type = this.scopes.typeAround(file, expressions.get(row, EXPRESSION.scope));
        return type < 0 ? unknown('receiverUnknown') : this.self(type, file, expressions.get(row, EXPRESSION.scope));
      }
      case Expression.base: {
        const type = this.scopes.typeAround(file, expressions.get(row, EXPRESSION.scope));
        return type < 0 ? unknown('receiverUnknown') : baseOf(this.members.superBasesOf(type), this.hooks.ordersBases === true);
      }
      case Expression.lambda:
        return { kind: 'lambda', file: file.index, expression: row };
      case Expression.object:
        return extra >= 0 ? { kind: 'instance', symbol: this.program.canonical(file.firstSymbol + extra), arguments: [] } : this.hooks.literal('object', '');
      case Expression.array:
        return { kind: 'list', element: this.results.firstPart(file, row) };
      case Expression.literal:
        return this.hooks.literal(file.facts.text(expressions.get(row, EXPRESSION.name)), file.facts.text(extra));
      default:
        return unknown('receiverUnknown');
    }
  }

  /** The instance around a scope; in a method that belongs to the type itself, the type. */
  self(type: number, file: LinkFile, scope: number): Value {
    const method = this.methodAround(file, scope);
    if (method >= 0 && this.program.hasFlag(method, 'static')) return { kind: 'type', symbol: type };
    if (method < 0 && this.scopes.typeAt(file, scope) === type) return { kind: 'type', symbol: type };
    return { kind: 'instance', symbol: type, arguments: [] };
  }

  /** The method around a scope, or -1. */
  methodAround(file: LinkFile, scope: number): number {
    const { scopes, symbols } = file.facts;
    for (let row = scope < 0 ? -1 : scopes.get(scope, SCOPE.symbol); row >= 0 && !isTypeKind(symbols.get(row, SYMBOL.kind)); row = symbols.get(row, SYMBOL.parent)) {
      const kind = symbols.get(row, SYMBOL.kind);
      if (kind === Kind.method || kind === Kind.constructor || kind === Kind.accessor || kind === Kind.property) return file.firstSymbol + row;
    }
    return -1;
  }

  /** The entity that a name has in a scope, around it, or beyond the file. @param name its index among the file's strings */
  resolve(file: LinkFile, scope: number, name: number, purpose: Purpose): Entity {
    const text = file.facts.text(name);
    const before = this.hooks.before?.(file, scope, text, purpose);
    if (before !== undefined) return before;
    for (const at of this.scopes.around(file, scope)) {
      const bound = this.scopes.at(file, at, name, purpose);
      if (bound !== undefined) return bound;
      if (!this.hooks.hasImplicitReceiver) continue;
      const type = this.scopes.typeAt(file, at);
      if (type < 0) continue;
      const member = this.members.inType(file, { kind: 'instance', symbol: type, arguments: [] }, text, purpose);
      if (member.kind === 'symbols') return member;
    }
    const free = this.hooks.free(file, scope, text, purpose);
    if (free.kind !== 'none' || !this.hooks.hasImplicitReceiver) return free;
    // An inherited member of a base that lies outside the repository.
    const type = this.scopes.typeAround(file, scope);
    const inherited = type < 0 || purpose === 'type' ? free : this.members.of(file, { kind: 'instance', symbol: type, arguments: [] }, text, purpose);
    return inherited.kind === 'none' && inherited.reason === 'memberNotFound' ? free : inherited;
  }

  /** Like `resolve`, for a name that the file may not hold as a string of its own. */
  resolveText(file: LinkFile, scope: number, name: string, purpose: Purpose): Entity {
    const index = file.facts.indexOf(name);
    return index < 0 ? (this.hooks.before?.(file, scope, name, purpose) ?? this.hooks.free(file, scope, name, purpose)) : this.resolve(file, scope, index, purpose);
  }

  ofEntity(entity: Entity): Value {
    switch (entity.kind) {
      case 'symbols':
        return this.ofSymbols(entity.symbols, entity.receiver);
      case 'locals': {
        const file = this.program.files[entity.file];
        return file === undefined ? unknown('receiverUnknown') : this.ofLocals(file, entity.locals);
      }
      case 'module':
        return { kind: 'module', file: entity.file };
      case 'namespace':
        return { kind: 'namespace', name: entity.name };
      case 'external':
        return outside(entity.package, entity.path);
      case 'value':
        return entity.value;
      case 'path':
        return unknown('unsupported');
      case 'none':
        return unknown(entity.reason);
    }
  }

  /** What symbols stand for: callables together, else the first one's value. */
  private ofSymbols(symbols: readonly number[], receiver: Value | undefined): Value {
    const [first] = symbols;
    if (first === undefined) return unknown('receiverUnknown');
    const kind = this.program.cell(first, SYMBOL.kind);
    if (kind === Kind.function || kind === Kind.method || kind === Kind.constructor || kind === Kind.operator) return { kind: 'callables', symbols, receiver };
    if (isTypeKind(kind)) return { kind: 'type', symbol: first };
    if (kind === Kind.namespace) return { kind: 'namespace', name: this.program.nameOf(first) };
    if (kind === Kind.enumMember) return { kind: 'instance', symbol: this.program.parentOf(first), arguments: [] };
    const value = this.symbolValues.of(first, () => this.ofVariable(first));
    return receiver?.kind === 'instance' ? this.substitute(value, receiver) : value;
  }

  /** The value of a field, property, accessor, variable or constant. */
  private ofVariable(symbol: number): Value {
    let found: Value = unknown('receiverUnknown');
    for (const site of this.program.sitesOf(symbol)) {
      const file = this.program.fileOfSymbol(site);
      const type = this.program.cell(site, SYMBOL.type);
      if (type >= 0) found = this.ofType(file, type);
      else if (this.program.cell(site, SYMBOL.value) >= 0) found = this.ofExpression(file, this.program.cell(site, SYMBOL.value));
      else if (this.program.cell(site, SYMBOL.ownScope) >= 0) found = this.results.stated(file, this.program.cell(site, SYMBOL.ownScope));
      if (found.kind !== 'unknown') return found;
    }
    return found;
  }

  /** Parameters and variables of one name: the first that the source says something of. */
  private ofLocals(file: LinkFile, locals: readonly number[]): Value {
    let found: Value = unknown('receiverUnknown');
    for (const local of locals) {
      found = this.ofLocal(file, local);
      if (found.kind !== 'unknown') return found;
    }
    return found;
  }

  ofLocal(file: LinkFile, local: number): Value {
    const { locals } = file.facts;
    const kind = locals.get(local, LOCAL.kind);
    if (kind === Local.typeParameter) return { kind: 'typeParameter', file: file.index, local };
    const type = locals.get(local, LOCAL.type);
    if (type >= 0) return this.ofType(file, type);
    const value = locals.get(local, LOCAL.value);
    if (value >= 0) {
      const of = this.ofExpression(file, value);
      return kind === Local.element ? this.results.elementOf(of) : of;
    }
    return kind === Local.parameter ? (this.hooks.parameter?.(file, local) ?? this.ofParameter(file, local)) : unknown('receiverUnknown');
  }

  /** A parameter without a type: the receiver, or what a call gives to the lambda around it. */
  private ofParameter(file: LinkFile, local: number): Value {
    const { locals, scopes, symbols } = file.facts;
    const scope = locals.get(local, LOCAL.scope);
    const owner = scopes.get(scope, SCOPE.owner);
    const { receiverNames, hasReceiverParameter } = this.hooks;
    const mayReceive = hasReceiverParameter && receiverNames?.has(file.facts.text(locals.get(local, LOCAL.name))) !== false;
    if (mayReceive && owner >= 0 && this.firstParameter(file, scope) === local) {
      const parent = symbols.get(owner, SYMBOL.parent);
      if (parent >= 0 && isTypeKind(symbols.get(parent, SYMBOL.kind)) && scopes.get(scope, SCOPE.kind) === Scope.function) {
        const type = this.program.canonical(file.firstSymbol + parent);
        return this.program.hasFlag(file.firstSymbol + owner, 'static') ? { kind: 'type', symbol: type } : { kind: 'instance', symbol: type, arguments: [] };
      }
    }
    const place = this.lambdas.of(file, scope);
    if (place === undefined) return unknown('higherOrder');
    return this.results.lambdaParameter(file, place, this.parameterNumber(file, scope, local));
  }

  private firstParameter(file: LinkFile, scope: number): number {
    return this.scopes.localsIn(file, scope).find((row) => file.facts.locals.get(row, LOCAL.kind) === Local.parameter) ?? -1;
  }

  private parameterNumber(file: LinkFile, scope: number, local: number): number {
    return this.scopes.localsIn(file, scope).filter((row) => file.facts.locals.get(row, LOCAL.kind) === Local.parameter).indexOf(local);
  }

  /** What a written type names. */
  ofType(file: LinkFile, row: number): Value {
    return this.types.ofType(file, row);
  }

  /** What a type alias stands for. */
  aliased(symbol: number): Value | undefined {
    const type = this.program.cell(symbol, SYMBOL.type);
    if (type < 0) return undefined;
    const value = this.ofType(this.program.fileOfSymbol(symbol), type);
    return value.kind === 'instance' && value.symbol === symbol ? undefined : value;
  }

  /** What a type parameter is bounded by. */
  constraint(parameter: Extract<Value, { kind: 'typeParameter' }>): Value {
    const file = this.program.files[parameter.file];
    const type = file?.facts.locals.get(parameter.local, LOCAL.type) ?? -1;
    return file === undefined || type < 0 ? unknown('dynamic') : this.ofType(file, type);
  }

  /** Puts the type arguments of an instance in the place of its type's parameters. */
  substitute(value: Value, receiver: Extract<Value, { kind: 'instance' }>): Value {
    if (receiver.arguments.length === 0) return value;
    switch (value.kind) {
      case 'typeParameter': {
        const index = this.members.typeParametersOf(receiver.symbol).findIndex(({ file, local }) => file === value.file && local === value.local);
        return receiver.arguments[index] ?? value;
      }
      case 'instance':
      case 'external':
        return value.arguments.length === 0 ? value : { ...value, arguments: value.arguments.map((argument) => this.substitute(argument, receiver)) };
      case 'list':
        return { kind: 'list', element: this.substitute(value.element, receiver) };
      default:
        return value;
    }
  }

  /** The method that `super` calls: the inherited one with the name of the method around. */
  inheritedMethod(file: LinkFile, base: number): Entity {
    const scope = file.facts.expressions.get(base, EXPRESSION.scope);
    const method = this.methodAround(file, scope);
    if (method < 0) return none('receiverUnknown');
    return this.members.of(file, this.ofExpression(file, base), this.program.nameOf(method), 'call');
  }

  /** What is called, constructed or named by an expression. */
  entityOf(file: LinkFile, row: number, purpose: Purpose): Entity {
    const { expressions } = file.facts;
    if (row < 0) return none('receiverUnknown');
    const operand = expressions.get(row, EXPRESSION.operand);
    switch (expressions.get(row, EXPRESSION.kind)) {
      case Expression.name:
        return this.resolve(file, expressions.get(row, EXPRESSION.scope), expressions.get(row, EXPRESSION.name), purpose);
      case Expression.member:
        return this.members.of(file, this.ofExpression(file, operand), file.facts.text(expressions.get(row, EXPRESSION.name)), purpose);
      case Expression.same:
        return this.entityOf(file, operand, purpose);
      case Expression.index:
        return none('dynamic');
      default:
        return { kind: 'value', value: this.ofExpression(file, row) };
    }
  }
}

/** `super`: the only base, or all of them where a type has several. */
function baseOf(bases: readonly Value[], isOrdered: boolean): Value {
  const [first] = bases;
  if (first === undefined) return unknown('memberNotFound');
  return bases.length === 1 ? first : { kind: 'union', parts: bases, isOrdered };
}
