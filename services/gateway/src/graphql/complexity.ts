import { GraphQLError, type DocumentNode, type GraphQLSchema } from 'graphql';
import { getComplexity, simpleEstimator, type ComplexityEstimator } from 'graphql-query-complexity';
import { MAXIMUM_COMPLEXITY, QueryLimitError } from './query-limits.js';

const LENGTHS = ['first', 'limit'];
/** Lists of the graph are computed as a whole: asking for a thousand nodes costs a fraction of a thousand rows of the database. */
const GRAPH_LIST_WEIGHT = 0.05;

/** A field with `first` or `limit` costs its children as often. */
const byLength: ComplexityEstimator = ({ args, childComplexity, type }) => {
  const length = LENGTHS.map((name) => Number(args[name])).find((value) => Number.isFinite(value) && value > 0);
  if (length === undefined) return undefined;
  const weight = type.name === 'CodeGraph' ? GRAPH_LIST_WEIGHT : 1;
  return 1 + Math.ceil(length * weight * Math.max(childComplexity, 1));
};

/** @throws GraphQLError QUERY_TOO_COMPLEX */
export function requireAffordable(request: { readonly schema: GraphQLSchema; readonly query: DocumentNode; readonly operationName?: string; readonly variables: Readonly<Record<string, unknown>> }): void {
  const complexity = getComplexity({
    schema: request.schema,
    query: request.query,
    variables: { ...request.variables },
    ...(request.operationName === undefined ? {} : { operationName: request.operationName }),
    estimators: [byLength, simpleEstimator({ defaultComplexity: 1 })],
  });
  if (complexity > MAXIMUM_COMPLEXITY) {
    const error = new QueryLimitError('tooExpensive', `The query is too complex: it would cost ${complexity} and ${MAXIMUM_COMPLEXITY} is the most. Ask for shorter pages or fewer fields.`);
    throw new GraphQLError(error.message, { originalError: error, extensions: { http: { status: 400 } } });
  }
}
