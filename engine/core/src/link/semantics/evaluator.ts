import { EXPRESSION, Expression, Kind, LOCAL, Local, SCOPE, SYMBOL, Scope } from '../../facts/schema.js';
import { GuardedMemo } from '../guarded-memo.js';
import type { LinkFile, LinkProgram } from '../program.js';
import { rowKey } from '../row-memo.js';
import { LambdaTypes } from './lambda-types.js';
import type { LanguageHooks } from './language-hooks.js';
import { Members } from './members.js';
import { Overloads } from './overloads.js';
import { NameResolution } from './name-resolution.js';
import { Parameters } from './parameters.js';
import { Results } from './results.js';
import { Scopes, isTypeKind } from './scopes.js';
import { Sides } from './sides.js';
import { Signatures } from './signatures.js';
import { replaceParameters } from './substitution.js';
import { TypeReferences } from './type-references.js';
import type { Entity, Purpose, Value } from './value.js';
import { entityOutside, instanceOf, isSameParameter, joined, none, outside, unknown } from './value.js';

const DEPTH = 48;
/** Expressions that are asked for because of one: variables that are set to each other hundreds of times are asked for in many orders. */
const MOST_QUESTIONS = 4_000;
/** What else a variable is set to is not asked. */
const MOST_ASSIGNMENTS = 64;

/**
 * Evaluates expressions and written types as far as the source states them: declared types, initialisers, `new`, declared
 * and stated returns, elements, type arguments. A cycle answers unknown.
 */
export class Evaluator {
  readonly scopes: Scopes;
  readonly members: Members;
  readonly results: Results;
  readonly types: TypeReferences;
  readonly overloads: Overloads;
  readonly lambdas: LambdaTypes;
  readonly sides = new Sides(this);
  readonly signatures = new Signatures(this);
  private readonly parameters: Parameters;
  private readonly names: NameResolution;
  private readonly expressionValues = new GuardedMemo<Value>(unknown('receiverUnknown'), DEPTH, MOST_QUESTIONS);
  private readonly aliasValues = new GuardedMemo<Value>(unknown('receiverUnknown'), DEPTH);
  private readonly symbolValues = new GuardedMemo<Value>(unknown('receiverUnknown'), DEPTH);

  constructor(
    readonly program: LinkProgram,
    readonly hooks: LanguageHooks,
  ) {
    this.scopes = new Scopes(program, hooks);
    this.members = new Members(this);
    this.results = new Results(this);
    this.types = new TypeReferences(this);
    this.overloads = new Overloads(this);
    this.lambdas = new LambdaTypes(this);
    this.parameters = new Parameters(this);
    this.names = new NameResolution(this);
    program.forgets(this.expressionValues, this.aliasValues, this.symbolValues);
  }

  /** Forgets what was concluded on the way; tables of single files stay. */
  forgetAnswers(): void {
    this.expressionValues.clear();
    this.aliasValues.clear();
    this.symbolValues.clear();
    this.members.forgetAnswers();
    this.lambdas.forgetAnswers();
  }

  ofExpression(file: LinkFile, row: number): Value {
    if (row < 0) return unknown('receiverUnknown');
    return this.expressionValues.of(rowKey(file.index, row), () => this.evaluate(file, row));
  }

