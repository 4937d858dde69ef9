export type GraphErrorCode = 'unknownNode' | 'unknownParent' | 'containmentCycle' | 'unknownKind' | 'invalidConfidence' | 'finished';

/** A graph that cannot be built as it was described: a mistake of the caller, never of the scanned code. */
export class GraphError extends Error {
  constructor(
    readonly code: GraphErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'GraphError';
  }
}
