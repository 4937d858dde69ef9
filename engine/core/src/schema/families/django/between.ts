import type { ColumnFact, ForeignKeyFact, Place, ReferenceTarget, TableFact } from '../../model.js';

/** One of the two models that a table lies between. */
export interface End {
  /** Name of the class. */
  readonly name: string;
  readonly target: ReferenceTarget;
}

/** The table between two models; of a model and itself the columns say from where to where. */
export function tableBetween(from: End, to: End, isSelf: boolean, stated: Pick<TableFact, 'origin' | 'place'> & { readonly name: string; readonly place: Place }): TableFact {
  const { place } = stated;
  const [left, right] = [`${isSelf ? 'from_' : ''}${from.name.toLowerCase()}_id`, `${isSelf ? 'to_' : ''}${to.name.toLowerCase()}_id`];
  const columns: readonly ColumnFact[] = [{ name: 'id', type: 'bigint', isNullable: false, isPrimaryKey: true, place }, { name: left, isNullable: false, place }, { name: right, isNullable: false, place }];
  const foreignKeys: readonly ForeignKeyFact[] = [{ columns: [left], target: from.target, place }, { columns: [right], target: to.target, place }];
  return { kind: 'table', family: 'django', ...stated, columns, primaryKey: ['id'], indexes: [{ columns: [left, right], isUnique: true }], foreignKeys };
}
