import { EXPRESSION, Expression, HERITAGE, IMPORT_BINDING, Kind, REFERENCE, Reference, SCOPE, SYMBOL, SymbolFlag } from '../../facts/schema.js';
import type { DerivedEdge, HeldType, LanguageLinker, LinkedAlone } from '../language-linker.js';
import type { Outcome, Target } from '../outcome.js';
import { exact, external, inferred, unresolved } from '../outcome.js';
import type { LinkFile, LinkProgram } from '../program.js';
import { Evaluator } from './evaluator.js';
import type { LanguageHooks } from './language-hooks.js';
import { NameIndex } from './name-index.js';
import { NamedArguments } from './named-arguments.js';
import type { CallSite } from './overloads.js';
import { overridesOf } from './overrides.js';
import { isTypeKind } from './scopes.js';
import type { Entity, Value } from './value.js';
import { memberPath } from './value.js';

/** How sure an answer is that a rule concludes. */
const OVERLOADS = 60;
/** A call that may mean any of more says nothing, and calls of all of them would be as many edges as the square. */
const MOST_OVERLOADS = 100;
const EXTENSION = 80;
const VARIABLE = 90;
/** A member of a type around, where what a library's lambda is called on may have one of the name. */
const AROUND = 60;
const BY_NAME = 40;
const BY_TYPE_NAME = 60;
/** Names of types, which are no values of them. */
const TYPE_NAME = /^[\\:]*\p{Lu}/u;
const AMBIGUOUS_TYPES = 50;

const RULES: Readonly<Record<number, string>> = { [Reference.call]: 'call', [Reference.new]: 'new', [Reference.decorator]: 'decorator', [Reference.taggedTemplate]: 'call.tagged', [Reference.jsx]: 'jsx', [Reference.value]: 'value', [Reference.type]: 'type', [Reference.heritage]: 'heritage', [Reference.import]: 'import' };
const VARIABLES = new Set<number>([Kind.variable, Kind.constant, Kind.field, Kind.property, Kind.accessor, Kind.event]);

/** Gives each captured reference of a file its one outcome, by the shared semantics and a language's hooks. */
export class SemanticLinker implements LanguageLinker {
  readonly evaluator: Evaluator;
  readonly alone?: LinkedAlone;
  private readonly namedArguments: NamedArguments;
  private methods: NameIndex | undefined;

  constructor(
    readonly program: LinkProgram,
    private readonly hooks: LanguageHooks,
  ) {
    this.evaluator = new Evaluator(program, hooks);
    this.namedArguments = new NamedArguments(program, this, hooks);
    const { alone } = hooks;
    if (alone === undefined) return;
    this.alone = {
      begin: () => this.begin(),
      contextOf: (file) => `${program.mergedWith(file)}\0${alone.contextOf(file)}`,
      hasContextOfSettings: false,
      declared: () => [],
    };
  }

  /** Forgets what was concluded on the way to another file's links. */
  protected begin(): void {
    this.hooks.alone?.begin();
    this.evaluator.forgetAnswers();
    if (this.hooks.alone !== undefined && this.hooks.matchesByName) this.methods ??= this.program.aside(() => this.readMethods());
  }

  link(file: LinkFile, reference: number): Outcome {
    const { references, heritage, expressions, importBindings } = file.facts;
    const kind = references.get(reference, REFERENCE.kind);
    const subject = references.get(reference, REFERENCE.subject);
    const rule = RULES[kind] ?? 'reference';
    switch (kind) {
      case Reference.import:
        return this.outcome(this.hooks.importTarget(file, subject), rule);
      case Reference.type:
        return this.typeOutcome(this.evaluator.types.entityOf(file, subject), rule);
      case Reference.heritage: {
        const type = heritage.get(subject, HERITAGE.type);
        return this.typeOutcome(type >= 0 ? this.evaluator.types.entityOf(file, type) : this.evaluator.entityOf(file, heritage.get(subject, HERITAGE.expression), 'type'), rule);
      }
      case Reference.new: {
        const type = expressions.get(subject, EXPRESSION.extra);
        return type >= 0 ? this.typeOutcome(this.evaluator.types.entityOf(file, type), rule) : this.newOutcome(file, expressions.get(subject, EXPRESSION.operand), rule);
      }
      case Reference.call:
      case Reference.taggedTemplate:
        return this.callOutcome(file, expressions.get(subject, EXPRESSION.operand), { file, expression: subject, count: references.get(reference, REFERENCE.argumentCount) }, rule);
      case Reference.decorator:
        return this.callOutcome(file, decoratorName(file, subject), { file, expression: -1, count: -1 }, rule);
      case Reference.importName:
        return this.outcome(this.hooks.imported(file, importBindings.get(subject, IMPORT_BINDING.import), file.facts.text(importBindings.get(subject, IMPORT_BINDING.imported)), 'value'), 'import.name');
      case Reference.value:
        return this.valueRead(file, subject, rule);
      default:
        return unresolved('unsupported');
    }
  }

