import { EXPRESSION, Expression, Kind, LOCAL, REFERENCE, RETURN, Reference, SYMBOL } from '../../facts/schema.js';
import { statedTypeArguments } from '../../facts/type-arguments.js';
import { RowsBy } from '../../facts/rows-by.js';
import { GuardedMemo } from '../../link/guarded-memo.js';
import { rowKey } from '../../link/row-memo.js';
import type { LinkFile } from '../../link/program.js';
import { mentionsParameter, replaceParameters, unknown } from '../../link/semantics/index.js';
import type { CallSite, TypeParameter, Value } from '../../link/semantics/index.js';
import type { Found, Instance } from './csharp-type.js';
import { platform } from './csharp-type.js';
import { libraryMembers } from './library.js';
import type { Semantics } from './semantics.js';
import { Given } from './type-parameters.js';

const MOST_RETURNS = 4;
/** `this(…)` and `base(…)` before a constructor's body. */
const CONSTRUCTORS = new Set<number>([Expression.this, Expression.base]);
const COUNTED = new Set<number>([Reference.call, Reference.new]);
const METHODS = new Set<number>([Kind.method, Kind.function, Kind.constructor, Kind.operator]);

/** Where an argument of a call stands. */
interface ArgumentPlace {
  readonly call: number;
  readonly position: number;
}

/** What is called, as its declaration says: a method of the repository or of a library. */
interface Callable {
  /** Its own type parameters. */
  readonly own: readonly TypeParameter[];
  /** Asked for where a result or a lambda depends on them: of most calls the result is what is written. */
  readonly parameters: () => readonly Value[];
  readonly names: () => readonly string[];
  readonly result: Value;
  readonly takesMore: boolean;
  /** Of an extension what it is called on: its first parameter. */
  readonly receiver: Value | undefined;
}

/** What calls give back, and what they give to lambdas and variables. */
export class Calls {
  private readonly returns = new Map<number, RowsBy>();
  private readonly counts = new Map<number, ReadonlyMap<number, number>>();
  private readonly chosen = new GuardedMemo<Found>({ kind: 'none', reason: 'receiverUnknown' });

  constructor(private readonly semantics: Semantics) {
    semantics.program.forgets(this.returns, this.counts, this.chosen);
  }

  forgetAnswers(): void {
    this.chosen.clear();
  }

  ofCall(file: LinkFile, call: number): Value {
    const callee = file.facts.expressions.get(call, EXPRESSION.operand);
    const found = this.called(file, call);
    const callable = found === undefined ? undefined : this.callables(file, call, found)[0];
    if (callable !== undefined) {
      const result = this.resultOf(callable, file, call);
      if (result.kind !== 'unknown' || found?.kind !== 'external') return result;
    }
    return this.returned(this.semantics.ofExpression(file, callee));
  }

  /** What calling a value gives. */
  returned(callee: Value): Value {
    switch (callee.kind) {
      case 'callables': {
        const [first] = callee.symbols;
        return first === undefined ? unknown('receiverUnknown') : this.semantics.parameters.within(this.declaredResult(first), callee.receiver);
      }
      case 'lambda': {
        const file = this.semantics.program.files[callee.file];
        return file === undefined ? unknown('higherOrder') : this.stated(file, file.facts.expressions.get(callee.expression, EXPRESSION.extra));
      }
      case 'external':
        return this.semantics.delegateOf(callee)?.result ?? { ...callee, path: `${callee.path}()`, arguments: [] };
      case 'instance':
        return this.semantics.delegateOf(callee)?.result ?? unknown('higherOrder');
      default:
        return unknown('receiverUnknown');
    }
  }

  private declaredResult(method: number): Value {
    return this.semantics.types.ofType(this.semantics.program.fileOfSymbol(method), this.semantics.program.cell(method, SYMBOL.type));
  }

