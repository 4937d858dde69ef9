import type { Value } from '../../link/semantics/index.js';

/** Types of which nothing else is one, boxed and unboxed alike, by what they hold. */
const PLAIN: ReadonlyMap<string, string> = new Map(Object.entries({
  'java.lang.String': 'text', String: 'text', 'kotlin.String': 'text', boolean: 'boolean', Boolean: 'boolean', 'java.lang.Boolean': 'boolean', 'kotlin.Boolean': 'boolean',
  char: 'character', 'java.lang.Character': 'character', 'kotlin.Char': 'character', 'java.lang.Class': 'class', 'java.util.UUID': 'uuid',
  byte: 'number', short: 'number', int: 'number', long: 'number', float: 'number', double: 'number',
  'java.lang.Byte': 'number', 'java.lang.Short': 'number', 'java.lang.Integer': 'number', 'java.lang.Long': 'number', 'java.lang.Float': 'number', 'java.lang.Double': 'number',
  'kotlin.Byte': 'number', 'kotlin.Short': 'number', 'kotlin.Int': 'number', 'kotlin.Long': 'number', 'kotlin.Float': 'number', 'kotlin.Double': 'number',
}));

const PRIMITIVE = /^(?:boolean|byte|char|short|int|long|float|double)$/;

/** Arrays of primitive types are of no other type; of objects' arrays those of a plain type are. */
function takesElements(wanted: Value, given: Value): boolean | undefined {
  const [plainWanted, plainGiven] = [plainOf(wanted), plainOf(given)];
  if (wanted.kind === 'external' && given.kind === 'external') {
    if (wanted.path === given.path) return true;
    return PRIMITIVE.test(wanted.path) || PRIMITIVE.test(given.path) || (plainWanted !== undefined && plainGiven !== undefined) ? false : undefined;
  }
  if (plainWanted !== undefined && (given.kind === 'instance' || given.kind === 'list')) return false;
  if (plainGiven !== undefined && (wanted.kind === 'instance' || wanted.kind === 'list')) return false;
  return wanted.kind === 'instance' && given.kind === 'instance' && wanted.symbol === given.symbol ? true : undefined;
}

function plainOf(value: Value): string | undefined {
  return value.kind === 'external' ? PLAIN.get(value.path) : undefined;
}

/** Whether a parameter takes an argument, as far as both types are known. @param isSubtype of declared types */
export function jvmTakesArgument(parameter: Value, argument: Value, isSubtype: (type: number, base: number) => boolean | undefined): boolean | undefined {
  const wanted = plainOf(parameter);
  const given = plainOf(argument);
  // A character is also a number.
  if (wanted === 'number' && given === 'character') return undefined;
  if (wanted !== undefined && given !== undefined) return wanted !== given ? false : parameter.kind === 'external' && argument.kind === 'external' && parameter.path === argument.path ? true : undefined;
  if (wanted !== undefined) return argument.kind === 'instance' || argument.kind === 'list' || argument.kind === 'lambda' || argument.kind === 'callables' ? false : undefined;
  if (parameter.kind === 'instance') {
    if (given !== undefined || argument.kind === 'list') return false;
    return argument.kind !== 'instance' ? undefined : argument.symbol === parameter.symbol ? true : isSubtype(argument.symbol, parameter.symbol) === false ? false : undefined;
  }
  if (parameter.kind === 'list') return given !== undefined ? false : argument.kind === 'list' ? takesElements(parameter.element, argument.element) : undefined;
  return parameter.kind === 'external' && argument.kind === 'external' && parameter.path === argument.path ? true : undefined;
}