  private valueRead(file: LinkFile, row: number, rule: string): Outcome {
    if (file.facts.expressions.get(row, EXPRESSION.kind) === Expression.entry) return this.namedArguments.outcome(file, row, rule);
    const entity = this.withoutNamesakes(file, row, this.compared(file, row) ?? this.evaluator.entityOf(file, row, 'value'));
    // Of an object that is made once, its type.
    if (entity.kind === 'value' && entity.value.kind === 'instance') return exact({ kind: 'symbol', symbol: entity.value.symbol }, rule);
    const isElsewhere = entity.kind === 'namespace' && entity.symbol === undefined && entity.path === undefined;
    return this.outcome(isElsewhere ? (this.hooks.namespaceElsewhere?.(file, entity.name) ?? entity) : entity, rule);
  }

  /** How a call, or `new`, was linked. */
  madeOutcome(file: LinkFile, call: number): Outcome {
    const { expressions } = file.facts;
    const [operand, type] = [expressions.get(call, EXPRESSION.operand), expressions.get(call, EXPRESSION.extra)];
    if (expressions.get(call, EXPRESSION.kind) !== Expression.new) return this.callOutcome(file, operand, { file, expression: call, count: -1 }, 'call');
    return type >= 0 ? this.typeOutcome(this.evaluator.types.entityOf(file, type), 'new') : this.newOutcome(file, operand, 'new');
  }

  /** Of a variable and a method of one name the variable is read, and the method is meant where a reference to one is written. */
  private withoutNamesakes(file: LinkFile, row: number, entity: Entity): Entity {
    if (entity.kind !== 'symbols' || entity.symbols.length < 2) return entity;
    const isMethod = file.facts.expressions.get(row, EXPRESSION.kind) === Expression.same;
    const symbols = entity.symbols.filter((symbol) => VARIABLES.has(this.program.cell(symbol, SYMBOL.kind)) !== isMethod);
    return symbols.length === 0 ? entity : { ...entity, symbols };
  }

  /** The constant that a label names, of the enumeration that is compared. */
  private compared(file: LinkFile, row: number): Entity | undefined {
    const { expressions } = file.facts;
    const operand = expressions.get(row, EXPRESSION.kind) === Expression.name ? expressions.get(row, EXPRESSION.operand) : -1;
    if (operand < 0) return undefined;
    const value = this.evaluator.ofExpression(file, operand);
    if (value.kind === 'external') {
      const named = this.evaluator.entityOf(file, row, 'value');
      return named.kind === 'none' ? { kind: 'external', package: value.package, path: `${value.path}.${file.facts.text(expressions.get(row, EXPRESSION.name))}` } : named;
    }
    return value.kind === 'instance' && this.program.cell(value.symbol, SYMBOL.kind) === Kind.enum ? this.evaluator.members.of(file, value, file.facts.text(expressions.get(row, EXPRESSION.name)), 'value') : undefined;
  }

  /** `new` of an expression: the type that it names, or that the variable holds. */
  private newOutcome(file: LinkFile, operand: number, rule: string): Outcome {
    const entity = this.evaluator.entityOf(file, operand, 'type');
    // A class without a name stands where it is made.
    if (entity.kind === 'value' && entity.value.kind === 'instance') return exact({ kind: 'symbol', symbol: entity.value.symbol }, rule);
    const value = entity.kind === 'locals' ? this.evaluator.ofEntity(entity) : undefined;
    // Of an interface none is made: it is one of those that implement it.
    if (value?.kind === 'type' && this.program.cell(value.symbol, SYMBOL.kind) === Kind.interface) return unresolved('dynamic');
    if (value?.kind === 'type') return inferred([{ kind: 'symbol', symbol: value.symbol }], VARIABLE, `${rule}.variable`);
    return value?.kind === 'external' ? external(value.package, value.path, rule) : this.typeOutcome(entity, rule);
  }

