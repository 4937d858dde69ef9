import { EXPRESSION, Expression, Kind, LOCAL, Local, SYMBOL, SymbolFlag, TYPE, Type } from '../../facts/schema.js';
import { Parts } from '../parts.js';
import type { LinkFile } from '../program.js';
import type { Evaluator } from './evaluator.js';
import { LambdaPlaces } from './lambda-places.js';
import type { LambdaPlace } from './lambda-places.js';
import type { Value } from './value.js';

const SCOPES_A_FILE = 0x10_0000;

/** A written type that a lambda is wanted as. */
interface WrittenType {
  readonly file: LinkFile;
  readonly type: number;
  /** The instance whose type arguments stand for the type parameters in it. */
  readonly within: Value | undefined;
}

/** What a lambda's parameters and its receiver are, by the type that is wanted where it stands. */
export class LambdaTypes {
  private readonly places = new LambdaPlaces();
  private readonly parts = new Parts();
  private readonly variables = new Map<number, ReadonlyMap<number, number>>();
  private readonly receivers = new Map<number, Value | undefined>();

  constructor(private readonly evaluator: Evaluator) {
    evaluator.program.forgets(this.places, this.variables, this.receivers);
  }

  /** Forgets what was concluded from several files. */
  forgetAnswers(): void {
    this.receivers.clear();
  }

  /** The call that the lambda with this scope is given to. */
  place(file: LinkFile, scope: number): LambdaPlace | undefined {
    return this.places.of(file, scope);
  }

  /** @param parameter its place among the lambda's parameters */
  parameter(file: LinkFile, scope: number, parameter: number): Value | undefined {
    const constructed = this.constructedInterface(file, scope);
    if (constructed !== undefined) return this.methodParameter(constructed, parameter);
    const wanted = this.wanted(file, scope);
    if (wanted === undefined) return undefined;
    const value = this.parameterOf(wanted, parameter);
    return value === undefined || wanted.within?.kind !== 'instance' ? value : this.evaluator.substitute(value, wanted.within);
  }

  /** `Listener { … }`: the lambda is the interface's one method. */
  private constructedInterface(file: LinkFile, scope: number): Extract<Value, { kind: 'instance' }> | undefined {
    const place = this.places.of(file, scope);
    const entity = place === undefined ? undefined : this.evaluator.entityOf(file, file.facts.expressions.get(place.call, EXPRESSION.operand), 'call');
    const [symbol] = entity?.kind === 'symbols' ? entity.symbols : [];
    return symbol !== undefined && this.evaluator.program.cell(symbol, SYMBOL.kind) === Kind.interface ? { kind: 'instance', symbol, arguments: [] } : undefined;
  }

  private parameterOf(wanted: WrittenType, parameter: number): Value | undefined {
    const { evaluator } = this;
    const { types } = wanted.file.facts;
    const type = this.bare(wanted);
    if (types.get(type, TYPE.kind) === Type.function) {
      const children = evaluator.types.childrenOf(wanted.file, type);
      const given = children.slice(this.receiverLocal(wanted.file, type) === undefined ? 0 : 1, -1)[parameter];
      return given === undefined ? undefined : evaluator.ofType(wanted.file, given);
    }
    const value = evaluator.ofType(wanted.file, type);
    if (value.kind === 'external') return evaluator.hooks.functionalParameter?.(value, parameter);
    return value.kind === 'instance' ? this.methodParameter(value, parameter) : undefined;
  }

  /** Of an interface with one abstract method: that method's parameter. */
  private methodParameter(value: Extract<Value, { kind: 'instance' }>, parameter: number): Value | undefined {
    const { program, scopes } = this.evaluator;
    if (program.cell(value.symbol, SYMBOL.kind) !== Kind.interface) return undefined;
    const methods = [value.symbol, ...this.evaluator.members.baseSymbols(value.symbol)].flatMap((type) => program.childrenOf(type)).filter((id) => program.cell(id, SYMBOL.kind) === Kind.method && (program.cell(id, SYMBOL.flags) & (SymbolFlag.static | SymbolFlag.virtual | SymbolFlag.private)) === 0);
    const [only, ...more] = methods;
    if (only === undefined || more.length > 0) return undefined;
    const file = program.fileOfSymbol(only);
    const local = scopes.parametersIn(file, program.cell(only, SYMBOL.ownScope))[parameter];
    return local === undefined ? undefined : this.evaluator.substitute(this.evaluator.ofType(file, file.facts.locals.get(local, LOCAL.type)), value);
  }

  /** What `this` is in a lambda that is written to be called on something; undefined where the lambda has none of its own. */
  receiver(file: LinkFile, scope: number): Value | undefined {
    const key = file.index * SCOPES_A_FILE + scope;
    if (this.receivers.has(key)) return this.receivers.get(key);
    this.receivers.set(key, undefined); // what a cycle finds
    const found = this.customaryReceiver(file, scope) ?? this.writtenReceiver(file, scope);
    this.receivers.set(key, found);
    return found;
  }

