import { EXPRESSION, Expression, IMPORT, Import, Kind, LOCAL, Local, RETURN, SCOPE, SYMBOL, SymbolFlag, TYPE } from '../../facts/schema.js';
import { GuardedMemo } from '../../link/guarded-memo.js';
import { Parts } from '../../link/parts.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import { rowKey } from '../../link/row-memo.js';
import { RowsBy } from '../../facts/rows-by.js';
import { signalMade } from '../angular/signals.js';
import { Templates } from '../angular/templates.js';
import { Callbacks } from './callbacks.js';
import { isGivenToTemplate } from './components.js';
import type { Entity, ValueType } from './entity.js';
import { RECORD, builtin, unknown } from './entity.js';
import { Generics } from './generics.js';
import { Instances } from './instances.js';
import { isOptions } from './options.js';
import { arrayOf, literalName } from './literals.js';
import { Members } from './members.js';
import type { Names } from './names.js';
import { bareExpression } from './names.js';
import { WrittenTypes } from './written-types.js';

/** Modules that give each other out, one after the other. */
const MOST_MODULES = 64;
const DEPTH = 48;
/** Array methods that give an array of the same elements, or one element. */
const SAME_ARRAY = new Set(['filter', 'slice', 'concat', 'reverse', 'sort', 'splice', 'toSorted', 'toReversed', 'values']);
const ONE_ELEMENT = new Set(['find', 'findLast', 'at', 'pop', 'shift']);

/**
 * Evaluates expressions and type references as far as the source states their types: declared types, `new`,
 * declared returns, initialisers, returns that a body states. A cycle answers unknown.
 */
export class Types {
  readonly members: Members;
  readonly generics: Generics;
  readonly written: WrittenTypes;
  readonly templates: Templates;
  readonly parts = new Parts();
  private readonly instances: Instances;
  private readonly callbacks: Callbacks;
  private readonly locals = new Map<number, RowsBy>();
  private readonly expressionTypes = new GuardedMemo<ValueType>(unknown('receiverUnknown'), DEPTH);
  private readonly symbolTypes = new GuardedMemo<ValueType>(unknown('receiverUnknown'));
  private readonly returns = new GuardedMemo<ValueType>(unknown('receiverUnknown'), DEPTH);

  constructor(
    readonly program: LinkProgram,
    readonly names: Names,
  ) {
    this.members = new Members(this);
    this.generics = new Generics(this);
    this.written = new WrittenTypes(this);
    this.instances = new Instances(this);
    this.callbacks = new Callbacks(this);
    this.templates = new Templates(this);
    names.beyondScopes = (file, scope, name) => {
      const member = this.templates.memberNamed(file, scope, name);
      return member?.kind === 'none' && isGivenToTemplate(file.path, name) ? undefined : member;
    };
    program.forgets(this.locals, this.expressionTypes, this.symbolTypes, this.returns);
  }

  /** Forgets what was concluded on the way. */
  forgetAnswers(): void {
    this.expressionTypes.clear();
    this.symbolTypes.clear();
    this.returns.clear();
    this.members.forgetAnswers();
    this.generics.forgetAnswers();
    this.names.forgetAnswers();
    this.templates.forgetAnswers();
  }

  /** Type of an expression row; memoized, and unknown in a cycle. */
  ofExpression(file: LinkFile, expression: number): ValueType {
    if (expression < 0) return unknown('receiverUnknown');
    return this.expressionTypes.of(rowKey(file.index, expression), () => this.evaluate(file, expression));
  }

