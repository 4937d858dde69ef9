import { EXPRESSION, Expression, Kind, LOCAL, RETURN, SYMBOL, TYPE, Type } from '../../facts/schema.js';
import { MOST_PLACES, Parts } from '../parts.js';
import type { LinkFile } from '../program.js';
import type { Evaluator } from './evaluator.js';
import { Inference } from './inference.js';
import type { LambdaPlace } from './lambda-places.js';
import type { LibraryCall } from './language-hooks.js';
import type { Entity, Value } from './value.js';
import { instanceOf, joined, memberPath, outside, unknown } from './value.js';

const MOST_RETURNS = 4;
/** How often a type may be defined by another on the way to a function's. */
const ALIASES = 4;
const VARIABLES = new Set<number>([Kind.variable, Kind.constant, Kind.field, Kind.property]);

/** What calls give back, what containers hold, what lambdas are given. */
export class Results {
  private readonly parts = new Parts();
  private readonly returnRows = new Map<number, ReadonlyMap<number, readonly number[]>>();

  private readonly inference: Inference;

  constructor(private readonly evaluator: Evaluator) {
    this.inference = new Inference(evaluator);
    evaluator.program.forgets(this.returnRows);
  }

  ofCall(file: LinkFile, row: number): Value {
    const operand = file.facts.expressions.get(row, EXPRESSION.operand);
    const { expressions } = file.facts;
    const { hooks } = this.evaluator;
    const kind = expressions.get(operand, EXPRESSION.kind);
    if (kind === Expression.member && (hooks.factoryNames !== undefined || hooks.resultOf !== undefined)) {
      const receiver = this.evaluator.ofExpression(file, expressions.get(operand, EXPRESSION.operand));
      const name = file.facts.text(expressions.get(operand, EXPRESSION.name));
      if (receiver.kind === 'type' && hooks.factoryNames?.has(name) === true) return this.constructed(file, row, receiver.symbol);
      const result = hooks.resultOf?.(receiver, name);
      if (result !== undefined) return result;
    }
    if (kind === Expression.base && hooks.superIsMethod === true) return this.returnOf(file, this.evaluator.ofEntity(this.evaluator.inheritedMethod(file, operand)));
    if (kind === Expression.name && hooks.hasImplicitReceiver && hooks.resultOf !== undefined) {
      const result = this.ofImplicit(file, operand);
      if (result !== undefined) return result;
    }
    const library = kind === Expression.member ? this.ofLibraryCall(file, row, operand) : undefined;
    if (library !== undefined) return library;
    const entity = this.evaluator.entityOf(file, operand, 'call');
    const made = entity.kind === 'external' ? hooks.libraryFunction?.(entity.path, this.libraryCall(file, row)) : undefined;
    if (made !== undefined) return made;
    const stated = this.ofFunctionType(entity);
    if (stated !== undefined) return stated;
    const callee = this.evaluator.ofEntity(entity);
    // A call that reads a component or property gives what that holds.
    if (entity.kind === 'symbols' && callee.kind !== 'callables' && (entity.rule === 'accessor' || this.isReadByCall(entity.symbols[0]))) return callee;
    if (hooks.readsByCall === true && entity.kind === 'symbols' && this.isRead(entity.symbols)) return callee;
    if (callee.kind === 'type' && (hooks.constructsByCall || hooks.factoryNames !== undefined)) return this.constructed(file, row, callee.symbol);
    const self = kind === Expression.member ? this.evaluator.ofExpression(file, expressions.get(operand, EXPRESSION.operand)) : undefined;
    if (callee.kind !== 'callables') return this.returnOf(file, callee, self);
    const symbols = callee.symbols.length < 2 ? callee.symbols : this.evaluator.overloads.fitting(callee.symbols, { file, expression: row, count: this.parts.of(file.facts, row).length });
    const [chosen] = symbols;
    // Without overloads, several are what several types have: it gives what any of them gives.
    if (symbols.length > 1 && !hooks.hasOverloads) return joined(symbols.slice(0, MOST_RETURNS).map((symbol) => this.returnOf(file, { ...callee, symbols: [symbol] }, self?.kind === 'union' ? undefined : self)));
    const result = this.returnOf(file, { ...callee, symbols }, self);
    return chosen === undefined ? result : this.inference.settle(result, chosen, file, row);
  }

