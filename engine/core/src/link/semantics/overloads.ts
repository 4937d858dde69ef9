import { LOCAL, SYMBOL, TYPE } from '../../facts/schema.js';
import { Parts } from '../parts.js';
import type { LinkFile, LinkProgram } from '../program.js';
import type { LanguageHooks, Taking } from './language-hooks.js';
import type { ScopeLocals } from './scope-locals.js';
import type { Value } from './value.js';
import { unknown } from './value.js';

/** Of more overloads none is chosen: calls of all of them would take time with the square. */
const MOST_CHOSEN = 300;

/** A call as its arguments are asked for; `count` and `expression` are -1 where no call is written. */
export interface CallSite {
  readonly file: LinkFile;
  readonly expression: number;
  readonly count: number;
  /** What an extension is called on, where that is its first parameter and none of the arguments that are written; it counts. */
  readonly receiver?: Value;
  /** The instance whose type arguments stand for the type parameters of the overloads' type. */
  readonly within?: Value | undefined;
}

/** What choosing asks of a language's semantics. */
export interface OverloadSource {
  /** The parts of files' expressions, where others list them too. */
  readonly parts?: Parts;
  readonly program: LinkProgram;
  readonly hooks: Pick<LanguageHooks, 'takesArgument' | 'hasReceiverParameter' | 'restIsWritten' | 'trailsLambdas' | 'hidesPrivate'>;
  readonly scopes: Pick<ScopeLocals, 'parametersIn'>;
  ofExpression(file: LinkFile, row: number): Value;
  /** What a parameter is written as. */
  ofType(file: LinkFile, row: number, within?: Value): Value;
}

/** Chooses among overloads by the types of what a call gives them, where the language can tell. */
export class Overloads {
  private readonly parts: Parts;

  constructor(private readonly evaluator: OverloadSource) {
    this.parts = evaluator.parts ?? new Parts();
  }

  /** Of overloads those that take as many arguments, and of these the ones that take what is given. */
  fitting(symbols: readonly number[], site: CallSite): readonly number[] {
    if (symbols.length < 2 || site.count < 0) return symbols;
    const seen = symbols.filter((symbol) => this.isSeen(symbol, site));
    const fitting = (seen.length > 0 ? seen : symbols).filter((symbol) => this.takes(symbol, site.count));
    const chosen = fitting.length > 0 ? fitting : symbols;
    return chosen.length > 1 && chosen.length <= MOST_CHOSEN ? this.choose(chosen, site) : chosen;
  }

  private isSeen(symbol: number, { file }: CallSite): boolean {
    const { hooks, program } = this.evaluator;
    return hooks.hidesPrivate !== true || !program.hasFlag(symbol, 'private') || program.fileOfSymbol(symbol).index === file.index;
  }

  /** Those that may take what a call gives, as far as the types of that are known. */
  possible(symbols: readonly number[], site: CallSite): readonly number[] {
    const taking = symbols.filter((symbol) => this.takes(symbol, site.count));
    if (taking.length === 0) return taking;
    const given = this.given(site);
    return taking.filter((symbol) => this.candidate(symbol, given, site) !== undefined);
  }

  /** Whether a method takes a number of arguments. */
  takes(symbol: number, count: number): boolean {
    const { program, hooks } = this.evaluator;
    const maximum = program.cell(symbol, SYMBOL.maximumArguments);
    return count < 0 || (count >= program.cell(symbol, SYMBOL.minimumArguments) && (maximum < 0 || count <= maximum)) || hooks.hasReceiverParameter;
  }

  /**
   * Those that take the arguments. Where the types of all are known, the most specific of them; else those whose parameters
   * have the arguments' own types, where there are any.
   */
  private choose(symbols: readonly number[], site: CallSite): readonly number[] {
    const { hooks } = this.evaluator;
    if (hooks.takesArgument === undefined || site.expression < 0) return symbols;
    const given = this.given(site);
    const candidates = symbols.map((symbol) => this.candidate(symbol, given, site)).filter((candidate) => candidate !== undefined);
    const possible = candidates.map(({ symbol }) => symbol);
    if (possible.length < 2) return possible.length === 1 ? possible : symbols;
    if (given.length === site.count && candidates.every(({ takings }) => takings.every((taking) => taking !== undefined))) {
      const chosen = this.mostSpecific(inPhase(candidates), site);
      if (chosen.length === 1) return chosen;
    }
    const same = candidates.map(({ takings }) => takings.filter((taking) => taking === 'same').length);
    const best = Math.max(...same);
    return this.withoutDefaults(possible.filter((_, index) => same[index] === best), site.count);
  }

  /** What a call gives, as far as it is known. What stands behind the arguments, such as an initialiser's entries, is none of them. */
  private given({ file, expression, count, receiver }: CallSite): readonly Given[] {
    const first = receiver === undefined ? 0 : 1;
    const written = this.parts.of(file.facts, expression).filter(({ position }) => position + first < count);
    const given = written.map(({ position, name, value }): Given => ({ position: position + first, name, value: this.evaluator.ofExpression(file, value) }));
    return receiver === undefined ? given : [{ position: 0, name: undefined, value: receiver }, ...given];
  }

