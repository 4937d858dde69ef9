import type { FileView } from '../../../view/file-view.js';
import { textsOf } from '../../builder-columns.js';
import type { ForeignKeyFact, IndexFact, Place } from '../../model.js';
import { targetOf } from './columns.js';

/** What stands beside a table's columns. */
export interface TableArguments {
  readonly schema: string | undefined;
  readonly primaryKey: readonly string[] | undefined;
  readonly indexes: readonly IndexFact[];
  readonly foreignKeys: readonly ForeignKeyFact[];
}

/** Constraints, indexes and options among the arguments of `Table`, or in `__table_args__`. @param row a call, a tuple or a dictionary */
export function argumentsOf(view: FileView, row: number, place: Place): TableArguments {
  const indexes: IndexFact[] = [];
  const foreignKeys: ForeignKeyFact[] = [];
  let primaryKey: readonly string[] | undefined;
  let schema = row < 0 ? undefined : view.text(view.argument(row, 'schema'));
  for (const part of row < 0 ? [] : view.arguments(row)) {
    const { value } = part;
    if (part.name !== undefined) continue;
    // The options stand last, in a dictionary.
    schema ??= view.text(view.argument(value, 'schema'));
    const texts = view.arguments(value).flatMap((one) => (one.name === undefined ? (view.text(one.value) ?? []) : []));
    switch (view.name(value)) {
      case 'PrimaryKeyConstraint':
        primaryKey = texts;
        break;
      case 'UniqueConstraint':
        if (texts.length > 0) indexes.push({ columns: texts, isUnique: true });
        break;
      case 'Index':
        if (texts.length > 1) indexes.push({ name: texts[0] ?? '', columns: texts.slice(1), isUnique: view.text(view.argument(value, 'unique')) === 'True' });
        break;
      case 'ForeignKeyConstraint': {
        const targets = textsOf(view, value, 1).map(targetOf);
        const table = targets[0]?.table;
        const columns = textsOf(view, value, 0);
        if (table !== undefined && columns.length > 0) foreignKeys.push({ columns, target: { table, columns: targets.flatMap((target) => target?.columns ?? []) }, place });
      }
    }
  }
  return { schema, primaryKey, indexes, foreignKeys };
}