  /** What a lambda's body gives back: the first return that the source says something of. */
  private stated(file: LinkFile, scope: number): Value {
    let rows = this.returns.get(file.index);
    if (rows === undefined) {
      rows = new RowsBy(file.facts.returns, RETURN.scope);
      this.returns.set(file.index, rows);
    }
    for (const row of rows.of(scope).slice(0, MOST_RETURNS)) {
      const expression = file.facts.returns.get(row, RETURN.expression);
      const value = this.semantics.ofExpression(file, expression);
      if (value.kind === 'unknown') continue;
      // What awaits is asynchronous itself, and gives a task.
      return file.facts.expressions.get(expression, EXPRESSION.kind) === Expression.await ? platform('Task', [value]) : value;
    }
    return unknown('receiverUnknown');
  }

  /** How many arguments each call of a file has: those that are no expression of the skeleton have no row of their own. */
  private countOf(file: LinkFile, call: number): number {
    let counts = this.counts.get(file.index);
    if (counts === undefined) {
      const found = new Map<number, number>();
      const { references } = file.facts;
      for (let row = 0; row < references.rows; row++) if (COUNTED.has(references.get(row, REFERENCE.kind))) found.set(references.get(row, REFERENCE.subject), references.get(row, REFERENCE.argumentCount));
      counts = found;
      this.counts.set(file.index, counts);
    }
    return counts.get(call) ?? this.semantics.parts.of(file.facts, call).length;
  }

  /** A call as the choice among overloads asks for it. */
  siteOf(file: LinkFile, call: number, { isExtension, receiver }: Extract<Found, { kind: 'symbols' }>): CallSite {
    const count = this.countOf(file, call);
    return isExtension && receiver !== undefined ? { file, expression: call, count: count + 1, receiver } : { file, expression: call, count, within: receiver };
  }

  /** What a call leads to: of the methods that its callee names those that may take it, or what stands behind them where none does. */
  called(file: LinkFile, call: number): Found | undefined {
    const found = this.semantics.found(file, file.facts.expressions.get(call, EXPRESSION.operand));
    const [first] = found?.kind === 'symbols' ? found.symbols : [];
    if (found?.kind !== 'symbols' || first === undefined || !METHODS.has(this.semantics.program.cell(first, SYMBOL.kind))) return found;
    return this.chosen.of(rowKey(file.index, call), () => this.choose(file, call, found));
  }

  private choose(file: LinkFile, call: number, found: Extract<Found, { kind: 'symbols' }>): Found {
    const { overloads } = this.semantics;
    const site = this.siteOf(file, call, found);
    // Where others of the name may stand behind them, it matters whether any takes what is given.
    const isLast = this.countOf(file, call) === 0 || (found.receiver?.kind === 'instance' && !this.hasOthersBehind(found, found.receiver));
    const symbols = isLast ? found.symbols.filter((symbol) => overloads.takes(symbol, site.count)) : overloads.possible(found.symbols, site);
    if (symbols.length === 0) return this.behind(file, call, found) ?? found;
    const fitting = symbols.filter((symbol) => this.canBeGeneric(file, call, symbol));
    return { ...found, symbols: fitting.length > 0 ? fitting : symbols };
  }

  /** Whether methods of a base outside the repository, or extensions, have the name too. */
  private hasOthersBehind({ isExtension, symbols: [first = -1] }: Extract<Found, { kind: 'symbols' }>, receiver: Instance): boolean {
    const { index, members, program } = this.semantics;
    return isExtension || members.hasExternalBase(receiver.symbol) || index.extensionsNamed(program.nameOf(first)).length > 0;
  }

