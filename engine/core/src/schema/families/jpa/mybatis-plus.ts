import type { ClassView } from '../../class-view.js';
import { primaryKeyOf } from '../../model.js';
import type { TableFact } from '../../model.js';
import { snakeCase } from '../../names.js';
import { basicColumn } from './columns.js';
import { annotationsOf, attributesIn } from './entities.js';

/** An entity of MyBatis-Plus, which only names what convention would not tell. */
export function mappedTable(one: ClassView): TableFact | undefined {
  const stated = annotationsOf(one).get('TableName');
  if (stated === undefined) return undefined;
  const parts = [...[...one.bases()].reverse(), one];
  const columns = parts.flatMap((part) => attributesIn(part, false)).filter(({ annotations }) => annotations.get('TableField')?.word('exist') !== 'false').map((attribute) => {
    const field = attribute.annotations.get('TableId') ?? attribute.annotations.get('TableField');
    const isKey = attribute.annotations.has('TableId');
    return { ...basicColumn(attribute, snakeCase), name: field?.value ?? snakeCase(attribute.name), ...(isKey ? { isPrimaryKey: true, isNullable: false } : {}) };
  });
  return { kind: 'table', family: 'jpa', origin: 'model', name: stated.value ?? snakeCase(one.name), model: one.key, columns, primaryKey: primaryKeyOf(columns), foreignKeys: [], place: one.place };
}