  /** What a variable or field gives back whose written type is a function's. */
  private ofFunctionType(entity: Entity): Value | undefined {
    const { program } = this.evaluator;
    if (entity.kind === 'locals') {
      const file = program.files[entity.file];
      const [local] = entity.locals;
      return file === undefined || local === undefined ? undefined : this.resultOf(file, file.facts.locals.get(local, LOCAL.type), 0);
    }
    const [symbol] = entity.kind === 'symbols' ? entity.symbols : [];
    if (symbol === undefined || !VARIABLES.has(program.cell(symbol, SYMBOL.kind))) return undefined;
    return this.resultOf(program.fileOfSymbol(symbol), program.cell(symbol, SYMBOL.type), 0);
  }

  /** The result of a function's type, or of one that is defined by it. */
  private resultOf(file: LinkFile, type: number, depth: number): Value | undefined {
    if (type < 0 || depth > ALIASES) return undefined;
    const { types } = file.facts;
    switch (types.get(type, TYPE.kind)) {
      case Type.function: {
        const result = types.get(type, TYPE.qualifier);
        return result < 0 ? undefined : this.evaluator.ofType(file, result);
      }
      case Type.optional: {
        const [inner] = this.evaluator.types.childrenOf(file, type);
        return inner === undefined ? undefined : this.resultOf(file, inner, depth + 1);
      }
      case Type.named: {
        const named = this.evaluator.types.entityOf(file, type);
        const [symbol] = named.kind === 'symbols' ? named.symbols : [];
        return symbol === undefined ? undefined : this.resultOf(this.evaluator.program.fileOfSymbol(symbol), this.evaluator.program.cell(symbol, SYMBOL.type), depth + 1);
      }
      default:
        return undefined;
    }
  }

  private isReadByCall(symbol: number | undefined): boolean {
    return symbol !== undefined && this.evaluator.program.cell(symbol, SYMBOL.kind) === Kind.property && this.evaluator.program.hasFlag(symbol, 'callable');
  }

  /** A member of a library's type, where the language knows what it gives. */
  private ofLibraryCall(file: LinkFile, row: number, callee: number): Value | undefined {
    const { hooks } = this.evaluator;
    if (hooks.libraryCall === undefined) return undefined;
    const { expressions } = file.facts;
    const receiver = this.evaluator.ofExpression(file, expressions.get(callee, EXPRESSION.operand));
    if (receiver.kind !== 'list' && receiver.kind !== 'external' && receiver.kind !== 'instance') return undefined;
    const name = file.facts.text(expressions.get(callee, EXPRESSION.name));
    // What the repository declares goes before what the library gives every value.
    if (receiver.kind === 'instance' && this.evaluator.members.of(file, receiver, name, 'call').kind === 'symbols') return undefined;
    return hooks.libraryCall(receiver, name, this.libraryCall(file, row));
  }

  private libraryCall(file: LinkFile, row: number): LibraryCall {
    const { evaluator, parts } = this;
    return {
      argument: (position) => evaluator.ofExpression(file, parts.of(file.facts, row).find((part) => part.position === position)?.value ?? -1),
      typeArgument: () => this.inference.statedArguments(file, row)[0],
      returned: (callee) => this.returnOf(file, callee),
    };
  }

  /** A call without a receiver, of a member of the object itself. */
  private ofImplicit(file: LinkFile, callee: number): Value | undefined {
    const { expressions } = file.facts;
    const scope = expressions.get(callee, EXPRESSION.scope);
    const type = this.evaluator.scopes.typeAround(file, scope);
    return type < 0 ? undefined : this.evaluator.hooks.resultOf?.(this.evaluator.self(type, file, scope), file.facts.text(expressions.get(callee, EXPRESSION.name)));
  }