  /** Functions of the library that call a lambda on what they are called on, or on what they are given first. */
  private customaryReceiver(file: LinkFile, scope: number): Value | undefined {
    const place = this.places.of(file, scope);
    if (place === undefined) return undefined;
    const { expressions } = file.facts;
    const callee = expressions.get(place.call, EXPRESSION.operand);
    const isMember = expressions.get(callee, EXPRESSION.kind) === Expression.member;
    const answer = this.evaluator.hooks.lambdaReceiver?.(file.facts.text(expressions.get(callee, EXPRESSION.name)), isMember);
    if (answer === 'operand') return this.evaluator.ofExpression(file, expressions.get(callee, EXPRESSION.operand));
    const first = this.parts.of(file.facts, place.call)[0];
    return answer === 'argument' && first !== undefined ? this.evaluator.ofExpression(file, first.value) : undefined;
  }

  private writtenReceiver(file: LinkFile, scope: number): Value | undefined {
    const wanted = this.wanted(file, scope);
    if (wanted === undefined) return undefined;
    const local = this.receiverLocal(wanted.file, this.bare(wanted));
    if (local === undefined) return undefined;
    const value = this.evaluator.ofType(wanted.file, wanted.file.facts.locals.get(local, LOCAL.type));
    return wanted.within?.kind === 'instance' ? this.evaluator.substitute(value, wanted.within) : value;
  }

  /** A function's type has a scope of its own, in which what it is called on is declared. */
  private receiverLocal(file: LinkFile, type: number): number | undefined {
    if (file.facts.types.get(type, TYPE.kind) !== Type.function) return undefined;
    return this.evaluator.scopes.localsIn(file, file.facts.types.get(type, TYPE.scope)).find((row) => file.facts.locals.get(row, LOCAL.kind) === Local.receiver);
  }

  /** The type inside brackets and question marks. */
  private bare({ file, type }: WrittenType): number {
    const { types } = file.facts;
    let at = type;
    for (let inner = at; inner !== undefined && inner >= 0 && types.get(at, TYPE.kind) === Type.optional; ) {
      inner = this.evaluator.types.childrenOf(file, at)[0] ?? -1;
      if (inner < 0) break;
      at = inner;
    }
    return at;
  }

  private wanted(file: LinkFile, scope: number): WrittenType | undefined {
    const place = this.places.of(file, scope);
    if (place !== undefined) return this.wantedByCall(file, place);
    const type = this.variablesOf(file).get(scope);
    return type === undefined ? undefined : { file, type, within: undefined };
  }

  private wantedByCall(file: LinkFile, { call, position }: LambdaPlace): WrittenType | undefined {
    const { evaluator } = this;
    const entity = evaluator.entityOf(file, file.facts.expressions.get(call, EXPRESSION.operand), 'call');
    if (entity.kind !== 'symbols') return undefined;
    const possible = entity.symbols.flatMap((symbol) => this.wantedBySymbol(symbol, position, entity.receiver));
    return possible.find((wanted) => wanted.file.facts.types.get(this.bare(wanted), TYPE.kind) === Type.function) ?? possible[0];
  }

  private wantedBySymbol(symbol: number, position: number, within: Value | undefined): readonly WrittenType[] {
    const { program, scopes } = this.evaluator;
    const file = program.fileOfSymbol(symbol);
    const { locals } = file.facts;
    const parameters = scopes.parametersIn(file, program.cell(symbol, SYMBOL.ownScope));
    // A lambda behind the brackets is the last one, whatever is left out before it.
    return [parameters[position], parameters[parameters.length - 1]].flatMap((local) => {
      const type = local === undefined ? -1 : locals.get(local, LOCAL.type);
      return type < 0 ? [] : [{ file, type, within }];
    });
  }

  /** Types of the variables, members and casts that hold a lambda, by the lambda's scope. */
  private variablesOf(file: LinkFile): ReadonlyMap<number, number> {
    const { locals, symbols, expressions } = file.facts;
    const known = this.variables.get(file.index);
    if (known !== undefined) return known;
    const found = new Map<number, number>();
    const add = (value: number, type: number): void => {
      if (value >= 0 && type >= 0 && expressions.get(value, EXPRESSION.kind) === Expression.lambda) found.set(expressions.get(value, EXPRESSION.extra), type);
    };
    for (let row = 0; row < locals.rows; row++) add(locals.get(row, LOCAL.value), locals.get(row, LOCAL.type));
    for (let row = 0; row < symbols.rows; row++) add(symbols.get(row, SYMBOL.value), symbols.get(row, SYMBOL.type));
    for (let row = 0; row < expressions.rows; row++) if (expressions.get(row, EXPRESSION.kind) === Expression.cast) add(expressions.get(row, EXPRESSION.operand), expressions.get(row, EXPRESSION.extra));
    this.variables.set(file.index, found);
    return found;
  }
}