  private evaluate(file: LinkFile, row: number): Value {
    const { expressions } = file.facts;
    const operand = expressions.get(row, EXPRESSION.operand);
    const extra = expressions.get(row, EXPRESSION.extra);
    switch (expressions.get(row, EXPRESSION.kind)) {
      case Expression.name:
        return this.ofEntity(this.resolve(file, expressions.get(row, EXPRESSION.scope), expressions.get(row, EXPRESSION.name), 'value', row));
      case Expression.member: {
        const name = file.facts.text(expressions.get(row, EXPRESSION.name));
        return this.hooks.propertyOf?.(this.ofExpression(file, operand), name) ?? this.ofMember(file, operand, name);
      }
      case Expression.call:
        return this.results.ofCall(file, row);
      case Expression.new:
        if (extra >= 0) return this.ofType(file, extra);
        return instanceOf(this.ofExpression(file, operand));
      case Expression.await:
        return this.results.awaited(this.ofExpression(file, operand));
      case Expression.element: {
        const whole = this.ofExpression(file, operand);
        const component = this.hooks.componentOf?.(whole, extra);
        if (component !== undefined) return component;
        return whole.kind === 'list' && whole.parts !== undefined ? (whole.parts[extra] ?? unknown('receiverUnknown')) : this.results.elementOf(whole);
      }
      case Expression.index:
        return this.results.elementOf(this.ofExpression(file, operand));
      case Expression.cast:
        return extra < 0 ? this.ofExpression(file, operand) : this.ofType(file, extra);
      case Expression.same:
      case Expression.assign:
        return this.ofExpression(file, operand);
      case Expression.either:
        return joined([this.ofExpression(file, operand), this.ofExpression(file, extra)]);
      case Expression.this: {
        const receiver = this.receiverAround(file, expressions.get(row, EXPRESSION.scope));
        if (receiver !== undefined) return receiver;
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
        return extra >= 0 ? { kind: 'list', element: this.ofType(file, extra), holder: '[]' } : this.results.ofParts(file, row);
      case Expression.literal:
        return this.hooks.literal(file.facts.text(expressions.get(row, EXPRESSION.name)), file.facts.text(extra));
      default:
        return unknown('receiverUnknown');
    }
  }

  /** A member's value; a getter that is read as a property gives what it returns. */
  private ofMember(file: LinkFile, operand: number, name: string): Value {
    const receiver = this.ofExpression(file, operand);
    const known = receiver.kind === 'external' ? this.hooks.libraryProperty?.(receiver, name) : undefined;
    if (known !== undefined) return known;
    const entity = this.members.of(file, receiver, name, 'value');
    const value = this.ofEntity(entity);
    return entity.kind === 'symbols' && entity.rule === 'accessor' && value.kind === 'callables' ? this.results.returnOf(file, value) : value;
  }

  /** What the extension function around a scope is called on, if one is nearer than a type. */
  private receiverAround(file: LinkFile, scope: number): Value | undefined {
    const { scopes } = file.facts;
    for (let at = scope; at >= 0 && scopes.get(at, SCOPE.kind) !== Scope.type; at = scopes.get(at, SCOPE.parent)) {
      const receiver = this.receiverAt(file, at);
      if (receiver !== undefined) return receiver;
    }
    return undefined;
  }

  /** What the function or lambda of a scope is called on, where it is an extension or has a receiver. */
  receiverAt(file: LinkFile, scope: number): Value | undefined {
    if (file.facts.scopes.get(scope, SCOPE.kind) !== Scope.function) return undefined;
    const local = this.scopes.localsIn(file, scope).find((row) => file.facts.locals.get(row, LOCAL.kind) === Local.receiver);
    if (local !== undefined) return this.ofType(file, file.facts.locals.get(local, LOCAL.type));
    return this.hooks.lambdaReceiver === undefined || file.facts.scopes.get(scope, SCOPE.owner) >= 0 ? undefined : this.lambdas.receiver(file, scope);
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

  /**
   * The entity that a name has in a scope, around it, or beyond the file.
   * @param name its index among the file's strings
   * @param expression where it stands: a variable is not yet there in what it is set to
   */
  resolve(file: LinkFile, scope: number, name: number, purpose: Purpose, expression = -1): Entity {
    return this.names.resolve(file, scope, name, purpose, expression);
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
    for (const local of locals.slice(0, MOST_ASSIGNMENTS)) {
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
    const value = locals.get(local, LOCAL.value);
    if (kind === Local.narrowed) return this.narrowed(this.ofType(file, type), this.ofExpression(file, value));
    if (type >= 0) return this.hooks.collectsRest === true && kind === Local.parameter && this.isRest(file, local) ? { kind: 'list', element: this.ofType(file, type), holder: '[]' } : this.ofType(file, type);
    if (value >= 0) {
      const of = this.ofExpression(file, value);
      return kind === Local.element ? this.results.elementOf(of) : of;
    }
    return kind === Local.parameter ? (this.hooks.parameter?.(file, local) ?? this.parameters.of(file, local)) : unknown('receiverUnknown');
  }

  /** Whether a parameter takes what is left of the arguments: the last one of what takes any number. */
  private isRest(file: LinkFile, local: number): boolean {
    const scope = file.facts.locals.get(local, LOCAL.scope);
    const owner = file.facts.scopes.get(scope, SCOPE.owner);
    return owner >= 0 && file.facts.symbols.get(owner, SYMBOL.maximumArguments) < 0 && this.scopes.parametersIn(file, scope).at(-1) === local;
  }

  /** What a variable is where a test has told its type: that, and what it was before where the one does not follow from the other. */
  private narrowed(told: Value, before: Value): Value {
    if (told.kind !== 'instance') return told.kind === 'unknown' ? before : told;
    const isOther = before.kind === 'instance' && before.symbol !== told.symbol && !this.members.baseSymbols(told.symbol).includes(before.symbol);
    return isOther ? { kind: 'union', parts: [told, before], isOrdered: true } : told;
  }

  /** What a written type names. */
  ofType(file: LinkFile, row: number): Value {
    return this.types.ofType(file, row);
  }

  /** What a type alias stands for. */
  aliased(symbol: number): Value | undefined {
    const type = this.program.cell(symbol, SYMBOL.type);
    if (type < 0) return undefined;
    const value = this.aliasValues.of(symbol, () => this.ofType(this.program.fileOfSymbol(symbol), type));
    return value.kind === 'instance' && value.symbol === symbol ? undefined : value;
  }

  /** What a type parameter is bounded by. */
  constraint(parameter: Extract<Value, { kind: 'typeParameter' }>): Value {
    if (parameter.variable !== undefined) return this.hooks.boundOf?.(parameter.variable) ?? unknown('dynamic');
    const file = this.program.files[parameter.file];
    const type = file?.facts.locals.get(parameter.local, LOCAL.type) ?? -1;
    return file === undefined || type < 0 ? unknown('dynamic') : this.ofType(file, type);
  }

  /** Puts the type arguments of an instance in the place of its type's parameters. */
  substitute(value: Value, receiver: Extract<Value, { kind: 'instance' }>): Value {
    return receiver.arguments.length === 0 ? value : replaceParameters(value, (parameter) => receiver.arguments[this.parameterPlace(parameter, receiver.symbol)]);
  }

  /** The method that `super` calls: the inherited one with the name of the method around. */
  inheritedMethod(file: LinkFile, base: number): Entity {
    const scope = file.facts.expressions.get(base, EXPRESSION.scope);
    const method = this.methodAround(file, scope);
    if (method < 0) return none('receiverUnknown');
    const name = this.program.nameOf(method);
    const found = this.members.of(file, this.ofExpression(file, base), name, 'call');
    if (found.kind !== 'none') return found;
    return entityOutside(this.hooks.everyMember?.(this.scopes.typeAround(file, scope), name)) ?? found;
  }

  /** The place of a type parameter among those of a type, or -1. */
  private parameterPlace(parameter: Extract<Value, { kind: 'typeParameter' }>, type: number): number {
    const isSame = (own: Omit<typeof parameter, 'kind'>): boolean => isSameParameter(own, parameter);
    const own = this.members.typeParametersOf(type).findIndex(isSame);
    if (own >= 0 || parameter.variable !== undefined) return own;
    // A method that is declared outside of its type names the type's parameters itself, in their order.
    const file = this.program.files[parameter.file];
    const owner = file === undefined ? -1 : file.facts.scopes.get(file.facts.locals.get(parameter.local, LOCAL.scope), SCOPE.owner);
    if (file === undefined || owner < 0) return -1;
    const method = this.program.canonical(file.firstSymbol + owner);
    return this.program.parentOf(method) === type && this.program.declaredIn(method) !== type ? this.members.typeParametersOf(file.firstSymbol + owner).findIndex(isSame) : -1;
  }

  /** What is called, constructed or named by an expression. */
  entityOf(file: LinkFile, row: number, purpose: Purpose): Entity {
    const { expressions } = file.facts;
    if (row < 0) return none('receiverUnknown');
    const operand = expressions.get(row, EXPRESSION.operand);
    switch (expressions.get(row, EXPRESSION.kind)) {
      case Expression.name:
        return this.resolve(file, expressions.get(row, EXPRESSION.scope), expressions.get(row, EXPRESSION.name), purpose, row);
      case Expression.member:
        return this.members.of(file, this.ofExpression(file, operand), file.facts.text(expressions.get(row, EXPRESSION.name)), purpose);
      case Expression.same:
        return this.entityOf(file, operand, purpose);
      case Expression.index: {
        // A generic function with its type arguments looks like an element.
        const indexed = this.entityOf(file, operand, purpose);
        const isFunction = indexed.kind === 'symbols' && indexed.symbols.every((symbol) => this.program.cell(symbol, SYMBOL.kind) === Kind.function || this.program.cell(symbol, SYMBOL.kind) === Kind.method);
        return isFunction ? indexed : none('dynamic');
      }
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
