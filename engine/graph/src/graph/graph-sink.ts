import type { GraphEdge, GraphNode } from '../model.js';

type Stated = 'key' | 'kind' | 'name';
/** A node to add; what it has not may be left out or undefined. */
export type NewNode = Pick<GraphNode, Stated> & { readonly [Field in Exclude<keyof GraphNode, Stated>]?: GraphNode[Field] | undefined };

/** What takes the nodes and edges of a graph that is being made, in any order. Numbers of nodes are its own; those of a finished graph are others. */
export interface GraphSink {
  /** The number of a node that was added, or -1. */
  nodeNumber(key: string): number;
  /** Adds a node and gives back its number. A key that is known keeps what it has; fields that were absent are filled. */
  addNode(node: NewNode): number;
  /**
   * Adds one row; equal rows are kept, because each is a site.
   * @throws {GraphError} `unknownNode`, `unknownKind` or `invalidConfidence`
   */
  addEdge(edge: GraphEdge): void;
}
