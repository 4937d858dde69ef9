import { Expression } from '../../../facts/schema.js';
import { namedValues } from '../../../named-values.js';
import type { FileView } from '../../../view/file-view.js';
import type { SchemaContext } from '../../family.js';
import { primaryKeyOf, uniqueIndexesOf } from '../../model.js';
import type { ColumnFact, ForeignKeyFact, TableFact } from '../../model.js';
import { snakeCase } from '../../names.js';
import { joinColumnName } from './naming.js';

const TYPES: Readonly<Record<string, string>> = namedValues({ String: 'varchar', Number: 'integer', Boolean: 'boolean', Date: 'timestamp' });

/** `new EntitySchema({ name, tableName, columns, relations })`. */
export function entitySchemas(view: FileView, context: SchemaContext): readonly TableFact[] {
  return view.calls().flatMap(({ expression, range }): readonly TableFact[] => {
    if (view.kind(expression) !== Expression.new || view.name(expression) !== 'EntitySchema') return [];
    const options = view.argument(expression, 0);
    const option = (key: string): number => view.argument(options, key);
    const entity = view.text(option('name'));
    if (entity === undefined || option('columns') < 0) return [];
    const place = { path: view.file.path, range };
    const columns = view.arguments(option('columns')).flatMap((part): ColumnFact[] => (part.name === undefined ? [] : [columnOf(view, part.name, part.value, place)]));
    const foreignKeys: ForeignKeyFact[] = [];
    for (const part of option('relations') < 0 ? [] : view.arguments(option('relations'))) {
      const kind = view.text(view.argument(part.value, 'type'));
      const join = view.argument(part.value, 'joinColumn');
      const target = view.text(view.argument(part.value, 'target'));
      if (part.name === undefined || target === undefined || !(kind === 'many-to-one' || (kind === 'one-to-one' && join >= 0))) continue;
      const symbol = view.typeNamed(target);
      const name = view.text(view.argument(join, 'name')) ?? joinColumnName(part.name, 'id');
      columns.push({ name, isNullable: view.text(view.argument(part.value, 'nullable')) !== 'false', place });
      foreignKeys.push({ columns: [name], target: symbol < 0 ? { table: snakeCase(target) } : { model: context.keyOf(symbol) }, place });
    }
    const schema = view.text(option('schema'));
    return [{ kind: 'table', family: 'typeorm', origin: 'model', name: view.text(option('tableName')) ?? snakeCase(entity), ...(schema === undefined ? {} : { schema }), columns, primaryKey: primaryKeyOf(columns), indexes: uniqueIndexesOf(columns), foreignKeys, place }];
  });
}

function columnOf(view: FileView, member: string, row: number, place: NonNullable<ColumnFact['place']>): ColumnFact {
  const option = (key: string): string | undefined => view.text(view.argument(row, key));
  const type = option('type') ?? TYPES[view.name(view.argument(row, 'type'))];
  const isPrimaryKey = option('primary') === 'true';
  const fallback = option('default');
  return {
    name: option('name') ?? member,
    ...(type === undefined ? {} : { type: `${type}${option('array') === 'true' ? '[]' : ''}` }),
    isNullable: !isPrimaryKey && (option('nullable') === 'true' || option('deleteDate') === 'true'),
    ...(isPrimaryKey ? { isPrimaryKey } : {}),
    ...(option('unique') === 'true' ? { isUnique: true } : {}),
    ...(fallback === undefined ? {} : { default: fallback }),
    place,
  };
}
