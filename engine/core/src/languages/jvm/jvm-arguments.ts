import type { Value } from '../../link/semantics/index.js';

/** Types of which nothing else is one, boxed and unboxed alike, by what they hold. */
const PLAIN: ReadonlyMap<string, string> = new Map(Object.entries({
  'java.lang.String': 'text', String: 'text', 'kotlin.String': 'text', boolean: 'boolean', Boolean: 'boolean', 'java.lang.Boolean': 'boolean', 'kotlin.Boolean': 'boolean',
  char: 'character', 'java.lang.Character': 'character', 'kotlin.Char': 'character', 'java.lang.Class': 'class', 'java.util.UUID': 'uuid',
  'java.lang.Number': 'number', 'kotlin.Number': 'number', byte: 'number', short: 'number', int: 'number', long: 'number', float: 'number', double: 'number',
  'java.lang.Byte': 'number', 'java.lang.Short': 'number', 'java.lang.Integer': 'number', 'java.lang.Long': 'number', 'java.lang.Float': 'number', 'java.lang.Double': 'number',
  'kotlin.Byte': 'number', 'kotlin.Short': 'number', 'kotlin.Int': 'number', 'kotlin.Long': 'number', 'kotlin.Float': 'number', 'kotlin.Double': 'number',
}));

/** A type of a library, which cannot be one of the repository's; what a library's method or constant gives may be. */
function isForeignType(value: Value): boolean {
  if (value.kind !== 'external' || value.path.endsWith(')')) return false;
  const name = value.path.slice(value.path.lastIndexOf('.') + 1);
  return name !== 'Object' && name !== 'Any' && /^\p{Lu}\w*\p{Ll}/u.test(name);
}

/** Kotlin's arrays of primitive types as what they are. */
function asArray(value: Value): Value {
  const element = value.kind === 'external' && value.arguments.length === 0 ? PRIMITIVE_ARRAY.exec(value.path)?.[1] : undefined;
  return element === undefined || value.kind !== 'external' ? value : { kind: 'list', element: { ...value, path: element.toLowerCase() } };
}

/** Between types that hold a plain value: boxed or not they are one; numbers become wider; a character becomes a number that is not boxed. */
function takesPlain(parameter: Value, argument: Value): boolean | undefined {
  if (parameter.kind !== 'external' || argument.kind !== 'external') return undefined;
  const [wanted, given] = [PLAIN.get(parameter.path), PLAIN.get(argument.path)];
  if (wanted === 'number' && given === 'character') return PRIMITIVE.test(parameter.path) ? undefined : false;
  if (wanted !== given) return false;
  return boxless(parameter.path) === boxless(argument.path) ? true : undefined;
}

function boxless(path: string): string {
  const name = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  return name === 'integer' ? 'int' : name === 'character' ? 'char' : name;
}

const PRIMITIVE_ARRAY = /^kotlin\.(Boolean|Byte|Char|Short|Int|Long|Float|Double)Array$/;
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
export function jvmTakesArgument(written: Value, stated: Value, isSubtype: (type: number, base: number) => boolean | undefined): boolean | undefined {
  const [parameter, argument] = [asArray(written), asArray(stated)];
  const wanted = plainOf(parameter);
  const given = plainOf(argument);
  if (wanted !== undefined && given !== undefined) return takesPlain(parameter, argument);
  if (wanted !== undefined) return argument.kind === 'instance' || argument.kind === 'list' || argument.kind === 'lambda' || argument.kind === 'callables' ? false : undefined;
  if (parameter.kind === 'instance') {
    if (given !== undefined || argument.kind === 'list' || isForeignType(argument)) return false;
    return argument.kind !== 'instance' ? undefined : argument.symbol === parameter.symbol ? true : isSubtype(argument.symbol, parameter.symbol) === false ? false : undefined;
  }
  if (parameter.kind === 'list') return given !== undefined ? false : argument.kind === 'list' ? takesElements(parameter.element, argument.element) : undefined;
  return parameter.kind === 'external' && argument.kind === 'external' && parameter.path === argument.path ? true : undefined;
}