  private typeOutcome(entity: Entity, rule: string): Outcome {
    if (entity.kind === 'locals') return unresolved('dynamic');
    if (entity.kind === 'symbols' && entity.symbols.length > 1 && entity.confidence === undefined) {
      return inferred(entity.symbols.map((symbol): Target => ({ kind: 'symbol', symbol })), AMBIGUOUS_TYPES, `${rule}.ambiguous`);
    }
    if (entity.kind === 'value' && entity.value.kind === 'type') return exact({ kind: 'symbol', symbol: entity.value.symbol }, rule);
    return this.outcome(entity, rule);
  }

  outcome(entity: Entity, rule: string): Outcome {
    switch (entity.kind) {
      case 'symbols': {
        const targets = entity.symbols.map((symbol): Target => ({ kind: 'symbol', symbol }));
        const [only] = targets;
        if (only === undefined) return unresolved('nameNotFound');
        const named = entity.rule === undefined ? rule : `${rule}.${entity.rule}`;
        if (entity.confidence !== undefined && entity.confidence < 100) return inferred(targets, entity.confidence, named);
        if (targets.length > MOST_OVERLOADS) return unresolved('ambiguous');
        return targets.length === 1 ? exact(only, named) : inferred(targets, OVERLOADS, `${named}.overloads`);
      }
      case 'module': {
        const target: Target = { kind: 'file', file: entity.file };
        return entity.confidence === undefined ? exact(target, rule) : inferred([target], entity.confidence, `${rule}.inferred`);
      }
      case 'path':
        return exact({ kind: 'path', path: entity.path }, `${rule}.asset`);
      case 'namespace':
        if (entity.symbol !== undefined) return exact({ kind: 'symbol', symbol: entity.symbol }, `${rule}.namespace`);
        return entity.path === undefined ? unresolved('unsupported') : exact({ kind: 'path', path: entity.path }, `${rule}.namespace`);
      case 'external':
        return external(entity.package, entity.path, rule);
      case 'locals':
        return unresolved('higherOrder');
      case 'value':
        return this.valueOutcome(entity.value, rule);
      case 'none':
        return unresolved(entity.reason);
    }
  }

  private valueOutcome(value: Value, rule: string): Outcome {
    switch (value.kind) {
      case 'callables':
        return this.outcome({ kind: 'symbols', symbols: value.symbols }, rule);
      case 'type':
        return exact({ kind: 'symbol', symbol: value.symbol }, rule);
      case 'external':
        return external(value.package, value.path, rule);
      case 'unknown':
        return unresolved(value.reason);
      default:
        return unresolved('higherOrder');
    }
  }

  private callOutcome(file: LinkFile, callee: number, site: CallSite, rule: string): Outcome {
    const { expressions } = file.facts;
    if (callee < 0) return unresolved('receiverUnknown');
    switch (expressions.get(callee, EXPRESSION.kind)) {
      case Expression.base:
      case Expression.this:
        if (this.hooks.superIsMethod === true && expressions.get(callee, EXPRESSION.kind) === Expression.base) return this.calledOutcome(file, this.evaluator.inheritedMethod(file, callee), site, rule);
        return this.constructorOutcome(this.evaluator.ofExpression(file, callee), file.facts.scopes.get(expressions.get(callee, EXPRESSION.scope), SCOPE.symbol), site, rule);
      case Expression.same:
        return this.callOutcome(file, expressions.get(callee, EXPRESSION.operand), site, rule);
      case Expression.member: {
        const receiver = this.evaluator.ofExpression(file, expressions.get(callee, EXPRESSION.operand));
        const name = file.facts.text(expressions.get(callee, EXPRESSION.name));
        if (receiver.kind === 'type' && this.hooks.factoryNames?.has(name) === true) return this.constructionOutcome(receiver.symbol, rule);
        const found = this.evaluator.members.of(file, receiver, name, 'call');
        // A symbol that stands for a block most often reads what is no method: its name alone tells nothing.
        const isBySymbol = file.facts.text(expressions.get(expressions.get(callee, EXPRESSION.operand), EXPRESSION.name)).startsWith('{');
        return this.calledOutcome(file, found.kind === 'none' && !isBySymbol ? (this.implemented(file, receiver, name, found) ?? this.guessed(file, expressions.get(callee, EXPRESSION.operand), name, site, found)) : found, site, rule);
      }
      default:
        return this.calledOutcome(file, this.evaluator.entityOf(file, callee, 'call'), site, rule);
    }
  }

