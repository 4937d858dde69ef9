import type { Value } from './value.js';

export type TypeParameter = Extract<Value, { kind: 'typeParameter' }>;

/** Type arguments inside each other beyond this are left as they are. */
const DEPTH = 6;

/** Whether a value holds a type parameter. */
export function mentionsParameter(value: Value, depth = 0, seen = new Set<Value>()): boolean {
  if (value.kind === 'typeParameter') return true;
  if (depth > DEPTH || seen.has(value)) return false;
  seen.add(value);
  return partsOf(value).some((part) => mentionsParameter(part, depth + 1, seen));
}

/**
 * A value with what is given in the place of its type parameters.
 * One that stands in it several times is replaced once: values may share their parts, and would be walked through in 2^n ways.
 */
export function replaceParameters(value: Value, given: (parameter: TypeParameter) => Value | undefined): Value {
  const known = new Map<Value, Value>();
  const replaced = (one: Value, depth: number): Value => {
    if (one.kind === 'typeParameter') return given(one) ?? one;
    if (depth > DEPTH || partsOf(one).length === 0) return one;
    let answer = known.get(one);
    if (answer === undefined) {
      answer = withParts(one, (part) => replaced(part, depth + 1));
      known.set(one, answer);
    }
    return answer;
  };
  return replaced(value, 0);
}

const NOTHING: readonly Value[] = [];

function partsOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case 'instance':
    case 'external':
      return value.arguments;
    case 'list':
      return value.parts === undefined ? [value.element] : [value.element, ...value.parts];
    case 'union':
      return value.parts;
    default:
      return NOTHING;
  }
}

function withParts(value: Value, replaced: (part: Value) => Value): Value {
  switch (value.kind) {
    case 'instance':
    case 'external':
      return { ...value, arguments: value.arguments.map(replaced) };
    case 'list':
      return { ...value, element: replaced(value.element), ...(value.parts === undefined ? {} : { parts: value.parts.map(replaced) }) };
    case 'union':
      return { ...value, parts: value.parts.map(replaced) };
    default:
      return value;
  }
}
