import type { Taking, Value } from '../../link/semantics/index.js';
import { namedValues } from '../../named-values.js';
import { isArray, takesHeld } from './jvm-holders.js';

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
  return element === undefined || value.kind !== 'external' ? value : { kind: 'list', element: { ...value, path: element.toLowerCase() }, holder: '[]' };
}

/** Between types that hold a plain value: boxed or not they are near; numbers become wider; a character becomes a number that is not boxed. */
function takesPlain(parameter: Value, argument: Value): Taking | false | undefined {
  if (parameter.kind !== 'external' || argument.kind !== 'external') return undefined;
  const [wanted, given] = [PLAIN.get(parameter.path), PLAIN.get(argument.path)];
  const [isPrimitive, isGivenPrimitive] = [PRIMITIVE.test(parameter.path), PRIMITIVE.test(argument.path)];
  if (wanted !== given && !(wanted === 'number' && given === 'character')) return false;
  if (boxless(parameter.path) === boxless(argument.path)) return isPrimitive === isGivenPrimitive || isKotlin(parameter) || isKotlin(argument) ? 'same' : 'boxed';
  if (wanted === 'number' && isKotlin(parameter)) return undefined;
  if (isPrimitive) {
    const isWider = WIDTHS.indexOf(boxless(parameter.path)) > Math.max(WIDTHS.indexOf(boxless(argument.path)), given === 'character' ? WIDTHS.indexOf('short') : -1);
    return !isWider ? false : isGivenPrimitive ? 'wider' : 'boxed';
  }
  // A number as such takes any that is boxed.
  return boxless(parameter.path) === 'number' && given === 'number' ? (isGivenPrimitive ? 'boxed' : 'wider') : false;
}

function isKotlin(value: Value): boolean {
  return value.kind === 'external' && value.path.startsWith('kotlin.');
}

/** All types that a plain value's final class has, besides itself. */
const BASES: Readonly<Record<string, readonly string[]>> = namedValues({
  text: ['Object', 'Any', 'CharSequence', 'Comparable', 'Serializable', 'Constable', 'ConstantDesc'],
  boolean: ['Object', 'Any', 'Comparable', 'Serializable', 'Constable'],
  character: ['Object', 'Any', 'Comparable', 'Serializable', 'Constable'],
  number: ['Object', 'Any', 'Number', 'Comparable', 'Serializable', 'Constable', 'ConstantDesc'],
  class: ['Object', 'Any', 'Type', 'GenericDeclaration', 'AnnotatedElement', 'Serializable', 'Constable', 'TypeDescriptor', 'OfField'],
  uuid: ['Object', 'Any', 'Comparable', 'Serializable'],
});

/** Types that no array, collection, stream or optional is of. */
const NO_LIST = /^(?:CharSequence|Number|Type|GenericDeclaration|AnnotatedElement|TypeDescriptor|OfField|Constable|ConstantDesc|Throwable|\w*(?:Map|Exception|Error))$/;

/** How a library's type takes a value that is none of its own: a plain one by the bases of its class, any other if the type is every object's. */
function takesBelow(parameter: Value, argument: Value): Taking | false | undefined {
  if (parameter.kind !== 'external' || parameter.path.endsWith(')')) return undefined;
  const name = parameter.path.slice(parameter.path.lastIndexOf('.') + 1);
  const given = plainOf(argument);
  if (given !== undefined && argument.kind === 'external') {
    const isBelow = BASES[given]?.includes(name) === true;
    return isBelow ? (PRIMITIVE.test(argument.path) ? 'boxed' : 'wider') : /^\p{Lu}\w*\p{Ll}/u.test(name) && !isKotlin(parameter) ? false : undefined;
  }
  if (argument.kind === 'list' && NO_LIST.test(name)) return false;
  const isReference = (argument.kind === 'external' && !argument.path.endsWith(')')) || argument.kind === 'instance' || argument.kind === 'list' || argument.kind === 'typeParameter';
  return (name === 'Object' || name === 'Any') && isReference ? 'wider' : undefined;
}

/** Primitive types from the narrowest. */
const WIDTHS = ['byte', 'short', 'int', 'long', 'float', 'double'];

function boxless(path: string): string {
  const name = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  return name === 'integer' ? 'int' : name === 'character' ? 'char' : name;
}

const PRIMITIVE_ARRAY = /^kotlin\.(Boolean|Byte|Char|Short|Int|Long|Float|Double)Array$/;
const PRIMITIVE = /^(?:boolean|byte|char|short|int|long|float|double)$/;

type ForParameter = (parameter: Extract<Value, { kind: 'typeParameter' }>, argument: Value) => Taking | false | undefined;

/** Arrays of primitive types are of no other type; of objects' arrays those of a plain type are. */
function takesElements(wanted: Value, given: Value, forParameter: ForParameter): Taking | false | undefined {
  const [plainWanted, plainGiven] = [plainOf(wanted), plainOf(given)];
  if (wanted.kind === 'list' && given.kind === 'list') return takesElements(wanted.element, given.element, forParameter);
  if (wanted.kind === 'typeParameter') return given.kind === 'external' && PRIMITIVE.test(given.path) ? false : forParameter(wanted, given);
  if (wanted.kind === 'external' && given.kind === 'external') {
    if (wanted.path === given.path) return 'same';
    if (PRIMITIVE.test(wanted.path) || PRIMITIVE.test(given.path)) return false;
    return plainWanted !== undefined && plainGiven !== undefined ? false : takesBelow(wanted, given);
  }
  if (plainWanted !== undefined && (given.kind === 'instance' || given.kind === 'list')) return false;
  if (plainGiven !== undefined && (wanted.kind === 'instance' || wanted.kind === 'list')) return false;
  if (wanted.kind === 'instance' && given.kind === 'instance' && wanted.symbol === given.symbol) return 'same';
  return takesBelow(wanted, given);
}

function plainOf(value: Value): string | undefined {
  return value.kind === 'external' ? PLAIN.get(value.path) : undefined;
}

/** How a parameter takes an argument, as far as both types are known. @param isSubtype of declared types @param forParameter how a type parameter does */
export function jvmTakesArgument(written: Value, stated: Value, isSubtype: (type: number, base: number) => boolean | undefined, forParameter: ForParameter): Taking | false | undefined {
  const [parameter, argument] = [asArray(written), asArray(stated)];
  const wanted = plainOf(parameter);
  const given = plainOf(argument);
  if (wanted !== undefined && given !== undefined) return takesPlain(parameter, argument);
  if (wanted !== undefined) return argument.kind === 'instance' || argument.kind === 'list' || argument.kind === 'lambda' || argument.kind === 'callables' ? false : undefined;
  if (parameter.kind === 'instance') {
    if (given !== undefined || argument.kind === 'list' || isForeignType(argument)) return false;
    if (argument.kind !== 'instance') return undefined;
    if (argument.symbol === parameter.symbol) return 'same';
    const isBelow = isSubtype(argument.symbol, parameter.symbol);
    return isBelow === true ? 'wider' : isBelow;
  }
  if (parameter.kind === 'list') {
    if (given !== undefined) return false;
    if (argument.kind === 'list') return takesHeld(parameter, argument, (one, other) => takesElements(one, other, forParameter));
    // Only an array is one; what is declared may be a collection.
    return isArray(parameter.holder) && (argument.kind === 'instance' || argument.kind === 'lambda' || argument.kind === 'typeParameter' || isForeignType(argument)) ? false : undefined;
  }
  if (parameter.kind === 'external' && argument.kind === 'external' && parameter.path === argument.path) return 'same';
  return takesBelow(parameter, argument);
}
