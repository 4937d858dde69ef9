import type { EdgeKind } from '@pinata/graph';
import { Reference } from '../facts/schema.js';

/** Kinds of edges that references make, by the reference's kind; calls for the others, and heritage as it says itself. */
export const EDGE_OF_REFERENCE: Readonly<Record<number, EdgeKind>> = {
  [Reference.import]: 'imports',
  [Reference.importName]: 'imports',
  [Reference.new]: 'instantiates',
  [Reference.type]: 'references',
  [Reference.value]: 'references',
};