  /** What a type lacks may be there in the types that implement it. */
  private implemented(file: LinkFile, receiver: Value, name: string, { reason }: Extract<Entity, { kind: 'none' }>): Entity | undefined {
    return reason === 'memberNotFound' && receiver.kind === 'instance' ? this.hooks.implemented?.(file, receiver, name) : undefined;
  }

  /** What names alone tell of a call whose receiver is not known. */
  private guessed(file: LinkFile, receiver: number, name: string, site: CallSite, otherwise: Extract<Entity, { kind: 'none' }>): Entity {
    if (!this.hooks.matchesByName || this.hooks.isLibraryMember?.(name) === true || (otherwise.reason !== 'receiverUnknown' && otherwise.reason !== 'higherOrder' && otherwise.reason !== 'dynamic')) return otherwise;
    const { expressions } = file.facts;
    if (expressions.get(receiver, EXPRESSION.kind) === Expression.name && TYPE_NAME.test(file.facts.text(expressions.get(receiver, EXPRESSION.name)))) return otherwise;
    const type = this.hooks.typeByName?.(file, receiver);
    if (type === undefined) return this.byName(file, name, site, otherwise);
    const member = this.evaluator.members.of(file, { kind: 'instance', symbol: type, arguments: [] }, name, 'call');
    const symbols = member.kind === 'symbols' ? member.symbols.filter((symbol) => this.evaluator.overloads.takes(symbol, site.count)) : [];
    return symbols.length === 1 ? { kind: 'symbols', symbols, confidence: BY_TYPE_NAME, rule: 'byTypeName' } : otherwise;
  }

  /** The only method of the repository that has a name. */
  private byName(file: LinkFile, name: string, site: CallSite, otherwise: Extract<Entity, { kind: 'none' }>): Entity {
    this.methods ??= this.program.aside(() => this.readMethods());
    const [only, ...more] = this.methods.get(name);
    if (only === undefined || more.length > 0 || this.program.cell(only, SYMBOL.kind) !== Kind.method) return otherwise;
    return this.evaluator.overloads.takes(only, site.count) ? { kind: 'symbols', symbols: [only], confidence: BY_NAME, rule: 'byName' } : otherwise;
  }

  private readMethods(): NameIndex {
    const index = new NameIndex(this.hooks.alone === undefined ? undefined : { program: this.program, table: `methods of ${[...this.hooks.languageIds].join()}` });
    for (const file of this.program.files) {
      if (!this.hooks.languageIds.has(file.languageId)) continue;
      const { symbols } = file.facts;
      for (let row = 0; row < symbols.rows; row++) {
        if (this.isNamed(symbols.get(row, SYMBOL.kind)) && (this.hooks.separatesStatic !== true || (symbols.get(row, SYMBOL.flags) & SymbolFlag.static) === 0)) index.add(file.facts.text(symbols.get(row, SYMBOL.name)), this.program.canonical(file.firstSymbol + row));
      }
    }
    return index;
  }

  private isNamed(kind: number): boolean {
    return kind === Kind.method || (this.hooks.readsByCall === true && kind === Kind.property);
  }

  private calledOutcome(file: LinkFile, entity: Entity, site: CallSite, rule: string): Outcome {
    switch (entity.kind) {
      case 'symbols':
        return this.symbolsOutcome(file, entity, site, rule);
      case 'value':
        if (entity.value.kind === 'callables') return this.symbolsOutcome(file, { kind: 'symbols', symbols: entity.value.symbols }, site, rule);
        if (entity.value.kind === 'type' && this.hooks.constructsByCall) return this.constructionOutcome(entity.value.symbol, rule);
        if (entity.value.kind === 'instance') return this.instanceOutcome(file, entity.value, site, rule);
        return this.valueOutcome(entity.value, rule);
      case 'locals': {
        // What a parameter or variable was set to, where the source states it.
        const value = this.evaluator.ofEntity(entity);
        if (value.kind === 'external') return external(value.package, value.path, rule);
        if (value.kind === 'type' && this.hooks.constructsByCall) return { kind: 'resolved', targets: this.targetsOf(value), confidence: VARIABLE, rule: `${rule}.variable`, isConstruction: true };
        if (value.kind === 'callables' || value.kind === 'type') return inferred(this.targetsOf(value), VARIABLE, `${rule}.variable`);
        return value.kind === 'instance' ? this.instanceOutcome(file, value, site, rule) : unresolved('higherOrder');
      }
      default:
        return this.outcome(entity, rule);
    }
  }

