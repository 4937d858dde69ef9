import { LOCAL, Local, SYMBOL, TYPE } from '../../facts/schema.js';
import { Parts } from '../parts.js';
import type { LinkFile } from '../program.js';
import type { Evaluator } from './evaluator.js';
import type { Value } from './value.js';

/** A call as its arguments are asked for; `count` and `expression` are -1 where no call is written. */
export interface CallSite {
  readonly file: LinkFile;
  readonly expression: number;
  readonly count: number;
}

/** Chooses among overloads by the types of what a call gives them, where the language can tell. */
export class Overloads {
  private readonly parts = new Parts();

  constructor(private readonly evaluator: Evaluator) {}

  /** Of overloads those that take as many arguments, and of these the ones that take what is given. */
  fitting(symbols: readonly number[], site: CallSite): readonly number[] {
    if (symbols.length < 2 || site.count < 0) return symbols;
    const fitting = symbols.filter((symbol) => this.takes(symbol, site.count));
    const chosen = fitting.length > 0 ? fitting : symbols;
    return chosen.length > 1 ? this.choose(chosen, site) : chosen;
  }

  takes(symbol: number, count: number): boolean {
    const { program, hooks } = this.evaluator;
    const maximum = program.cell(symbol, SYMBOL.maximumArguments);
    return count < 0 || (count >= program.cell(symbol, SYMBOL.minimumArguments) && (maximum < 0 || count <= maximum)) || hooks.hasReceiverParameter;
  }

  /** Those that take the arguments; of these the ones whose parameters have the arguments' own types, where there are any. */
  private choose(symbols: readonly number[], site: CallSite): readonly number[] {
    const { hooks } = this.evaluator;
    if (hooks.takesArgument === undefined || site.expression < 0) return symbols;
    const given = this.parts.of(site.file.facts, site.expression).map(({ position, value }) => ({ position, value: this.evaluator.ofExpression(site.file, value) }));
    const fits = symbols.map((symbol) => this.fit(symbol, given));
    const possible = symbols.filter((_, index) => (fits[index] ?? -1) >= 0);
    if (possible.length < 2) return possible.length === 1 ? possible : symbols;
    const best = Math.max(...fits);
    return this.withoutDefaults(symbols.filter((_, index) => fits[index] === best), site.count);
  }

  /** One that needs no default goes before one of the same parameters that has more. */
  private withoutDefaults(symbols: readonly number[], count: number): readonly number[] {
    const whole = symbols.filter((symbol) => this.evaluator.program.cell(symbol, SYMBOL.maximumArguments) === count);
    const [first] = whole;
    if (first === undefined || whole.length === symbols.length) return symbols;
    const written = whole.map((symbol) => this.writtenTypes(symbol, count));
    return symbols.filter((symbol) => whole.includes(symbol) || !written.includes(this.writtenTypes(symbol, count)));
  }

  private writtenTypes(symbol: number, count: number): string {
    const file = this.evaluator.program.fileOfSymbol(symbol);
    const { locals, types } = file.facts;
    return this.parametersOf(symbol).slice(0, count).map((row) => (locals.get(row, LOCAL.type) < 0 ? '' : file.facts.text(types.get(locals.get(row, LOCAL.type), TYPE.name)))).join();
  }

  private parametersOf(symbol: number): readonly number[] {
    const file = this.evaluator.program.fileOfSymbol(symbol);
    return this.evaluator.scopes.localsIn(file, this.evaluator.program.cell(symbol, SYMBOL.ownScope)).filter((row) => file.facts.locals.get(row, LOCAL.kind) === Local.parameter);
  }

  /** How many parameters have just the type of their argument; -1 where one cannot take it. */
  private fit(symbol: number, given: readonly { readonly position: number; readonly value: Value }[]): number {
    const file = this.evaluator.program.fileOfSymbol(symbol);
    const parameters = this.parametersOf(symbol);
    const takesMore = this.evaluator.program.cell(symbol, SYMBOL.maximumArguments) < 0;
    let same = 0;
    for (const { position, value } of given) {
      const parameter = parameters[Math.min(position, parameters.length - 1)];
      const type = parameter === undefined ? -1 : file.facts.locals.get(parameter, LOCAL.type);
      if (type < 0 || value.kind === 'unknown') continue;
      const stated = this.evaluator.ofType(file, type);
      // What takes any number of arguments takes them as one array, too.
      const wanted: Value = takesMore && value.kind === 'list' && position === parameters.length - 1 && stated.kind !== 'list' ? { kind: 'list', element: stated } : stated;
      const answer = wanted.kind === 'unknown' ? undefined : this.evaluator.hooks.takesArgument?.(wanted, value);
      if (answer === false) return -1;
      if (answer === true) same++;
    }
    return same;
  }
}
