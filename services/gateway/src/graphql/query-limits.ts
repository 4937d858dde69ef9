import { GraphQLError, Kind, type ASTVisitor, type FragmentDefinitionNode, type SelectionSetNode, type ValidationContext } from 'graphql';
import { RequestError, type ApiErrorCode } from '../errors/index.js';

export type QueryLimitErrorCode = 'tooLarge' | 'tooExpensive';

const API_CODES = { tooLarge: 'QUERY_TOO_COMPLEX', tooExpensive: 'QUERY_TOO_COMPLEX' } as const satisfies Record<QueryLimitErrorCode, ApiErrorCode>;

/** An operation that asks for more than one may. */
export class QueryLimitError extends RequestError<QueryLimitErrorCode> {
  constructor(code: QueryLimitErrorCode, message: string) {
    super(code, API_CODES[code], message);
  }
}

/** What one operation may ask for. Checked before anything runs. */
export interface QueryLimits {
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly directives: number;
}

export const QUERY_LIMITS: QueryLimits = { depth: 14, aliases: 30, rootFields: 20, directives: 30 };
/** Tokens in a document; the parser stops there. */
export const MAXIMUM_TOKENS = 8000;
/** What a query may cost: a field counts 1, a list's fields count as often as the list may be long. */
export const MAXIMUM_COMPLEXITY = 50_000;

interface Counts {
  depth: number;
  aliases: number;
  directives: number;
}

/**
 * A validation rule with our limits. Fragments count where they are spread; introspection's own fields are left out of the depth,
 * because the standard introspection query is deep. A fragment in a cycle is counted once: another rule refuses it.
 */
export function queryLimitsRule(limits: QueryLimits): (context: ValidationContext) => ASTVisitor {
  return (context) => ({
    OperationDefinition(operation) {
      const measured = measure(operation.selectionSet, context, new Set(), limits);
      const roots = operation.selectionSet.selections.length;
      const checks: [keyof QueryLimits, number, string][] = [
        ['depth', measured.depth, 'levels deep'],
        ['aliases', measured.aliases, 'aliases'],
        ['directives', measured.directives, 'directives'],
        ['rootFields', roots, 'fields at its root'],
      ];
      for (const [name, found, words] of checks) {
        if (found > limits[name]) {
          const error = new QueryLimitError('tooLarge', `The query is too complex: it has more than ${limits[name]} ${words}.`);
          context.reportError(new GraphQLError(error.message, { nodes: [operation], originalError: error }));
          return;
        }
      }
    },
  });
}

function measure(set: SelectionSetNode, context: ValidationContext, spread: ReadonlySet<FragmentDefinitionNode>, limits: QueryLimits): Counts {
  const total: Counts = { depth: 0, aliases: 0, directives: 0 };
  const add = (counts: Counts, levels: number): void => {
    total.depth = Math.max(total.depth, counts.depth + levels);
    total.aliases += counts.aliases;
    total.directives += counts.directives;
  };
  for (const selection of set.selections) {
    // What is over a limit is refused anyway: counting on would let spreads of spreads cost exponential time.
    if (total.aliases > limits.aliases || total.directives > limits.directives) break;
    total.directives += selection.directives?.length ?? 0;
    if (selection.kind === Kind.FIELD) {
      if (selection.alias !== undefined) total.aliases += 1;
      if (selection.name.value.startsWith('__')) continue;
      add(selection.selectionSet === undefined ? { depth: 0, aliases: 0, directives: 0 } : measure(selection.selectionSet, context, spread, limits), 1);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      add(measure(selection.selectionSet, context, spread, limits), 0);
    } else {
      const fragment = context.getFragment(selection.name.value);
      if (fragment == null || spread.has(fragment)) continue;
      add(measure(fragment.selectionSet, context, new Set([...spread, fragment]), limits), 0);
    }
  }
  return total;
}
