import { Expression } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import type { SchemaContext } from '../../family.js';
import type { ForeignKeyFact, IndexFact, Place } from '../../model.js';
import type { NameOf } from './casing.js';
import { targetOf } from './columns.js';

/** What stands beside a table's columns. */
export interface TableConstraints {
  readonly primaryKey: readonly string[] | undefined;
  readonly indexes: readonly IndexFact[];
  readonly foreignKeys: readonly ForeignKeyFact[];
}

/** `(table) => [primaryKey({ columns: [table.a] }), index('i').on(table.b), foreignKey({ … })]`, or the same in an object. @param names columns by property @param own key of the table's constant */
export function constraintsOf(view: FileView, lambda: number, names: ReadonlyMap<string, string>, own: string, context: SchemaContext, place: Place, nameOf: NameOf): TableConstraints {
  const indexes: IndexFact[] = [];
  const foreignKeys: ForeignKeyFact[] = [];
  let primaryKey: readonly string[] | undefined;
  const returned = view.kind(lambda) === Expression.lambda ? view.callExpression(view.returnedExpression(lambda)) : -1;
  const columnsIn = (row: number): readonly string[] => (row < 0 ? [] : view.arguments(row).map((part) => ownColumn(view, part.value, names)).filter((name) => name !== undefined));
  for (const { value } of returned < 0 ? [] : view.arguments(returned)) {
    const chain = view.chain(value).filter((link) => link.call >= 0);
    const [made] = chain;
    if (made === undefined) continue;
    const options = view.argument(made.call, 0);
    switch (made.name) {
      case 'primaryKey':
        primaryKey = view.kind(options) === Expression.object ? columnsIn(view.argument(options, 'columns')) : columnsIn(made.call);
        break;
      case 'foreignKey': {
        const row = view.kind(options) === Expression.lambda ? view.returnedExpression(options) : options;
        const columns = columnsIn(view.argument(row, 'columns'));
        const others = view.argument(row, 'foreignColumns');
        const targets = others < 0 ? [] : view.arguments(others).map((part) => targetOf(view, part.value, context, nameOf));
        // A key to the table itself names its columns by the same parameter.
        const model = targets[0]?.model ?? own;
        const wanted = targets[0] === undefined ? columnsIn(others) : targets.map((target) => target?.column ?? '');
        if (columns.length > 0 && columns.length === wanted.length) foreignKeys.push({ columns, target: { model, columns: wanted }, place });
        break;
      }
      case 'unique':
      case 'index':
      case 'uniqueIndex': {
        const on = chain.find((link) => link.name === 'on' || link.name === 'using');
        const columns = on === undefined ? [] : columnsIn(on.call);
        if (columns.length > 0) indexes.push({ columns, isUnique: made.name !== 'index' });
      }
    }
  }
  return { primaryKey, indexes, foreignKeys };
}

/** `table.email`, `table.name.asc()`: the column of the table itself. */
function ownColumn(view: FileView, row: number, names: ReadonlyMap<string, string>): string | undefined {
  const [root, member] = view.chain(row);
  return root === undefined || member === undefined || root.call >= 0 ? undefined : names.get(member.name);
}
