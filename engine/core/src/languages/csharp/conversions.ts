import { Kind, LOCAL, SYMBOL } from '../../facts/schema.js';
import type { Taking, Value } from '../../link/semantics/index.js';
import type { External } from './csharp-type.js';
import { VALUE_TYPES, typeName } from './csharp-type.js';
import { isListed, libraryBase } from './library.js';
import type { Semantics } from './semantics.js';

/** Types that no other is derived from, with the numbers that each becomes without being asked. */
const WIDER: ReadonlyMap<string, readonly string[]> = new Map([
  ['SByte', ['Int16', 'Int32', 'Int64', 'Single', 'Double', 'Decimal']],
  ['Byte', ['Int16', 'UInt16', 'Int32', 'UInt32', 'Int64', 'UInt64', 'Single', 'Double', 'Decimal']],
  ['Int16', ['Int32', 'Int64', 'Single', 'Double', 'Decimal']],
  ['UInt16', ['Int32', 'UInt32', 'Int64', 'UInt64', 'Single', 'Double', 'Decimal']],
  ['Int32', ['Int64', 'Single', 'Double', 'Decimal']],
  ['UInt32', ['Int64', 'UInt64', 'Single', 'Double', 'Decimal']],
  ['Int64', ['Single', 'Double', 'Decimal']],
  ['UInt64', ['Single', 'Double', 'Decimal']],
  ['Char', ['UInt16', 'Int32', 'UInt32', 'Int64', 'UInt64', 'Single', 'Double', 'Decimal']],
  ['Single', ['Double']],
  ['Double', []],
  ['Decimal', []],
  ['Boolean', []],
  ['String', []],
]);
const SPANS = /Span|Memory|ArraySegment/;
const INTEGERS = new Set(['SByte', 'Byte', 'Int16', 'UInt16', 'Int32', 'UInt32', 'Int64', 'UInt64']);

/** What an operator is named that converts without being asked. */
const CONVERTS = 'implicit';
/** What the compiler derives types from that do not say so. */
const UNSTATED = new Set(['Delegate', 'Enum', 'ICloneable', 'IComparable', 'IConvertible', 'IEquatable', 'IFormattable', 'ISerializable', 'ISpanFormattable', 'MulticastDelegate', 'ValueType']);

/** How a parameter takes an argument, as C# converts it by itself. */
export class Conversions {
  constructor(private readonly semantics: Semantics) {}

  takes(parameter: Value, argument: Value): Taking | false | undefined {
    const taking = this.takesUnconverted(parameter, argument);
    return taking === false ? this.takesConverted(parameter, argument) : taking;
  }

  /** By an operator that either of the two types, or a base of it, declares: one, and no other upon it. */
  private takesConverted(parameter: Value, argument: Value): Taking | false | undefined {
    const { program, types, parameters, members } = this.semantics;
    let answer: Taking | false | undefined = false;
    for (const declaring of [parameter, argument]) {
      if (declaring.kind !== 'instance') continue;
      for (const type of [declaring.symbol, ...members.baseSymbols(declaring.symbol)]) {
        for (const site of (program.membersOf(type).get(CONVERTS) ?? []).flatMap((operator) => program.sitesOf(operator))) {
          const file = program.fileOfSymbol(site);
          const [row] = this.semantics.parametersIn(file, program.cell(site, SYMBOL.ownScope));
          const stated = (written: number): Value => parameters.within(types.ofType(file, written), parameters.asInstance(declaring, type));
          const taken = this.takesUnconverted(stated(row === undefined ? -1 : file.facts.locals.get(row, LOCAL.type)), argument);
          const given = taken === false ? false : this.takesUnconverted(parameter, stated(program.cell(site, SYMBOL.type)));
          if (taken !== false && taken !== undefined && given !== false && given !== undefined) return 'wider';
          if (taken !== false && given !== false) answer = undefined;
        }
      }
    }
    return answer;
  }

  private takesUnconverted(parameter: Value, argument: Value): Taking | false | undefined {
    if (argument.kind === 'lambda' || argument.kind === 'callables') return this.takesFunction(parameter, argument);
    if (parameter.kind === 'typeParameter') return this.semantics.parameters.isSame(parameter, argument) ? 'same' : 'wider';
    if (argument.kind === 'typeParameter') {
      const bound = this.semantics.parameters.bound(argument);
      return bound === undefined ? undefined : this.takesUnconverted(parameter, bound) === false ? undefined : 'wider';
    }
    if (parameter.kind === 'external' && typeName(parameter.path) === 'Nullable') return this.takesNullable(parameter, argument);
    if (isObject(parameter)) return isObject(argument) ? 'same' : 'wider';
    switch (argument.kind) {
      case 'instance':
      case 'list':
        return this.takesReference(parameter, argument);
      case 'external':
        return this.takesExternal(parameter, argument);
      default:
        return undefined;
    }
  }