  /** Of candidates that all take the arguments the one whose parameters every other's would take, if there is one. */
  private mostSpecific(candidates: readonly Candidate[], site: CallSite): readonly number[] {
    const types = candidates.map(({ symbol, isSpread }) => this.parameterTypes(symbol, isSpread, site));
    const isAsSpecific = (own: readonly Value[], other: readonly Value[]): boolean =>
      own.every((type, position) => {
        const wanted = other[position];
        const taking = wanted === undefined ? undefined : this.evaluator.hooks.takesArgument?.(wanted, type);
        return taking === 'same' || taking === 'wider';
      });
    const chosen = candidates.filter((_, index) => types.every((other, place) => place === index || isAsSpecific(types[index] ?? [], other)));
    return (chosen.length === 1 ? chosen : candidates).map(({ symbol }) => symbol);
  }

  private parameterTypes(symbol: number, isSpread: boolean, { count, within }: CallSite): readonly Value[] {
    const file = this.evaluator.program.fileOfSymbol(symbol);
    const parameters = this.parametersOf(symbol);
    const takesMore = this.evaluator.program.cell(symbol, SYMBOL.maximumArguments) < 0;
    return Array.from({ length: count }, (_, position) => {
      const parameter = parameters[Math.min(position, parameters.length - 1)];
      const stated = parameter === undefined ? unknown('receiverUnknown') : this.evaluator.ofType(file, file.facts.locals.get(parameter, LOCAL.type), within);
      if (this.evaluator.hooks.restIsWritten === true) return takesMore && isSpread && position >= parameters.length - 1 && stated.kind === 'list' ? stated.element : stated;
      return takesMore && !isSpread && position === parameters.length - 1 ? { kind: 'list', element: stated, holder: '[]' } : stated;
    });
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
    return this.evaluator.scopes.parametersIn(file, this.evaluator.program.cell(symbol, SYMBOL.ownScope));
  }

  /** How an overload takes what is given; undefined where it cannot. */
  private candidate(symbol: number, given: readonly Given[], { file: from, count, within }: CallSite): Candidate | undefined {
    const file = this.evaluator.program.fileOfSymbol(symbol);
    const parameters = this.parametersOf(symbol);
    const last = parameters.length - 1;
    const takesMore = this.evaluator.program.cell(symbol, SYMBOL.maximumArguments) < 0;
    const takings: (Taking | undefined)[] = [];
    let isSpread = takesMore && count !== parameters.length;
    const supplied = new Set<number>();
    const trails = this.evaluator.hooks.trailsLambdas?.(from) === true;
    for (const { position: written, name, value } of given) {
      // What stands behind the parentheses is for the last parameter.
      const isTrailing = trails && name === undefined && value.kind === 'lambda' && written === count - 1 && !takesMore;
      const position = isTrailing ? last : name === undefined ? written : parameters.findIndex((row) => file.facts.text(file.facts.locals.get(row, LOCAL.name)) === name);
      if (position < 0) return undefined;
      supplied.add(position);
      const parameter = parameters[Math.min(position, last)];
      const type = parameter === undefined ? -1 : file.facts.locals.get(parameter, LOCAL.type);
      const stated = type < 0 ? unknown('receiverUnknown') : this.evaluator.ofType(file, type, within);
      const isRest = takesMore && position >= last;
      const element = this.evaluator.hooks.restIsWritten === true && stated.kind === 'list' ? stated.element : stated;
      // What takes any number of arguments takes them as one array, too.
      const isWhole = isRest && value.kind === 'list' && position === last && count === parameters.length && element.kind !== 'list';
      const wanted: Value = isWhole ? { kind: 'list', element, holder: '[]' } : isRest ? element : stated;
      if (isRest && position === last && !isWhole) isSpread = true;
      const answer = wanted.kind === 'unknown' || value.kind === 'unknown' ? undefined : this.evaluator.hooks.takesArgument?.(wanted, value);
      if (answer === false) return undefined;
      takings.push(answer);
    }
    const isNamed = given.length === count && given.some(({ name }) => name !== undefined);
    return isNamed && !this.haveRequired(symbol, parameters, supplied) ? undefined : { symbol, takings, isSpread };
  }

  /** Whether each parameter is given that has no default, as far as the defaults are known. */
  private haveRequired(symbol: number, parameters: readonly number[], supplied: ReadonlySet<number>): boolean {
    const { program } = this.evaluator;
    const { locals } = program.fileOfSymbol(symbol).facts;
    const required = parameters.map((row, position) => (locals.get(row, LOCAL.value) < 0 ? position : -1)).filter((position) => position >= 0);
    return required.length !== program.cell(symbol, SYMBOL.minimumArguments) || required.every((position) => supplied.has(position));
  }
}

interface Given {
  readonly position: number;
  /** The parameter that it is for, where the call names it. */
  readonly name: string | undefined;
  readonly value: Value;
}

/** An overload that may be meant, with how it takes each argument whose value is known. */
interface Candidate {
  readonly symbol: number;
  readonly takings: readonly (Taking | undefined)[];
  /** It takes several arguments as one parameter. */
  readonly isSpread: boolean;
}

/** What needs neither boxing nor a spread goes before what needs boxing, and that before a spread. */
function inPhase(candidates: readonly Candidate[]): readonly Candidate[] {
  const whole = candidates.filter(({ isSpread }) => !isSpread);
  const strict = whole.filter(({ takings }) => !takings.includes('boxed'));
  return strict.length > 0 ? strict : whole.length > 0 ? whole : candidates;
}
