import { Kind, SYMBOL } from '../../facts/schema.js';
import type { Taking, Value } from '../../link/semantics/index.js';
import type { External } from './csharp-type.js';
import { platform, typeName } from './csharp-type.js';
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

/** How a parameter takes an argument, as C# converts it by itself. */
export class Conversions {
  constructor(private readonly semantics: Semantics) {}

  takes(parameter: Value, argument: Value): Taking | false | undefined {
    if (argument.kind === 'lambda' || argument.kind === 'callables') return this.takesFunction(parameter, argument);
    if (parameter.kind === 'typeParameter') return this.semantics.parameters.isSame(parameter, argument) ? 'same' : 'wider';
    if (argument.kind === 'typeParameter') {
      const bound = this.semantics.parameters.bound(argument);
      return bound === undefined ? undefined : this.takes(parameter, bound) === false ? undefined : 'wider';
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
    const taking = this.takes(inner, isNullable ? (argument.arguments[0] ?? argument) : argument);
    return taking === 'same' && !isNullable ? 'wider' : taking;
  }

  private takesReference(parameter: Value, argument: Extract<Value, { kind: 'instance' | 'list' }>): Taking | false | undefined {
    const { parameters } = this.semantics;
    if (parameter.kind === 'list') {
      if (argument.kind !== 'list') return false;
      return argument.parts === undefined && parameter.parts === undefined ? this.takes(parameter.element, argument.element) : undefined;
    }
    if (parameter.kind === 'instance') {
      const base = parameters.asInstance(argument, parameter.symbol);
      if (base !== undefined) return this.argumentsTaken(parameter.arguments, base.arguments, base === argument);
      return argument.kind === 'list' || (!this.hasConversions(parameter) && !this.hasConversions(argument)) ? false : undefined;
    }
    if (parameter.kind !== 'external') return undefined;
    const base = parameters.asLibrary(argument, typeName(parameter.path));
    if (base !== undefined) return this.argumentsTaken(parameter.arguments, base.arguments, false);
    if (WIDER.has(typeName(parameter.path))) return argument.kind === 'instance' && this.hasConversions(argument) ? undefined : false;
    return undefined;
  }

  /** Operators may convert a type of the repository: they are no members. */
  private hasConversions(value: Value): boolean {
    if (value.kind !== 'instance') return true;
    const kind = this.semantics.program.cell(value.symbol, SYMBOL.kind);
    return kind !== Kind.interface && kind !== Kind.enum && kind !== Kind.class && kind !== Kind.delegate;
  }

  private takesExternal(parameter: Value, argument: External): Taking | false | undefined {
    const given = typeName(argument.path);
    if (parameter.kind === 'external') {
      const wanted = typeName(parameter.path);
      const base = wanted === given ? argument : libraryBase(argument, wanted);
      if (base !== undefined) return this.argumentsTaken(parameter.arguments, base.arguments, wanted === given);
      const wider = WIDER.get(given);
      if (wider?.includes(wanted) === true) return 'wider';
      // A literal becomes a smaller number, where it fits, and texts and arrays become spans.
      if ((INTEGERS.has(wanted) && INTEGERS.has(given)) || SPANS.test(wanted)) return undefined;
      return (wider !== undefined || isListed(argument)) && (WIDER.has(wanted) || isListed(parameter)) ? false : undefined;
    }
    if (!WIDER.has(given) && !isListed(argument)) return undefined;
    return parameter.kind === 'list' || !this.hasConversions(parameter) ? false : undefined;
  }

  /** Type arguments have to be what is wanted, or in an interface or delegate what is derived from it. */
  private argumentsTaken(wanted: readonly Value[], given: readonly Value[], isSame: boolean): Taking | false | undefined {
    let taking: Taking | undefined = isSame ? 'same' : 'wider';
    for (const [place, one] of wanted.entries()) {
      const other = given[place];
      if (one.kind === 'typeParameter') taking = 'wider';
      else if (other === undefined || one.kind === 'unknown' || other.kind === 'unknown') return undefined;
      else {
        const answer = this.semantics.parameters.isSame(one, other) ? 'same' : this.takes(one, other);
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
  return value.kind === 'external' && typeName(value.path) === typeName(platform('object').path);
}