  private evaluate(file: LinkFile, row: number): ValueType {
    const { expressions } = file.facts;
    const operand = expressions.get(row, EXPRESSION.operand);
    const extra = expressions.get(row, EXPRESSION.extra);
    switch (expressions.get(row, EXPRESSION.kind)) {
      case Expression.name:
        return this.ofEntity(this.names.resolve(file, expressions.get(row, EXPRESSION.scope), expressions.get(row, EXPRESSION.name), 'value'));
      case Expression.member: {
        const receiver = this.ofExpression(file, operand);
        if (receiver.kind === 'map' && receiver.path === RECORD) return receiver.value;
        const name = file.facts.text(expressions.get(row, EXPRESSION.name));
        return name === 'prototype' && receiver.kind === 'declared' ? this.instances.of(receiver) : this.ofEntity(this.members.of(receiver, name));
      }
      case Expression.call:
        return this.ofCall(file, row, operand);
      case Expression.new:
        return this.instances.made(this.ofExpression(file, operand), file, extra);
      case Expression.await:
        return this.awaited(this.ofExpression(file, operand));
      case Expression.index:
      case Expression.element: {
        const indexed = this.settled(this.ofExpression(file, operand));
        if (indexed.kind === 'array') return (expressions.get(row, EXPRESSION.kind) === Expression.element ? this.placed(indexed, extra) : undefined) ?? indexed.element;
        if (indexed.kind === 'map') return indexed.path === RECORD ? indexed.value : builtin(indexed.path);
        return indexed.kind === 'external' ? indexed : unknown('receiverUnknown');
      }
      case Expression.cast:
        return extra < 0 ? this.ofExpression(file, operand) : this.ofType(file, extra);
      case Expression.same:
        return this.ofExpression(file, operand);
      case Expression.either: {
        const first = this.ofExpression(file, operand);
        const second = this.ofExpression(file, extra);
        if (first.kind === 'unknown') return second.kind === 'unknown' ? first : { ...second, isInferred: true };
        return second.kind === 'unknown' ? { ...first, isInferred: true } : { kind: 'union', parts: [first, second] };
      }
      case Expression.this:
        return this.thisType(file, expressions.get(row, EXPRESSION.scope));
      case Expression.base: {
        const owner = this.enclosingClass(file, expressions.get(row, EXPRESSION.scope));
        return owner < 0 ? unknown('receiverUnknown') : this.members.baseInstance(owner);
      }
      case Expression.lambda: {
        // A function with a name that an expression declares.
        const owner = file.facts.scopes.get(extra, SCOPE.owner);
        const isDeclared = owner >= 0 && file.facts.symbols.get(owner, SYMBOL.value) < 0 && file.facts.symbols.get(owner, SYMBOL.kind) === Kind.function;
        return isDeclared ? { kind: 'declared', symbol: this.program.canonical(file.firstSymbol + owner) } : { kind: 'lambda', file: file.index, expression: row };
      }
      case Expression.object:
        return extra >= 0 ? { kind: 'instance', symbol: this.program.canonical(file.firstSymbol + extra) } : unknown('receiverUnknown');
      case Expression.array:
        return arrayOf(this.parts.of(file.facts, row), (value) => this.ofExpression(file, value));
      case Expression.literal:
        return builtin(literalName(file.facts.text(expressions.get(row, EXPRESSION.name))));
      case Expression.import: {
        const module = this.ofEntity(this.names.moduleEntity(this.names.module(file, extra)));
        return file.facts.imports.get(extra, IMPORT.kind) === Import.require ? module : { kind: 'promise', value: module };
      }
      case Expression.class:
        return extra >= 0 ? { kind: 'declared', symbol: this.program.canonical(file.firstSymbol + extra) } : this.templates.pipeType(file, row);
      case Expression.annotation:
        return this.templates.elementType(file, row);
      default:
        return unknown('receiverUnknown');
    }
  }

  /** The type that a reference states. */
  ofType(file: LinkFile, row: number): ValueType {
    return this.written.of(file, row);
  }

  /** The object literal that an expression is, or -1. */
  objectOf(file: LinkFile, expression: number): number {
    const row = bareExpression(file, expression);
    return row >= 0 && file.facts.expressions.get(row, EXPRESSION.kind) === Expression.object ? row : -1;
  }

  /** A type parameter's bound, and what an alias stands for where that holds others; any other type itself. */
  settled(type: ValueType): ValueType {
    return this.generics.settled(type);
  }

  /** An element that is known by its place. */
  private placed({ parts, parametersOf }: Extract<ValueType, { kind: 'array' }>, place: number): ValueType | undefined {
    return parts?.[place] ?? (parametersOf === undefined ? undefined : this.parameterOf(parametersOf, place));
  }

  awaited(type: ValueType): ValueType {
    return type.kind === 'promise' ? type.value : type;
  }

