import { Expression, SYMBOL } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import { classesOf } from '../../class-view.js';
import type { SchemaContext, SchemaFamily } from '../../family.js';
import { primaryKeyOf, uniqueIndexesOf } from '../../model.js';
import type { ColumnFact, ForeignKeyFact, IndexFact, TableFact } from '../../model.js';
import { statedColumn } from './columns.js';
import { tablesOfModel } from './declarative.js';
import { schemaOfMetadata } from './metadata.js';
import { isTableModel, tableOfModel } from './sqlmodel.js';
import { argumentsOf } from './table-arguments.js';

/** Declarative models of SQLAlchemy, its tables without models, and the models of SQLModel that say that they are tables. */
export const family: SchemaFamily = {
  id: 'sqlalchemy',
  languages: ['python'],
  isCandidate: (view) => view.file.role !== 'test' && ['__tablename__', 'mapped_column', 'Column', 'sqlmodel', 'SQLModel'].some((name) => view.facts.indexOf(name) >= 0) && view.facts.indexOf('down_revision') < 0,
  accesses: { flushes: /^(?:commit|flush)$/, loads: /^(?:(?:joined|selectin|subquery|immediate|lazy|default)load|contains_eager|with_loader_criteria)$/, ofSessions: /^pypi:(?:sqlalchemy|sqlmodel)!(?:[\w.]+\.)?\w*[Ss]ession\./ },
  read: (views, context) => views.flatMap((view) => [...classesOf(view, context).flatMap((one) => (isTableModel(one) ? [tableOfModel(one)] : tablesOfModel(one, context))), ...coreTables(view, context)]),
};

/** `users = Table("users", metadata, Column("id", Integer, primary_key=True))`. */
function coreTables(view: FileView, context: SchemaContext): readonly TableFact[] {
  const { symbols } = view.facts;
  const tables: TableFact[] = [];
  for (let row = 0; row < symbols.rows; row++) {
    const value = symbols.get(row, SYMBOL.value);
    if (value < 0 || view.kind(value) !== Expression.call || view.name(value) !== 'Table') continue;
    const name = view.text(view.argument(value, 0)) ?? view.text(view.argument(value, 'name'));
    if (name === undefined) continue;
    const place = { path: view.file.path, range: view.symbolRange(row) };
    const columns: ColumnFact[] = [];
    const indexes: IndexFact[] = [];
    const foreignKeys: ForeignKeyFact[] = [];
    for (const part of view.arguments(value)) {
      const stated = statedColumn(view, part.value, { path: view.file.path, range: view.place(part.value) }, undefined, context);
      if (stated === undefined) continue;
      columns.push(stated.column);
      if (stated.isIndexed) indexes.push({ columns: [stated.column.name] });
      if (stated.foreignKey !== undefined) foreignKeys.push(stated.foreignKey);
    }
    if (columns.length === 0) continue;
    const { schema: own, primaryKey, ...more } = argumentsOf(view, value, place);
    const schema = own ?? schemaOfMetadata(view, view.argument(value, 1));
    const keys = primaryKey ?? primaryKeyOf(columns);
    tables.push({ kind: 'table', family: 'sqlalchemy', origin: 'model', name, ...(schema === undefined ? {} : { schema }), model: context.keyOf(view.file.firstSymbol + row), columns: columns.map((column) => (keys.includes(column.name) ? { ...column, isNullable: false } : column)), primaryKey: keys, indexes: [...uniqueIndexesOf(columns), ...indexes, ...more.indexes], foreignKeys: [...foreignKeys, ...more.foreignKeys], place });
  }
  return tables;
}