  private isRead([first]: readonly number[]): boolean {
    if (first === undefined) return false;
    const kind = this.evaluator.program.cell(first, SYMBOL.kind);
    return kind === Kind.field || kind === Kind.property || kind === Kind.accessor;
  }

  /** An instance with the type arguments that the call states, or that follow from what it gives. */
  private constructed(file: LinkFile, row: number, symbol: number): Value {
    return { kind: 'instance', symbol, arguments: this.inference.ofConstructed(symbol, file, row) };
  }

  /** What calling a value gives. @param self what a method is called on, where that may be derived from the type that declares it */
  returnOf(file: LinkFile, callee: Value, self?: Value): Value {
    const { program, hooks, members } = this.evaluator;
    switch (callee.kind) {
      case 'callables': {
        const [first] = callee.symbols;
        if (first === undefined) return unknown('receiverUnknown');
        if (program.cell(first, SYMBOL.kind) === Kind.constructor) return { kind: 'instance', symbol: program.parentOf(first), arguments: [] };
        // What gives itself back gives what it was called on, which may be of a derived type.
        const on = self?.kind === 'instance' ? self : callee.receiver;
        if (on?.kind === 'instance' && this.givesReceiver(first)) return hooks.separatesStatic === true && program.hasFlag(first, 'static') ? { kind: 'type', symbol: on.symbol } : on;
        const value = this.ofCallable(first);
        return callee.receiver?.kind === 'instance' ? this.evaluator.substitute(value, callee.receiver) : value;
      }
      case 'type':
        return hooks.constructsByCall ? instanceOf(callee) : unknown('higherOrder');
      case 'external': {
        const container = hooks.container(callee.path);
        // A type of the library that is called makes itself.
        return container === undefined ? outside(callee.package, `${callee.path}()`, callee.arguments) : callee;
      }
      case 'lambda': {
        const owner = program.files[callee.file];
        return owner === undefined ? unknown('higherOrder') : this.stated(owner, owner.facts.expressions.get(callee.expression, EXPRESSION.extra));
      }
      case 'instance': {
        const name = hooks.callMember;
        if (name === undefined) return unknown('higherOrder');
        const member = members.inType(file, callee, name, 'call');
        return member.kind === 'symbols' ? this.returnOf(file, this.evaluator.ofEntity(member)) : unknown('higherOrder');
      }
      default:
        return unknown(callee.kind === 'unknown' ? callee.reason : 'receiverUnknown');
    }
  }

  private givesReceiver(symbol: number): boolean {
    const { program } = this.evaluator;
    const file = program.fileOfSymbol(symbol);
    const { types, expressions } = file.facts;
    let type = program.cell(symbol, SYMBOL.type);
    if (type >= 0 && types.get(type, TYPE.kind) === Type.optional) type = this.evaluator.types.childrenOf(file, type)[0] ?? type;
    if (type >= 0) return types.get(type, TYPE.kind) === Type.this && !program.hasFlag(symbol, 'static');
    const [stated] = this.returnsOf(file).get(program.cell(symbol, SYMBOL.ownScope)) ?? [];
    return stated !== undefined && expressions.get(stated, EXPRESSION.kind) === Expression.this && file.facts.text(expressions.get(stated, EXPRESSION.name)) === '';
  }

  private ofCallable(symbol: number): Value {
    const { program } = this.evaluator;
    const file = program.fileOfSymbol(symbol);
    const type = program.cell(symbol, SYMBOL.type);
    if (type >= 0) return this.evaluator.ofType(file, type);
    const value = program.cell(symbol, SYMBOL.value);
    if (value >= 0) return this.returnOf(file, this.evaluator.ofExpression(file, value));
    return this.stated(file, program.cell(symbol, SYMBOL.ownScope));
  }