  private targetsOf(value: Extract<Value, { kind: 'callables' | 'type' }>): Target[] {
    const symbols = value.kind === 'type' ? [value.symbol] : value.symbols;
    return symbols.map((symbol) => ({ kind: 'symbol', symbol }));
  }

  private instanceOutcome(file: LinkFile, value: Extract<Value, { kind: 'instance' }>, site: CallSite, rule: string): Outcome {
    const name = this.hooks.callMember;
    if (name === undefined) return unresolved('higherOrder');
    const member = this.evaluator.members.inType(file, value, name, 'call');
    return member.kind === 'symbols' ? this.symbolsOutcome(file, { ...member, rule: name }, site, rule) : unresolved('higherOrder');
  }

  private constructionOutcome(type: number, rule: string): Outcome {
    return { kind: 'resolved', targets: [{ kind: 'symbol', symbol: type }], confidence: 100, rule: `${rule}.construct`, isConstruction: true };
  }

  /** `super(…)` and `this(…)`: a constructor, or the type that has none. */
  private constructorOutcome(value: Value, around: number, site: CallSite, rule: string): Outcome {
    const type = value.kind === 'union' ? value.parts[0] : value;
    if (type?.kind === 'external') return external(type.package, type.path, `${rule}.constructor`);
    if (type?.kind !== 'instance') return unresolved(type?.kind === 'unknown' ? type.reason : 'receiverUnknown');
    // No constructor calls itself; where no other takes as many arguments, it is the one that the type's own line declares.
    const constructors = this.program.childrenOf(type.symbol).filter((id) => this.isConstructor(id) && id !== site.file.firstSymbol + around && this.evaluator.overloads.takes(id, site.count));
    if (constructors.length === 0) return exact({ kind: 'symbol', symbol: type.symbol }, `${rule}.constructor`);
    return this.outcome({ kind: 'symbols', symbols: this.evaluator.overloads.fitting(constructors, site) }, `${rule}.constructor`);
  }

  isConstructor(symbol: number): boolean {
    return this.program.cell(symbol, SYMBOL.kind) === Kind.constructor || this.hooks.constructorNames.has(this.program.nameOf(symbol));
  }

  private symbolsOutcome(file: LinkFile, entity: Extract<Entity, { kind: 'symbols' }>, site: CallSite, rule: string): Outcome {
    const [first] = entity.symbols;
    if (first === undefined) return unresolved('nameNotFound');
    const kind = this.program.cell(first, SYMBOL.kind);
    // Where types are made by a method, a call that ends at a type is one of it.
    if (isTypeKind(kind) && (this.hooks.constructsByCall || this.hooks.factoryNames !== undefined)) return entity.confidence === undefined ? this.constructionOutcome(first, rule) : this.outcome(entity, rule);
    if (VARIABLES.has(kind) && entity.rule !== 'accessor' && !this.program.hasFlag(first, 'callable')) return this.hooks.readsByCall === true ? this.outcome(entity, rule) : this.variableOutcome(file, first, site, rule);
    if (entity.around !== undefined && this.evaluator.overloads.possible(entity.symbols, site).length === 0) return this.symbolsOutcome(file, { kind: 'symbols', symbols: entity.around }, site, rule);
    const isExtension = entity.rule === 'extension';
    const isBeyond = entity.beyond !== undefined && this.evaluator.overloads.possible(entity.symbols, site).length === 0;
    const beyond = isBeyond ? entity.beyond : this.overloadBeyond(entity, site);
    if (beyond !== undefined) return external(beyond.package, beyond.path, rule);
    const symbols = this.evaluator.overloads.fitting([...new Set(entity.symbols)], site);
    if (entity.beyond !== undefined && entity.confidence === undefined) return inferred(symbols.map((symbol): Target => ({ kind: 'symbol', symbol })), AROUND, `${rule}.around`);
    return this.outcome({ ...entity, symbols, ...(isExtension && symbols.length > 1 ? { confidence: EXTENSION } : {}) }, rule);
  }

