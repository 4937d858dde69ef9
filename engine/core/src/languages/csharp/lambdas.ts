import { ARGUMENT, EXPRESSION, Expression, Kind, LOCAL, Local, RETURN, SCOPE, SYMBOL, SymbolFlag } from '../../facts/schema.js';
import type { LinkFile } from '../../link/program.js';
import { LambdaPlaces, unknown } from '../../link/semantics/index.js';
import type { Value } from '../../link/semantics/index.js';
import type { Semantics } from './semantics.js';

/** What the places of a file say of what stands in them. */
interface Targets {
  /** Written types of what an expression is put into or given back as. */
  readonly types: ReadonlyMap<number, number>;
  /** The lambda of a scope. */
  readonly lambdas: ReadonlyMap<number, number>;
  /** Variables that arguments declare, by their names: `out var item`. */
  readonly declared: ReadonlyMap<number, readonly { readonly scope: number; readonly call: number; readonly position: number }[]>;
  /** What a bare `new()` is put into that has a value of its own. */
  readonly set: ReadonlyMap<number, number>;
  /** Where a bare `new()` is given to a call or stands in an initialiser. */
  readonly made: ReadonlyMap<number, { readonly call: number; readonly position: number; readonly name: string | undefined }>;
}

/** What a lambda's parameters, a bare `new()` and a variable that an argument declares are, by where they stand. */
export class Lambdas {
  private readonly places = new LambdaPlaces([Expression.call, Expression.new]);
  private readonly targets = new Map<number, Targets>();

  constructor(private readonly semantics: Semantics) {
    semantics.program.forgets(this.places, this.targets);
  }

  /** Rows of a lambda's parameters. */
  parametersOf({ file: index, expression }: Extract<Value, { kind: 'lambda' }>): readonly number[] {
    const file = this.semantics.program.files[index];
    return file === undefined ? [] : this.semantics.parametersIn(file, file.facts.expressions.get(expression, EXPRESSION.extra));
  }

  /** Whether a scope is a lambda's, and the call that the lambda is given to. */
  placeOf(file: LinkFile, scope: number): { readonly isLambda: boolean; readonly call: number } {
    return { isLambda: this.targetsOf(file).lambdas.has(scope), call: this.places.of(file, scope)?.call ?? -1 };
  }

  /** A parameter without a type: what the call that its lambda is given to, or the lambda's own type, says. */
  parameter(file: LinkFile, local: number): Value {
    const scope = file.facts.locals.get(local, LOCAL.scope);
    const number = this.semantics.parametersIn(file, scope).indexOf(local);
    const place = this.places.of(file, scope);
    if (place !== undefined) return this.semantics.calls.lambdaParameter(file, place, number);
    const targets = this.targetsOf(file);
    const lambda = targets.lambdas.get(scope);
    const type = lambda === undefined ? undefined : targets.types.get(lambda);
    const wanted = type === undefined ? undefined : this.semantics.delegateOf(this.semantics.types.ofType(file, type));
    return wanted?.parameters[number] ?? unknown('higherOrder');
  }

  /** `out var item`: what the method puts there. */
  declaredByArgument(file: LinkFile, local: number): Value {
    const { locals } = file.facts;
    const name = locals.get(local, LOCAL.name);
    const place = this.targetsOf(file).declared.get(name)?.find(({ scope }) => this.semantics.names.locals.of(file, scope, name) === local);
    return place === undefined ? unknown('receiverUnknown') : this.semantics.calls.argument(file, place);
  }

  /** The type a variable or member is declared with whose value is a bare `new()`, or that a method gives back which returns it. */
  typeAt(file: LinkFile, expression: number): number {
    return this.targetsOf(file).types.get(expression) ?? -1;
  }

  /** What a bare `new()` makes that something is set to, that is given to a call or stands in an initialiser. */
  made(file: LinkFile, expression: number): Value {
    const { made, set } = this.targetsOf(file);
    const target = set.get(expression);
    if (target !== undefined) return this.semantics.ofExpression(file, target);
    const place = made.get(expression);
    return place === undefined ? unknown('receiverUnknown') : this.semantics.calls.made(file, place);
  }