  /** What a body gives back, as far as its first returns say something of it. */
  stated(file: LinkFile, scope: number): Value {
    const rows = this.returnsOf(file).get(scope) ?? [];
    const value = joined(rows.slice(0, MOST_RETURNS).map((row) => this.evaluator.ofExpression(file, row)));
    return value.kind === 'unknown' ? unknown('receiverUnknown') : value;
  }

  /** Returned expressions by scope. */
  private returnsOf(file: LinkFile): ReadonlyMap<number, readonly number[]> {
    const known = this.returnRows.get(file.index);
    this.evaluator.program.reads.note(file.index);
    if (known !== undefined) return known;
    const rows = new Map<number, number[]>();
    const { returns } = file.facts;
    for (let row = 0; row < returns.rows; row++) {
      const scope = returns.get(row, RETURN.scope);
      const expression = returns.get(row, RETURN.expression);
      const list = rows.get(scope);
      if (list === undefined) rows.set(scope, [expression]);
      else list.push(expression);
    }
    this.returnRows.set(file.index, rows);
    return rows;
  }

  /** What iterating or indexing a value gives. */
  elementOf(value: Value): Value {
    if (value.kind === 'list') return value.element;
    if (value.kind === 'instance') {
      // A type that is defined by another gives what that one gives.
      const defined = this.evaluator.aliased(value.symbol);
      return defined === undefined || defined.kind === 'instance' ? this.elementOfBases(value) : this.elementOf(defined);
    }
    if (value.kind !== 'external') return unknown('receiverUnknown');
    const known = this.evaluator.hooks.libraryElement?.(value);
    if (known !== undefined) return known;
    const last = value.arguments[value.arguments.length - 1];
    return last ?? outside(value.package, memberPath(value.path, '[]'));
  }

  /** What a type gives that is derived from a list. */
  private elementOfBases(value: Extract<Value, { kind: 'instance' }>): Value {
    const { members } = this.evaluator;
    for (const type of [value.symbol, ...members.baseSymbols(value.symbol)]) {
      const list = members.basesOf(type).find((base) => base.kind === 'list');
      if (list?.kind === 'list') return this.evaluator.substitute(list.element, value);
    }
    return unknown('receiverUnknown');
  }

  awaited(value: Value): Value {
    if (value.kind !== 'external' || this.evaluator.hooks.container(value.path) !== 'awaitable') return value;
    return value.arguments[value.arguments.length - 1] ?? value;
  }

  /** An array literal by its first element, and a short one by each: names may be set to its parts. */
  ofParts(file: LinkFile, array: number): Value {
    const rows = this.parts.of(file.facts, array);
    const values = rows.slice(0, MOST_PLACES).map(({ value }) => this.evaluator.ofExpression(file, value));
    const [element = unknown('receiverUnknown')] = values;
    if (rows.length < 2 || rows.length > MOST_PLACES || rows.some(({ position }, index) => position !== index)) return { kind: 'list', element };
    return { kind: 'list', element, parts: values };
  }

  /** What a call gives to a lambda: the elements of what it is called on. */
  lambdaParameter(file: LinkFile, { call }: LambdaPlace, parameter: number): Value {
    const { expressions } = file.facts;
    const callee = expressions.get(call, EXPRESSION.operand);
    if (expressions.get(callee, EXPRESSION.kind) !== Expression.member) return unknown('higherOrder');
    const receiver = this.evaluator.ofExpression(file, expressions.get(callee, EXPRESSION.operand));
    const given = this.evaluator.hooks.lambdaGiven?.(receiver, file.facts.text(expressions.get(callee, EXPRESSION.name)), parameter);
    if (given !== undefined) return given;
    if (parameter !== 0) return unknown('higherOrder');
    if (receiver.kind === 'list') return receiver.element;
    const last = receiver.kind === 'external' ? receiver.arguments[receiver.arguments.length - 1] : undefined;
    return last ?? unknown('higherOrder');
  }
}