  /** Where no method of a type takes what is given: those of its bases, extensions, and those of a base or receiver outside the repository. */
  private behind(file: LinkFile, call: number, found: Extract<Found, { kind: 'symbols' }>): Found | undefined {
    const count = this.countOf(file, call);
    const { expressions } = file.facts;
    const callee = expressions.get(call, EXPRESSION.operand);
    const [first = -1] = found.symbols;
    const name = this.semantics.program.nameOf(first);
    const takes = (symbol: number): boolean => this.semantics.overloads.takes(symbol, count);
    const { receiver } = found;
    if (found.isExtension) {
      const type = receiver?.kind === 'list' ? platform('Array', [receiver.element]) : receiver;
      if (type?.kind === 'external') return { kind: 'external', package: type.package, path: `${type.path}.${name}`, receiver: type };
      return found.isInferred ? { kind: 'none', reason: 'receiverUnknown' } : undefined;
    }
    const inherited = receiver?.kind === 'instance' ? this.semantics.members.inherited(receiver, name, takes) : undefined;
    if (inherited !== undefined) return inherited;
    const isMember = expressions.get(callee, EXPRESSION.kind) === Expression.member;
    const extended = isMember ? this.semantics.members.extension(file, expressions.get(callee, EXPRESSION.scope), this.semantics.ofExpression(file, expressions.get(callee, EXPRESSION.operand)), name, (symbol) => this.semantics.overloads.takes(symbol, count + 1)) : undefined;
    if (extended?.kind === 'symbols') return extended;
    const base = receiver?.kind === 'instance' ? this.semantics.parameters.externalBase(receiver) : undefined;
    return base === undefined ? undefined : { kind: 'external', package: base.package, path: `${base.path}.${name}`, receiver: base };
  }

  /** Whether a method has as many type parameters as a call states or, where it states none, no others than its parameters tell. */
  private canBeGeneric(file: LinkFile, call: number, symbol: number): boolean {
    const { program, parameters, types } = this.semantics;
    const count = program.cell(symbol, SYMBOL.typeParameters);
    const stated = this.statedTypes(file, call).length;
    if (stated > 0 || count === 0) return stated === count;
    const owner = program.fileOfSymbol(symbol);
    const scope = program.cell(symbol, SYMBOL.ownScope);
    const told = new Set<number>();
    for (const row of this.semantics.parametersIn(owner, scope)) {
      replaceParameters(types.ofType(owner, owner.facts.locals.get(row, LOCAL.type)), ({ local }) => {
        told.add(local);
        return undefined;
      });
    }
    return parameters.parametersOf(symbol, owner, scope).every(({ local }) => told.has(local));
  }

  private callables(file: LinkFile, call: number, found: Found): readonly Callable[] {
    if (found.kind === 'none') return [];
    if (found.kind === 'external') {
      const { receiver } = found;
      if (receiver === undefined) return [];
      const name = found.path.slice(found.path.lastIndexOf('.') + 1);
      const known = libraryMembers(receiver, name).filter(({ isMethod }) => isMethod);
      return known.filter((signature) => this.takesLambdas(file, call, signature.parameters)).map(({ own, parameters, result }): Callable => ({ own, parameters: () => parameters, names: () => [], result, takesMore: false, receiver: undefined }));
    }
    const [first] = found.symbols;
    if (first === undefined || !METHODS.has(this.semantics.program.cell(first, SYMBOL.kind))) return [];
    const symbols = found.symbols.length < 2 ? found.symbols : this.semantics.overloads.fitting(found.symbols, this.siteOf(file, call, found));
    return symbols.map((symbol) => this.declared(symbol, found));
  }

  /** What a call or a construction may lead to. */
  private callablesAt(file: LinkFile, call: number): readonly Callable[] {
    const { expressions } = file.facts;
    const callee = expressions.get(call, EXPRESSION.operand);
    switch (expressions.get(call, EXPRESSION.kind)) {
      case Expression.new:
        return this.constructors(file, call, this.semantics.ofExpression(file, call));
      case Expression.call: {
        if (CONSTRUCTORS.has(expressions.get(callee, EXPRESSION.kind))) return this.constructors(file, call, this.semantics.ofExpression(file, callee));
        const found = this.called(file, call);
        return found === undefined ? [] : this.callables(file, call, found);
      }
      default:
        return [];
    }
  }