  private ofCall(file: LinkFile, row: number, operand: number): ValueType {
    const { expressions } = file.facts;
    if (expressions.get(operand, EXPRESSION.kind) === Expression.member) {
      const receiver = this.settled(this.ofExpression(file, expressions.get(operand, EXPRESSION.operand)));
      const name = file.facts.text(expressions.get(operand, EXPRESSION.name));
      if (receiver.kind === 'array') {
        if (SAME_ARRAY.has(name)) return receiver;
        if (ONE_ELEMENT.has(name)) return receiver.element;
        return name === 'map' || name === 'flatMap' ? { kind: 'array', element: this.mapped(file, row, name === 'flatMap') } : builtin(`Array.${name}()`);
      }
      if (receiver.kind === 'map') {
        if (name === 'get' && receiver.path !== RECORD) return receiver.value;
        return name === 'values' ? { kind: 'array', element: receiver.value } : builtin(`${receiver.path}.${name}()`);
      }
      if (name === 'bind' && (receiver.kind === 'declared' || receiver.kind === 'lambda')) return receiver;
      if (receiver.kind === 'promise') return name === 'catch' || name === 'finally' ? receiver : { kind: 'promise', value: unknown('receiverUnknown') };
    }
    const callee = this.ofExpression(file, operand);
    const result = this.instances.given(callee, file, row) ?? signalMade(this, callee, file, row) ?? this.returnOf(callee);
    return callee.kind === 'declared' ? this.generics.called(result, callee.symbol, file, row) : result;
  }

  /** What the function that a call is given gives back. */
  private mapped(file: LinkFile, call: number, isFlat: boolean): ValueType {
    const [first] = this.parts.of(file.facts, call);
    const result = first === undefined || first.value < 0 ? unknown('receiverUnknown') : this.returnOf(this.ofExpression(file, first.value));
    return isFlat && result.kind === 'array' ? result.element : result;
  }

  /** What calling a value gives. */
  returnOf(type: ValueType, passed = new Set<number>()): ValueType {
    switch (type.kind) {
      case 'declared':
        return this.generics.within(this.returns.of(type.symbol, () => this.findReturn(type.symbol)), type.within);
      case 'external':
        return { ...type, path: `${type.path}()` };
      case 'signal':
        return type.value;
      case 'functionType': {
        const file = this.program.files[type.file];
        const result = file?.facts.types.get(type.type, TYPE.qualifier) ?? -1;
        return file === undefined || result < 0 ? unknown('receiverUnknown') : this.generics.within(this.ofType(file, result), type.within);
      }
      case 'parameter': {
        const bound = this.generics.constraint(type);
        return bound.kind === 'parameter' ? unknown('receiverUnknown') : this.returnOf(bound, passed); // two parameters may be bounded by each other
      }
      case 'lambda': {
        const file = this.program.files[type.file];
        if (file === undefined) return unknown('receiverUnknown');
        return this.statedReturn(file, file.facts.expressions.get(type.expression, EXPRESSION.extra));
      }
      case 'instance': {
        const aliased = passed.has(type.symbol) ? undefined : this.members.aliasedType(type.symbol);
        passed.add(type.symbol);
        return aliased === undefined ? unknown('higherOrder') : this.returnOf(this.generics.within(aliased, type), passed);
      }
      case 'union': {
        const found = type.parts.map((part) => this.returnOf(part, passed)).filter((part) => part.kind !== 'unknown');
        return found.length === 1 && found[0] !== undefined ? { ...found[0], isInferred: true } : unknown('receiverUnknown');
      }
      default:
        return unknown('receiverUnknown');
    }
  }

  private findReturn(symbol: number): ValueType {
    for (const site of this.program.sitesOf(symbol)) {
      const file = this.program.fileOfSymbol(site);
      const kind = this.program.cell(site, SYMBOL.kind);
      const type = this.program.cell(site, SYMBOL.type);
      const isFunction = kind === Kind.function || kind === Kind.method;
      if (type >= 0) {
        if (isFunction && this.program.cell(site, SYMBOL.value) < 0) return this.ofType(file, type);
        return this.returnOf(this.ofType(file, type));
      }
      const value = this.program.cell(site, SYMBOL.value);
      if (value >= 0) return this.returnOf(this.ofExpression(file, value));
      const scope = this.program.cell(site, SYMBOL.ownScope);
      if (isFunction && scope >= 0) {
        const stated = this.statedReturn(file, scope);
        const isAsync = this.program.hasFlag(site, 'async');
        return isAsync && stated.kind !== 'unknown' ? { kind: 'promise', value: this.awaited(stated) } : stated;
      }
    }
    return unknown('receiverUnknown');
  }

