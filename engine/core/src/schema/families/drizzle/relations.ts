import { Expression } from '../../../facts/schema.js';
import { outsidePath } from '../../../view/file-view.js';
import type { FileView } from '../../../view/file-view.js';
import type { SchemaContext } from '../../family.js';
import type { RelationFact, TableFact } from '../../model.js';

const SIDES = /^(?:one|many)$/;

/** `relations(users, ({ many }) => ({ posts: many(posts) }))`: what queries ask for by names. */
export function relationFacts(view: FileView, context: SchemaContext): readonly TableFact[] {
  return view.calls().flatMap(({ expression, outcome }): readonly TableFact[] => {
    if (view.kind(expression) !== Expression.call || view.name(expression) !== 'relations' || outsidePath(outcome)?.startsWith('npm:drizzle-orm!') !== true) return [];
    const table = view.symbolNamed(view.argument(expression, 0));
    const lambda = view.argument(expression, 1);
    const stated = view.kind(lambda) === Expression.lambda ? view.callExpression(view.returnedExpression(lambda)) : -1;
    if (table < 0 || stated < 0) return [];
    const relations = view.arguments(stated).flatMap(({ name, value }): readonly RelationFact[] => {
      const target = name !== undefined && view.kind(value) === Expression.call && SIDES.test(view.name(value)) ? view.symbolNamed(view.argument(value, 0)) : -1;
      return target < 0 || name === undefined ? [] : [{ name, target: { model: context.keyOf(target) } }];
    });
    return relations.length === 0 ? [] : [{ kind: 'table', family: 'drizzle', origin: 'model', model: context.keyOf(table), columns: [], relations }];
  });
}
