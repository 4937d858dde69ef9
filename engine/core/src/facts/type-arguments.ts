import type { FileFacts } from './file-facts.js';
import { TYPE, TYPE_ARGUMENT, Type } from './schema.js';

const NONE: readonly number[] = [];
/** Types of one union that are taken together; facts that were made up may go round. */
const MOST_ALTERNATIVES = 10_000;
/** Types in each other's brackets that are read: nobody writes as many, and reading goes as deep as they do. */
export const DEEPEST_TYPE = 200;

/** Rows of the types in a written type's brackets, its qualifier among them where the grammar puts that there. */
export function typeArgumentsOf({ types, typeArguments }: FileFacts, type: number): readonly number[] {
  const count = types.get(type, TYPE.argumentCount);
  if (count === 0) return NONE;
  const first = types.get(type, TYPE.firstArgument);
  return Array.from({ length: count }, (_, index) => typeArguments.get(first + index, TYPE_ARGUMENT.type));
}

/** The same without its qualifier. */
export function typesWithin(facts: FileFacts, type: number): readonly number[] {
  const qualifier = facts.types.get(type, TYPE.qualifier);
  return typeArgumentsOf(facts, type).filter((child) => child !== qualifier);
}

/** What a union or intersection is made of, in order: grammars put one of many types into as many of two. */
export function alternativesOf(facts: FileFacts, type: number): readonly number[] {
  const { types } = facts;
  const kind = types.get(type, TYPE.kind);
  const waiting = [...typesWithin(facts, type)].reverse();
  const found: number[] = [];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (types.get(next, TYPE.kind) === kind && found.length + waiting.length < MOST_ALTERNATIVES) for (const child of [...typesWithin(facts, next)].reverse()) waiting.push(child);
    else found.push(next);
  }
  return found;
}

/** Rows of the type arguments that a call states: the one, or those of a tuple without a spelling, as which several stand together. @param stated the `extra` of the call; -1 where it states none */
export function statedTypeArguments(facts: FileFacts, stated: number): readonly number[] {
  if (stated < 0) return NONE;
  const isSeveral = facts.types.get(stated, TYPE.kind) === Type.tuple && facts.types.get(stated, TYPE.name) < 0;
  return isSeveral ? typeArgumentsOf(facts, stated) : [stated];
}