  /** What a function of a type is given at a place; undefined where the type does not say. @param passed aliases that were followed */
  parameterOf(type: ValueType, position: number, passed = new Set<number>()): ValueType | undefined {
    if (type.kind === 'instance') {
      const aliased = passed.has(type.symbol) ? undefined : this.members.aliasedType(type.symbol);
      passed.add(type.symbol);
      return aliased === undefined ? undefined : this.parameterOf(this.generics.within(aliased, type), position, passed);
    }
    if (type.kind !== 'functionType' && type.kind !== 'declared') return undefined;
    const file = type.kind === 'declared' ? this.program.fileOfSymbol(type.symbol) : this.program.files[type.file];
    const scope = type.kind === 'declared' ? this.program.cell(type.symbol, SYMBOL.ownScope) : (file?.facts.types.get(type.type, TYPE.scope) ?? -1);
    const local = file === undefined ? undefined : this.parametersIn(file, scope)[position];
    const written = local === undefined || file === undefined ? -1 : file.facts.locals.get(local, LOCAL.type);
    return written < 0 || file === undefined ? undefined : this.generics.within(this.ofType(file, written), type.within);
  }

  /** What a body gives back, where its returns agree. */
  private statedReturn(file: LinkFile, scope: number): ValueType {
    const { returns } = file.facts;
    const found: ValueType[] = [];
    for (let row = 0; row < returns.rows && found.length < 4; row++) {
      if (returns.get(row, RETURN.scope) !== scope) continue;
      const type = this.ofExpression(file, returns.get(row, RETURN.expression));
      if (type.kind !== 'unknown') found.push(type);
    }
    const [first] = found;
    if (first === undefined) return unknown('receiverUnknown');
    return found.length === 1 ? first : { kind: 'union', parts: found };
  }

  ofEntity(entity: Entity): ValueType {
    switch (entity.kind) {
      case 'symbol':
        return this.ofSymbolEntity(entity);
      case 'module':
        return this.ofModule(entity.file);
      case 'external':
        return { kind: 'external', package: entity.package, path: entity.path };
      case 'asset':
        return builtin('asset');
      case 'expression': {
        const file = this.program.files[entity.file];
        return file === undefined ? unknown('receiverUnknown') : this.ofExpression(file, entity.expression);
      }
      case 'local':
        return this.ofLocal(entity.file, entity.local);
      case 'several':
        return { kind: 'union', parts: entity.entities.map((part) => this.ofEntity(part)), isInferred: true };
      case 'none':
        return unknown(entity.reason === 'nameNotFound' || entity.reason === 'memberNotFound' ? 'receiverUnknown' : entity.reason);
    }
  }

  /** A module, or what it gives out as its whole export: which may be another module, and modules may be each other's. */
  private ofModule(start: number): ValueType {
    const passed = new Set<number>();
    for (let file = start; ; ) {
      passed.add(file);
      const assigned = this.names.assignedEntity(file);
      if (assigned === undefined) return { kind: 'module', file };
      if (assigned.kind !== 'module') return this.ofEntity(assigned);
      if (passed.has(assigned.file) || passed.size === MOST_MODULES) return { kind: 'module', file: start };
      file = assigned.file;
    }
  }

  private ofSymbolEntity({ symbol, within, isInferred }: Extract<Entity, { kind: 'symbol' }>): ValueType {
    const type = this.ofSymbol(symbol);
    const isOpen = within !== undefined && (type.kind === 'declared' || type.kind === 'functionType');
    const placed: ValueType = isOpen ? { ...type, within } : this.generics.within(type, within);
    return isInferred === true ? { ...placed, isInferred: true } : placed;
  }

