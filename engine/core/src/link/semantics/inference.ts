import { EXPRESSION, Expression, Kind, LOCAL, SYMBOL, TYPE, Type } from '../../facts/schema.js';
import { statedTypeArguments } from '../../facts/type-arguments.js';
import { Parts } from '../parts.js';
import type { LinkFile } from '../program.js';
import { rowKey } from '../row-memo.js';
import type { Evaluator } from './evaluator.js';
import { mentionsParameter, replaceParameters } from './substitution.js';
import type { TypeParameter } from './substitution.js';
import type { Value } from './value.js';
import { instanceOf } from './value.js';

const DEPTH = 6;
/** How deep type arguments are inferred within each other. */
const INFERRED_DEPTH = 2;

/** What the type parameters of a function stand for in one call of it: stated, or by the types of its arguments. */
export class Inference {
  private readonly parts = new Parts();

  constructor(private readonly evaluator: Evaluator) {}

  /** A function's result with what a call gives in the place of the function's own type parameters. */
  settle(result: Value, callee: number, file: LinkFile, call: number): Value {
    if (!mentionsParameter(result)) return result;
    const { evaluator } = this;
    const own = evaluator.members.typeParametersOf(callee);
    if (own.length === 0 && evaluator.hooks.isTypeVariable === undefined) return result;
    const given = new Map<number, Value>();
    this.statedArguments(file, call).forEach((value, place) => {
      const parameter = own[place];
      if (parameter !== undefined && value.kind !== 'unknown') given.set(keyOf(parameter), value);
    });
    this.bindArguments(callee, new Set(own.map(keyOf)), file, call, given);
    return given.size === 0 ? result : replaceParameters(result, (parameter) => given.get(keyOf(parameter)));
  }

  /** The type arguments of an instance that a call makes: stated, else by what its constructor is given. */
  ofConstructed(symbol: number, file: LinkFile, call: number): readonly Value[] {
    const stated = this.statedArguments(file, call);
    const { members, program, hooks } = this.evaluator;
    const own = stated.length > 0 ? [] : members.typeParametersOf(symbol);
    if (own.length === 0) return stated;
    const constructor = program.childrenOf(symbol).find((id) => program.cell(id, SYMBOL.kind) === Kind.constructor || hooks.constructorNames.has(program.nameOf(id)));
    const given = new Map<number, Value>();
    this.bindArguments(constructor ?? symbol, new Set(own.map(keyOf)), file, call, given);
    return given.size === 0 ? [] : own.map((parameter) => cutOff(given.get(keyOf(parameter)), INFERRED_DEPTH) ?? { kind: 'typeParameter', ...parameter });
  }

  /** Type parameters by what stands in the place of a callee's parameters: of a type, of those of its own constructor. */
  private bindArguments(callee: number, names: ReadonlySet<number>, file: LinkFile, call: number, given: Map<number, Value>): void {
    const { evaluator } = this;
    const owner = evaluator.program.fileOfSymbol(callee);
    const { locals } = owner.facts;
    const declared = evaluator.scopes.parametersIn(owner, evaluator.program.cell(callee, SYMBOL.ownScope));
    const [first] = declared;
    const isReceiver = first !== undefined && evaluator.hooks.hasReceiverParameter && evaluator.hooks.receiverNames?.has(owner.facts.text(locals.get(first, LOCAL.name))) === true;
    const parameters = isReceiver ? declared.slice(1) : declared;
    for (const { position, value } of this.parts.of(file.facts, call)) {
      const parameter = parameters[Math.min(position, parameters.length - 1)];
      const type = parameter === undefined ? -1 : owner.facts.locals.get(parameter, LOCAL.type);
      if (type >= 0) this.bindWritten(owner, type, this.argument(file, value), (wanted, found) => {
        const key = keyOf(wanted);
        if ((names.has(key) || wanted.variable !== undefined) && !given.has(key)) given.set(key, found);
      });
    }
  }

  /** The type arguments that a call states. */
  statedArguments(file: LinkFile, call: number): readonly Value[] {
    const { expressions } = file.facts;
    const type = expressions.get(call, EXPRESSION.extra);
    if (type < 0) return this.indexed(file, expressions.get(call, EXPRESSION.operand));
    return statedTypeArguments(file.facts, type).map((row) => this.evaluator.ofType(file, row));
  }