  /** The constructors that make a value; where none is written, the parameters stand behind the type's name. */
  private constructors(file: LinkFile, call: number, made: Value): readonly Callable[] {
    if (made.kind !== 'instance') return [];
    const symbols = this.semantics.program.childrenOf(made.symbol).filter((id) => this.semantics.program.cell(id, SYMBOL.kind) === Kind.constructor);
    const found = { kind: 'symbols', symbols, isInferred: false, isExtension: false, receiver: made } as const;
    return symbols.length > 0 ? this.callables(file, call, found) : [{ ...this.declared(made.symbol, found), own: [] }];
  }

  private takesLambdas(file: LinkFile, call: number, parameters: readonly Value[]): boolean {
    return this.semantics.parts.of(file.facts, call).every(({ position, value }) => {
      if (file.facts.expressions.get(value, EXPRESSION.kind) !== Expression.lambda) return true;
      const parameter = parameters[position];
      const wanted = parameter === undefined ? undefined : this.semantics.delegateOf(parameter);
      return wanted !== undefined && wanted.parameters.length === this.semantics.lambdas.parametersOf({ kind: 'lambda', file: file.index, expression: value }).length;
    });
  }

  private declared(symbol: number, { isExtension, receiver }: Extract<Found, { kind: 'symbols' }>): Callable {
    const { program, parameters, types } = this.semantics;
    const file = program.fileOfSymbol(symbol);
    const scope = program.cell(symbol, SYMBOL.ownScope);
    const rows = once(() => this.semantics.parametersIn(file, scope));
    const instance = isExtension ? undefined : receiver;
    const own = program.cell(symbol, SYMBOL.typeParameters) > 0 ? parameters.parametersOf(symbol, file, scope) : [];
    return {
      own,
      parameters: once(() => rows().map((row) => parameters.within(types.ofType(file, file.facts.locals.get(row, LOCAL.type)), instance))),
      names: once(() => rows().map((row) => file.facts.text(file.facts.locals.get(row, LOCAL.name)))),
      result: parameters.within(this.declaredResult(symbol), instance),
      takesMore: program.cell(symbol, SYMBOL.maximumArguments) < 0,
      receiver: isExtension ? receiver : undefined,
    };
  }

  private resultOf(callable: Callable, file: LinkFile, call: number): Value {
    return mentionsParameter(callable.result) ? this.settled(callable.result, callable, file, call, Number.POSITIVE_INFINITY) : callable.result;
  }

  /** A type with what a call gives in the place of the method's type parameters. @param before lambdas from this place on are not asked */
  private settled(type: Value, callable: Callable, file: LinkFile, call: number, before: number): Value {
    const { of } = this.given(callable, file, call, before);
    return replaceParameters(type, (parameter) => of(parameter) ?? (parameter.file < 0 ? unknown('receiverUnknown') : undefined));
  }

  private given(callable: Callable, file: LinkFile, call: number, before: number): Given {
    const { parameters } = this.semantics;
    const given = new Given((a, b) => parameters.isSame(a, b));
    if (callable.own.length === 0) return given;
    const stated = this.statedTypes(file, call);
    if (stated.length > 0) {
      callable.own.forEach((parameter, place) => {
        const type = stated[place];
        if (type !== undefined) given.set(parameter, type);
      });
      return given;
    }
    const isOwn = (one: TypeParameter): boolean => callable.own.some(({ file: index, local }) => index === one.file && local === one.local);
    const bind = (wanted: Value | undefined, value: Value): void => {
      if (wanted !== undefined && mentionsParameter(wanted)) parameters.bind(wanted, value, (callee) => this.returned(callee), (parameter, found) => {
        if (isOwn(parameter)) given.add(parameter, found);
      });
    };
    if (callable.receiver !== undefined) bind(callable.parameters()[0], callable.receiver);
    const parts = this.semantics.parts.of(file.facts, call);
    const isLambda = (value: number): boolean => file.facts.expressions.get(value, EXPRESSION.kind) === Expression.lambda;
    for (const part of parts) if (!isLambda(part.value)) bind(parameterAt(callable, part.position, part.name), this.semantics.ofExpression(file, part.value));
    for (const part of parts) if (isLambda(part.value) && part.position < before) bind(parameterAt(callable, part.position, part.name), this.semantics.ofExpression(file, part.value));
    return given;
  }

