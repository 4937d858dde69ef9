import type { ColumnFact, ForeignKeyFact, IndexFact, OperationFact, Place, TableFact } from './model.js';
import { primaryKeyOf, tableKey } from './model.js';

interface Migrated {
  name: string;
  schema: string | undefined;
  readonly family: string;
  place: Place;
  readonly columns: Map<string, ColumnFact>;
  primaryKey: readonly string[];
  indexes: IndexFact[];
  foreignKeys: ForeignKeyFact[];
}

/** Runs the changes of migrations one after the other, and knows which tables stand in the end. */
export class MigrationHistory {
  private readonly byKey = new Map<string, Migrated>();

  constructor(operations: readonly OperationFact[]) {
    const ordered = operations.map((operation, index) => ({ operation, index })).sort((a, b) => (a.operation.family === b.operation.family ? compare(a.operation.order, b.operation.order) : compare(a.operation.family, b.operation.family)) || a.index - b.index);
    for (const { operation } of ordered) this.apply(operation);
  }

  tables(): readonly (TableFact & { readonly name: string })[] {
    return [...this.byKey.values()].map((table) => ({
      kind: 'table',
      family: table.family,
      origin: 'migration',
      name: table.name,
      ...(table.schema === undefined ? {} : { schema: table.schema }),
      columns: [...table.columns.values()],
      primaryKey: table.primaryKey,
      indexes: table.indexes,
      foreignKeys: table.foreignKeys,
      place: table.place,
    }));
  }

  private apply(fact: OperationFact): void {
    if (fact.operation === 'createTable') {
      this.create(fact.table, fact.place, fact.isReplaceable === true);
      return;
    }
    const key = tableKey(fact.name);
    const table = this.byKey.get(key);
    // A change of a table that other means made: what is known of it is what is changed here.
    if (table === undefined) return;
    switch (fact.operation) {
      case 'dropTable':
        this.byKey.delete(key);
        return;
      case 'renameTable':
        this.byKey.delete(key);
        table.name = fact.to;
        if (fact.toSchema !== undefined) table.schema = fact.toSchema === '' ? undefined : fact.toSchema;
        this.byKey.set(tableKey(fact.to, table.schema), table);
        return;
      case 'addColumn':
        table.columns.set(id(fact.column.name), { place: fact.place, ...fact.column });
        if (fact.column.isPrimaryKey === true) table.primaryKey = [...table.primaryKey, fact.column.name];
        return;
      case 'alterColumn': {
        const known = table.columns.get(id(fact.column.name));
        if (known !== undefined) table.columns.set(id(fact.column.name), withoutEmptyDefault({ ...known, ...fact.column, name: known.name }));
        return;
      }
      case 'dropColumn':
        table.columns.delete(id(fact.column));
        table.foreignKeys = table.foreignKeys.filter((foreignKey) => !foreignKey.columns.some((column) => id(column) === id(fact.column)));
        table.indexes = table.indexes.filter((index) => !index.columns.some((column) => id(column) === id(fact.column)));
        return;
      case 'renameColumn':
        rename(table, fact.column, fact.to);
        return;
      case 'addForeignKey':
        table.foreignKeys.push(fact.foreignKey);
        return;
      case 'dropForeignKey':
        table.foreignKeys = table.foreignKeys.filter((foreignKey) => id(foreignKey.columns.join()) !== id(fact.columns.join()));
        return;
      case 'addPrimaryKey':
        table.primaryKey = fact.columns;
        for (const column of fact.columns) {
          const known = table.columns.get(id(column));
          if (known !== undefined) table.columns.set(id(column), { ...known, isNullable: false });
        }
        return;
      case 'addIndex':
        table.indexes.push(fact.index);
    }
  }

  private create(fact: TableFact & { readonly name: string }, place: Place, isReplaceable: boolean): void {
    const key = tableKey(fact.name, fact.schema);
    if (this.byKey.has(key) && !isReplaceable) return;
    this.byKey.set(key, {
      name: fact.name,
      schema: fact.schema,
      family: fact.family,
      place: fact.place ?? place,
      columns: new Map(fact.columns.map((column) => [id(column.name), column])),
      primaryKey: fact.primaryKey ?? primaryKeyOf(fact.columns),
      indexes: [...(fact.indexes ?? [])],
      foreignKeys: [...(fact.foreignKeys ?? [])],
    });
  }
}

function id(name: string): string {
  return name.toLowerCase();
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A default that was dropped is given as an empty one. */
function withoutEmptyDefault(column: ColumnFact): ColumnFact {
  if (column.default !== '') return column;
  const { default: _, ...rest } = column;
  return rest;
}

/** The column keeps its place among the others. */
function rename(table: Migrated, from: string, to: string): void {
  const columns = [...table.columns.values()].map((column) => (id(column.name) === id(from) ? { ...column, name: to } : column));
  table.columns.clear();
  for (const column of columns) table.columns.set(id(column.name), column);
  const renamed = (names: readonly string[]): readonly string[] => names.map((name) => (id(name) === id(from) ? to : name));
  table.primaryKey = renamed(table.primaryKey);
  table.indexes = table.indexes.map((index) => ({ ...index, columns: renamed(index.columns) }));
  table.foreignKeys = table.foreignKeys.map((foreignKey) => ({ ...foreignKey, columns: renamed(foreignKey.columns) }));
}