  /** `make[Order]()`, which reads like an element of `make`. */
  private indexed(file: LinkFile, callee: number): readonly Value[] {
    const { expressions } = file.facts;
    const index = callee >= 0 && expressions.get(callee, EXPRESSION.kind) === Expression.index ? expressions.get(callee, EXPRESSION.extra) : -1;
    return index < 0 ? [] : [instanceOf(this.evaluator.ofExpression(file, index))];
  }

  /** An argument; a class that is given as a value stands for its instances. */
  private argument(file: LinkFile, row: number): Value {
    const { evaluator } = this;
    const { expressions } = file.facts;
    if (row < 0) return { kind: 'unknown', reason: 'receiverUnknown' };
    const kind = expressions.get(row, EXPRESSION.kind);
    if (kind === Expression.literal) {
      const name = evaluator.hooks.classLiteral?.(file.facts.text(expressions.get(row, EXPRESSION.extra)));
      const found = name === undefined ? undefined : evaluator.ofEntity(evaluator.resolveText(file, expressions.get(row, EXPRESSION.scope), name, 'type'));
      if (found?.kind === 'type') return { kind: 'instance', symbol: found.symbol, arguments: [] };
    }
    const value = evaluator.ofExpression(file, row);
    const operand = kind === Expression.member ? expressions.get(row, EXPRESSION.operand) : -1;
    return operand >= 0 && expressions.get(operand, EXPRESSION.kind) === Expression.literal ? this.argument(file, operand) : value;
  }

  private bindWritten(owner: LinkFile, type: number, value: Value, add: (wanted: TypeParameter, found: Value) => void): void {
    const { types } = owner.facts;
    if (types.get(type, TYPE.kind) !== Type.function) {
      this.bind(this.evaluator.ofType(owner, type), value, owner, add, 0);
      return;
    }
    const result = types.get(type, TYPE.qualifier);
    if (result >= 0) this.bind(this.evaluator.ofType(owner, result), this.returned(value, owner), owner, add, 0);
  }

  private returned(value: Value, file: LinkFile): Value {
    return value.kind === 'lambda' || value.kind === 'callables' ? this.evaluator.results.returnOf(file, value) : { kind: 'unknown', reason: 'higherOrder' };
  }

  private bind(wanted: Value, value: Value, owner: LinkFile, add: (wanted: TypeParameter, found: Value) => void, depth: number): void {
    if (value.kind === 'unknown' || depth > DEPTH) return;
    if (wanted.kind === 'typeParameter') {
      if (value.kind !== 'typeParameter' && value.kind !== 'lambda') add(wanted, value);
      return;
    }
    if (wanted.kind === 'list') {
      if (value.kind === 'list') this.bind(wanted.element, value.element, owner, add, depth + 1);
      else this.bind(wanted.element, this.returned(value, owner), owner, add, depth + 1);
      return;
    }
    if (wanted.kind !== 'instance' && wanted.kind !== 'external') return;
    const last = wanted.arguments[wanted.arguments.length - 1];
    if (last === undefined) return;
    // A functional type gives its last argument; a class gives its instances.
    const isOfType = wanted.kind === 'external' && this.evaluator.hooks.container(wanted.path) === 'type';
    if (isOfType && value.kind === 'type') this.bind(last, { kind: 'instance', symbol: value.symbol, arguments: [] }, owner, add, depth + 1);
    else if (value.kind === 'lambda' || value.kind === 'callables') this.bind(last, this.returned(value, owner), owner, add, depth + 1);
    else if (wanted.kind === 'external' && wanted.arguments.length === 1 && value.kind === 'instance') this.bind(last, value, owner, add, depth + 1);
    else if ((wanted.kind === 'instance' && value.kind === 'instance' && wanted.symbol === value.symbol) || (value.kind === 'external' && wanted.kind === 'external' && wanted.path === value.path)) {
      wanted.arguments.forEach((argument, index) => this.bind(argument, value.arguments[index] ?? { kind: 'unknown', reason: 'receiverUnknown' }, owner, add, depth + 1));
    }
  }
}

/** A value whose type arguments have none beyond a depth: what is inferred of values may hold itself more often than there is text. */
function cutOff(value: Value | undefined, depth: number): Value | undefined {
  if ((value?.kind !== 'instance' && value?.kind !== 'external') || value.arguments.length === 0) return value;
  return { ...value, arguments: depth === 0 ? [] : value.arguments.map((argument) => cutOff(argument, depth - 1) ?? argument) };
}

/** A type parameter as a number: those that are variables of their own are below zero. */
function keyOf({ file, local, variable }: Omit<TypeParameter, 'kind'>): number {
  return variable === undefined ? rowKey(file, local) : -1 - variable;
}