  private takesNullable(parameter: External, argument: Value): Taking | false | undefined {
    const [inner] = parameter.arguments;
    if (inner === undefined) return undefined;
    const isNullable = argument.kind === 'external' && typeName(argument.path) === 'Nullable';
    const taking = this.takesUnconverted(inner, isNullable ? (argument.arguments[0] ?? argument) : argument);
    return taking === 'same' && !isNullable ? 'wider' : taking;
  }

  private takesReference(parameter: Value, argument: Extract<Value, { kind: 'instance' | 'list' }>): Taking | false | undefined {
    const { parameters } = this.semantics;
    if (parameter.kind === 'list') {
      if (argument.kind !== 'list') return false;
      return argument.parts === undefined && parameter.parts === undefined ? this.takesUnconverted(parameter.element, argument.element) : undefined;
    }
    if (parameter.kind === 'instance') {
      const base = parameters.asInstance(argument, parameter.symbol);
      if (base !== undefined) return this.argumentsTaken(parameter.arguments, base.arguments, base === argument);
      return false;
    }
    if (parameter.kind !== 'external') return undefined;
    const base = parameters.asLibrary(argument, typeName(parameter.path));
    if (base !== undefined) return this.argumentsTaken(parameter.arguments, base.arguments, false);
    if (WIDER.has(typeName(parameter.path)) || VALUE_TYPES.has(typeName(parameter.path))) return false;
    // What is derived from nothing outside the repository is none of a library's types.
    const isOurs = argument.kind === 'instance' && !UNSTATED.has(typeName(parameter.path)) && !this.semantics.members.hasExternalBase(argument.symbol);
    return isOurs ? false : undefined;
  }

  private takesExternal(parameter: Value, argument: External): Taking | false | undefined {
    const given = typeName(argument.path);
    const [held] = argument.arguments;
    if (given === 'Nullable' && held !== undefined) {
      // It may have been told not to be null.
      const taking = this.takesUnconverted(parameter, held);
      return taking === false ? false : undefined;
    }
    if (parameter.kind === 'external') {
      const wanted = typeName(parameter.path);
      const base = wanted === given ? argument : libraryBase(argument, wanted);
      if (base !== undefined) return this.argumentsTaken(parameter.arguments, base.arguments, wanted === given);
      const wider = WIDER.get(given);
      if (wider?.includes(wanted) === true) return 'wider';
      // A literal becomes a smaller number, where it fits, and texts and arrays become spans.
      if ((INTEGERS.has(wanted) && INTEGERS.has(given)) || SPANS.test(wanted)) return undefined;
      return (VALUE_TYPES.has(given) || wider !== undefined || isListed(argument)) && (WIDER.has(wanted) || isListed(parameter)) ? false : undefined;
    }
    if (!WIDER.has(given) && !VALUE_TYPES.has(given) && !isListed(argument)) return undefined;
    // Other types are made of a text or number by operators alone; that 0 is any enum's matters where nothing takes a number.
    return parameter.kind === 'instance' || parameter.kind === 'list' ? false : undefined;
  }

  /** Type arguments have to be what is wanted, or in an interface or delegate what is derived from it. */
  private argumentsTaken(wanted: readonly Value[], given: readonly Value[], isSame: boolean): Taking | false | undefined {
    let taking: Taking | undefined = isSame ? 'same' : 'wider';
    for (const [place, one] of wanted.entries()) {
      const other = given[place];
      if (one.kind === 'typeParameter') taking = 'wider';
      else if (other === undefined || one.kind === 'unknown' || other.kind === 'unknown') return undefined;
      else {
        const answer = this.semantics.parameters.isSame(one, other) ? 'same' : this.takesUnconverted(one, other);
        if (answer === false || answer === undefined) return answer;
        if (answer !== 'same') taking = 'wider';
      }
    }
    return taking;
  }

  /** A lambda or a method's name is taken as a functional type with as many parameters. */
  private takesFunction(parameter: Value, argument: Extract<Value, { kind: 'lambda' | 'callables' }>): Taking | false | undefined {
    const { semantics } = this;
    const wanted = semantics.delegateOf(parameter);
    if (wanted === undefined) {
      const isOther = parameter.kind === 'list' || (parameter.kind === 'external' && (WIDER.has(typeName(parameter.path)) || isListed(parameter))) || (parameter.kind === 'instance' && semantics.program.cell(parameter.symbol, SYMBOL.kind) !== Kind.delegate);
      return isOther ? false : undefined;
    }
    if (argument.kind !== 'lambda') return undefined;
    return semantics.lambdas.parametersOf(argument).length === wanted.parameters.length ? undefined : false;
  }
}

function isObject(value: Value): boolean {
  return value.kind === 'external' && typeName(value.path) === 'Object';
}
