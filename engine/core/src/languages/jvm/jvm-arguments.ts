import type { Value } from '../../link/semantics/index.js';

/** Types of which nothing else is one, boxed and unboxed alike, by what they hold. */
const PLAIN: ReadonlyMap<string, string> = new Map(Object.entries({
  'java.lang.String': 'text', String: 'text', 'kotlin.String': 'text', boolean: 'boolean', Boolean: 'boolean', 'java.lang.Boolean': 'boolean', 'kotlin.Boolean': 'boolean',
  char: 'character', 'java.lang.Character': 'character', 'kotlin.Char': 'character', 'java.lang.Class': 'class', 'java.util.UUID': 'uuid',
  byte: 'number', short: 'number', int: 'number', long: 'number', float: 'number', double: 'number',
  'java.lang.Byte': 'number', 'java.lang.Short': 'number', 'java.lang.Integer': 'number', 'java.lang.Long': 'number', 'java.lang.Float': 'number', 'java.lang.Double': 'number',
  'kotlin.Byte': 'number', 'kotlin.Short': 'number', 'kotlin.Int': 'number', 'kotlin.Long': 'number', 'kotlin.Float': 'number', 'kotlin.Double': 'number',
}));

function plainOf(value: Value): string | undefined {
  return value.kind === 'external' ? PLAIN.get(value.path) : undefined;
}

/** Whether a parameter takes an argument, as far as both types are known. @param isSubtype of declared types */
export function jvmTakesArgument(parameter: Value, argument: Value, isSubtype: (type: number, base: number) => boolean | undefined): boolean | undefined {
  const wanted = plainOf(parameter);
  const given = plainOf(argument);
  if (wanted !== undefined && given !== undefined) return wanted !== given ? false : parameter.kind === 'external' && argument.kind === 'external' && parameter.path === argument.path ? true : undefined;
  if (wanted !== undefined) return argument.kind === 'instance' || argument.kind === 'list' || argument.kind === 'lambda' || argument.kind === 'callables' ? false : undefined;
  if (parameter.kind === 'instance') {
    if (given !== undefined || argument.kind === 'list') return false;
    return argument.kind !== 'instance' ? undefined : argument.symbol === parameter.symbol ? true : isSubtype(argument.symbol, parameter.symbol) === false ? false : undefined;
  }
  if (parameter.kind === 'list') return given !== undefined ? false : argument.kind === 'list' ? true : undefined;
  return parameter.kind === 'external' && argument.kind === 'external' && parameter.path === argument.path ? true : undefined;
}
