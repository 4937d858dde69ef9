import type { FileFacts } from './file-facts.js';
import { TYPE, TYPE_ARGUMENT, Type } from './schema.js';

const NONE: readonly number[] = [];

/** Rows of the types in a written type's brackets, its qualifier among them where the grammar puts that there. */
export function typeArgumentsOf({ types, typeArguments }: FileFacts, type: number): readonly number[] {
  const count = types.get(type, TYPE.argumentCount);
  if (count === 0) return NONE;
  const first = types.get(type, TYPE.firstArgument);
  return Array.from({ length: count }, (_, index) => typeArguments.get(first + index, TYPE_ARGUMENT.type));
}

/** Rows of the type arguments that a call states: the one, or those of a tuple without a spelling, as which several stand together. @param stated the `extra` of the call; -1 where it states none */
export function statedTypeArguments(facts: FileFacts, stated: number): readonly number[] {
  if (stated < 0) return NONE;
  const isSeveral = facts.types.get(stated, TYPE.kind) === Type.tuple && facts.types.get(stated, TYPE.name) < 0;
  return isSeveral ? typeArgumentsOf(facts, stated) : [stated];
}
