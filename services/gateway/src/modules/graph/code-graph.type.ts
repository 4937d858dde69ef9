import { ObjectType } from '@nestjs/graphql';
import type { GraphHandle } from './graph.service.js';

@ObjectType('CodeGraph', { description: "The graph of one completed scan. Arguments called `node`, `from` or `to` take a node's id or its key." })
export class CodeGraphType {
  /** Not in the API: every field asks through it. */
  readonly handle!: GraphHandle;
}