  /** The type arguments that a call states. */
  private statedTypes(file: LinkFile, call: number): readonly Value[] {
    const { types } = this.semantics;
    return statedTypeArguments(file.facts, file.facts.expressions.get(call, EXPRESSION.extra)).map((row) => types.ofType(file, row));
  }

  /** What a call gives to a parameter of a lambda that is its argument. @param number the parameter's place */
  lambdaParameter(file: LinkFile, place: ArgumentPlace, number: number): Value {
    return this.wantedAt(file, place, place.position, (type) => this.semantics.delegateOf(type)?.parameters[number]);
  }

  /** What a call gives to a variable that its argument declares. */
  argument(file: LinkFile, place: ArgumentPlace): Value {
    return this.wantedAt(file, place, Number.POSITIVE_INFINITY, (type) => type);
  }

  /** What a bare `new()` makes: what all that may be called take there; of an initialiser the type of the member, or what the collection holds. */
  made(file: LinkFile, place: ArgumentPlace & { readonly name: string | undefined }): Value {
    const { call, position, name } = place;
    const { expressions } = file.facts;
    if (expressions.get(call, EXPRESSION.kind) === Expression.new && position >= this.countOf(file, call)) {
      const holder = this.semantics.ofExpression(file, call);
      if (name === undefined) return this.semantics.taken.element(holder);
      const member = this.semantics.members.of(file, expressions.get(call, EXPRESSION.scope), holder, name);
      return member.kind === 'symbols' ? this.semantics.ofSymbols(member) : unknown('receiverUnknown');
    }
    const types = this.callablesAt(file, call).map((callable) => parameterAt(callable, position, name) ?? unknown('receiverUnknown'));
    const [first] = types;
    if (first === undefined || mentionsParameter(first)) return unknown('receiverUnknown');
    return types.every((type) => this.semantics.parameters.isSame(type, first)) ? first : unknown('receiverUnknown');
  }

  private wantedAt(file: LinkFile, { call, position }: ArgumentPlace, before: number, read: (type: Value) => Value | undefined): Value {
    const { expressions } = file.facts;
    const callee = expressions.get(call, EXPRESSION.operand);
    const name = this.semantics.parts.of(file.facts, call).find((part) => part.position === position)?.name;
    const callables = this.callablesAt(file, call);
    for (const callable of callables) {
      const type = parameterAt(callable, position, name);
      const wanted = type === undefined ? undefined : read(type);
      if (wanted === undefined || wanted.kind === 'unknown') continue;
      const settled = mentionsParameter(wanted) ? this.settled(wanted, callable, file, call, before) : wanted;
      if (settled.kind !== 'unknown') return settled;
    }
    if (callables.length > 0 || expressions.get(call, EXPRESSION.kind) !== Expression.call) return unknown('higherOrder');
    const wanted = this.semantics.delegateOf(this.semantics.ofExpression(file, callee))?.parameters[position];
    return (wanted === undefined ? undefined : read(wanted)) ?? unknown('higherOrder');
  }
}

/** The type of the parameter that an argument is for; the first of an extension is what it is called on. */
function parameterAt({ parameters, names, takesMore, receiver }: Callable, position: number, name: string | undefined): Value | undefined {
  const named = name === undefined ? -1 : names().indexOf(name);
  const at = named >= 0 ? named : position + (receiver === undefined ? 0 : 1);
  const types = parameters();
  const last = types[types.length - 1];
  return takesMore && at >= types.length - 1 && last?.kind === 'list' ? last.element : types[at];
}

/** Finds an answer when it is first asked for. */
function once<Answer>(find: () => Answer): () => Answer {
  let known: { readonly answer: Answer } | undefined;
  return () => (known ??= { answer: find() }).answer;
}