  /** The overload of a base outside the repository, where none of the declared takes as many arguments. */
  private overloadBeyond({ symbols, receiver, rule }: Extract<Entity, { kind: 'symbols' }>, site: CallSite): Extract<Value, { kind: 'external' }> | undefined {
    const { members, overloads } = this.evaluator;
    const [first] = symbols;
    if (first === undefined || rule !== undefined || site.count < 0 || symbols.some((symbol) => this.hooks.isBesideInherited?.(symbol) !== true || overloads.takes(symbol, site.count))) return undefined;
    const type = receiver?.kind === 'instance' ? receiver.symbol : this.program.parentOf(first);
    const base = type < 0 ? undefined : [type, ...members.baseSymbols(type)].flatMap((each) => members.basesOf(each)).find((value) => value.kind === 'external');
    return base === undefined ? undefined : { ...base, path: memberPath(base.path, this.program.nameOf(first)) };
  }

  /** A call of a constant or field: what it was set to, where the source states it, else the constant itself. */
  private variableOutcome(file: LinkFile, symbol: number, site: CallSite, rule: string): Outcome {
    const value = this.evaluator.ofEntity({ kind: 'symbols', symbols: [symbol] });
    if (value.kind === 'callables') return this.symbolsOutcome(file, { kind: 'symbols', symbols: value.symbols, rule: 'alias' }, site, rule);
    if (value.kind === 'type' && this.hooks.constructsByCall) {
      // What is declared to hold a type may hold one that is derived from it.
      const isDeclared = this.program.cell(symbol, SYMBOL.type) >= 0;
      return isDeclared ? { kind: 'resolved', targets: this.targetsOf(value), confidence: VARIABLE, rule: `${rule}.variable`, isConstruction: true } : this.constructionOutcome(value.symbol, rule);
    }
    if (value.kind === 'external') return external(value.package, value.path, rule);
    if (value.kind === 'instance') {
      const called = this.instanceOutcome(file, value, site, rule);
      if (called.kind !== 'unresolved') return called;
    }
    return inferred([{ kind: 'symbol', symbol }], VARIABLE, `${rule}.variable`);
  }

  named(file: LinkFile, expression: number): Outcome {
    return expression < 0 ? unresolved('unsupported') : this.outcome(this.evaluator.entityOf(file, expression, 'value'), 'value');
  }

  namedType(file: LinkFile, type: number): Outcome {
    return this.typeOutcome(this.evaluator.types.entityOf(file, type), 'type');
  }

  held(file: LinkFile, expression: number): HeldType | undefined {
    return expression < 0 ? undefined : heldBy(this.evaluator.ofExpression(file, expression));
  }

  derived(file: LinkFile): readonly DerivedEdge[] {
    return overridesOf(file, { program: this.program, members: this.evaluator.members, signatures: this.evaluator.signatures, hasOverloads: this.hooks.hasOverloads, isConstructor: (symbol) => this.isConstructor(symbol) });
  }
}

/** Types of libraries whose one argument is what a query finds, and those that hold one value or none. */
const QUERIES = /(?:Relation|Builder|QuerySet|Manager|Query|query of records)$/;
const OF_ONE = /(?:Optional|Option|Mono|Uni|Maybe|Future|Promise)$/;

function heldBy(value: Value): HeldType | undefined {
  switch (value.kind) {
    case 'instance':
      return { symbol: value.symbol, kind: 'one' };
    case 'list':
      return value.element.kind === 'instance' ? { symbol: value.element.symbol, kind: 'many' } : undefined;
    case 'union':
      return value.parts.map((part) => heldBy(part)).find((held) => held !== undefined);
    case 'external': {
      const [only, ...more] = value.arguments;
      if (only?.kind !== 'instance' || more.length > 0) return undefined;
      return { symbol: only.symbol, kind: QUERIES.test(value.path) ? 'query' : OF_ONE.test(value.path) ? 'one' : 'many' };
    }
    default:
      return undefined;
  }
}

/** The name of a decorator; of one that is a call, the name that is called. */
function decoratorName(file: LinkFile, row: number): number {
  const { expressions } = file.facts;
  let at = row;
  for (let depth = 0; depth < 4; depth++) {
    const kind = expressions.get(at, EXPRESSION.kind);
    if (kind !== Expression.same && kind !== Expression.call) return at;
    at = expressions.get(at, EXPRESSION.operand);
  }
  return at;
}