  private targetsOf(file: LinkFile): Targets {
    let known = this.targets.get(file.index);
    if (known === undefined) {
      const expressions = expressionsOf(file);
      known = { types: typesOf(file, expressions.lambdas), ...expressions };
      this.targets.set(file.index, known);
    }
    return known;
  }
}

function typesOf({ facts }: LinkFile, lambdas: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  const { locals, scopes, symbols, returns } = facts;
  const results = new Map<number, number>();
  for (let row = 0; row < symbols.rows; row++) {
    const isAsync = (symbols.get(row, SYMBOL.flags) & SymbolFlag.async) !== 0;
    if (!isAsync && symbols.get(row, SYMBOL.ownScope) >= 0) results.set(symbols.get(row, SYMBOL.ownScope), symbols.get(row, SYMBOL.type));
  }
  for (let row = 0; row < returns.rows; row++) {
    const scope = returns.get(row, RETURN.scope);
    const around = lambdas.has(scope) ? -1 : scopes.get(scope, SCOPE.symbol);
    // What a getter gives back is what its property is.
    const isGetter = around >= 0 && (symbols.get(around, SYMBOL.kind) === Kind.property || symbols.get(around, SYMBOL.kind) === Kind.indexer);
    found.set(returns.get(row, RETURN.expression), results.get(scope) ?? (isGetter ? symbols.get(around, SYMBOL.type) : -1));
  }
  for (let row = 0; row < locals.rows; row++) if (locals.get(row, LOCAL.value) >= 0 && locals.get(row, LOCAL.kind) !== Local.element) found.set(locals.get(row, LOCAL.value), locals.get(row, LOCAL.type));
  for (let row = 0; row < symbols.rows; row++) if (symbols.get(row, SYMBOL.value) >= 0) found.set(symbols.get(row, SYMBOL.value), symbols.get(row, SYMBOL.type));
  return found;
}

function expressionsOf({ facts }: LinkFile): Pick<Targets, 'lambdas' | 'declared' | 'made' | 'set'> {
  const lambdas = new Map<number, number>();
  const declared = new Map<number, { scope: number; call: number; position: number }[]>();
  const made = new Map<number, { call: number; position: number; name: string | undefined }>();
  const set = new Map<number, number>();
  const { expressions } = facts;
  for (let row = 0; row < expressions.rows; row++) {
    const kind = expressions.get(row, EXPRESSION.kind);
    if (kind === Expression.lambda) lambdas.set(expressions.get(row, EXPRESSION.extra), row);
    if (kind === Expression.assign && expressions.get(row, EXPRESSION.extra) >= 0) set.set(expressions.get(row, EXPRESSION.operand), expressions.get(row, EXPRESSION.extra));
  }
  for (let row = 0; row < facts.arguments.rows; row++) {
    const value = facts.arguments.get(row, ARGUMENT.value);
    if (expressions.get(value, EXPRESSION.kind) === Expression.new && expressions.get(value, EXPRESSION.extra) < 0) {
      const name = facts.arguments.get(row, ARGUMENT.name);
      made.set(value, { call: facts.arguments.get(row, ARGUMENT.expression), position: facts.arguments.get(row, ARGUMENT.position), name: name < 0 ? undefined : facts.text(name) });
    }
    if (expressions.get(value, EXPRESSION.kind) !== Expression.assign || expressions.get(value, EXPRESSION.extra) >= 0) continue;
    const name = expressions.get(value, EXPRESSION.name);
    const place = { scope: expressions.get(value, EXPRESSION.scope), call: facts.arguments.get(row, ARGUMENT.expression), position: facts.arguments.get(row, ARGUMENT.position) };
    const same = declared.get(name);
    if (same === undefined) declared.set(name, [place]);
    else same.push(place);
  }
  return { lambdas, declared, made, set };
}