  /** Type of what a symbol's name stands for. */
  ofSymbol(symbol: number): ValueType {
    return this.symbolTypes.of(symbol, () => this.evaluateSymbol(symbol));
  }

  private evaluateSymbol(symbol: number): ValueType {
    const kind = this.program.cell(symbol, SYMBOL.kind);
    switch (kind) {
      case Kind.class:
      case Kind.enum:
      case Kind.namespace:
      case Kind.function:
      case Kind.method:
      case Kind.constructor:
        return { kind: 'declared', symbol };
      case Kind.interface:
      case Kind.typeAlias:
        return { kind: 'instance', symbol };
      case Kind.enumMember:
        return { kind: 'instance', symbol: this.program.parentOf(symbol) };
      default: {
        for (const site of this.program.sitesOf(symbol)) {
          const file = this.program.fileOfSymbol(site);
          const type = this.program.cell(site, SYMBOL.type);
          if (type >= 0) return this.ofType(file, type);
          const value = this.program.cell(site, SYMBOL.value);
          if (value >= 0) return this.ofExpression(file, value);
          if (kind === Kind.accessor && !this.program.hasFlag(site, 'setter')) return this.statedReturn(file, this.program.cell(site, SYMBOL.ownScope));
        }
        return unknown('receiverUnknown');
      }
    }
  }

  ofLocal(fileIndex: number, local: number): ValueType {
    const file = this.program.files[fileIndex];
    if (file === undefined) return unknown('receiverUnknown');
    const { locals } = file.facts;
    const type = locals.get(local, LOCAL.type);
    if (type >= 0) return this.ofType(file, type);
    const value = locals.get(local, LOCAL.value);
    if (value < 0) return locals.get(local, LOCAL.kind) === Local.parameter ? (this.callbacks.parameter(file, local) ?? unknown('higherOrder')) : unknown('receiverUnknown');
    const of = this.ofExpression(file, value);
    if (locals.get(local, LOCAL.kind) !== Local.element) return of;
    const iterated = this.settled(of);
    if (iterated.kind === 'map') return builtin(iterated.path);
    return iterated.kind === 'array' ? iterated.element : iterated.kind === 'external' ? iterated : unknown('receiverUnknown');
  }

  /** Locals that a scope declares, in order. */
  localsIn(file: LinkFile, scope: number): readonly number[] {
    this.program.reads.note(file.index);
    let rows = this.locals.get(file.index);
    if (rows === undefined) this.locals.set(file.index, (rows = new RowsBy(file.facts.locals, LOCAL.scope)));
    return scope < 0 ? [] : rows.of(scope);
  }

  parametersIn(file: LinkFile, scope: number): readonly number[] {
    return this.localsIn(file, scope).filter((row) => file.facts.locals.get(row, LOCAL.kind) === Local.parameter);
  }

  thisType(file: LinkFile, scope: number): ValueType {
    const owner = this.enclosingClass(file, scope);
    return owner < 0 ? (this.templates.componentType(file, scope) ?? unknown('receiverUnknown')) : { kind: 'instance', symbol: owner };
  }

  /** The class, interface or object around a scope, or -1. */
  enclosingClass(file: LinkFile, scope: number): number {
    const { scopes, symbols } = file.facts;
    for (let at = scope; at >= 0; at = scopes.get(at, SCOPE.parent)) {
      for (let symbol = scopes.get(at, SCOPE.symbol); symbol >= 0; symbol = symbols.get(symbol, SYMBOL.parent)) {
        const kind = symbols.get(symbol, SYMBOL.kind);
        if (kind === Kind.class || kind === Kind.interface) return this.program.canonical(file.firstSymbol + symbol);
        const parent = symbols.get(symbol, SYMBOL.parent);
        const isObjectMember = kind === Kind.method && parent >= 0 && symbols.get(parent, SYMBOL.value) >= 0;
        const isOfOptions = isObjectMember && isOptions(file, symbols.get(parent, SYMBOL.parent));
        if (isObjectMember && !isOfOptions && (symbols.get(symbol, SYMBOL.flags) & SymbolFlag.callable) === 0) return this.program.canonical(file.firstSymbol + parent);
      }
      return -1;
    }
    return -1;
  }
}
