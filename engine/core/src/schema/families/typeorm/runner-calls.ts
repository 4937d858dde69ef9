import { Expression } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import { primaryKeyOf, uniqueIndexesOf } from '../../model.js';
import type { ColumnFact, ForeignKeyFact, IndexFact, OperationFact, Place } from '../../model.js';

type Shared = Pick<OperationFact, 'kind' | 'family' | 'place' | 'order'>;

/** An expression, in the file where it stands. */
interface Stated {
  readonly view: FileView;
  readonly row: number;
}

const STEPS = 4;

/** What one call of a query runner's methods changes: `createTable(new Table({ … }))`, `addColumn('users', new TableColumn({ … }))`. */
export function runnerOperations(view: FileView, call: number, shared: Shared): readonly OperationFact[] {
  const at = (position: number): Stated => stated(view, view.argument(call, position));
  const text = (position: number): string | undefined => textOf(at(position));
  const method = view.name(call);
  if (method === 'createTable') return createdTable(at(0), shared);
  const name = tableName(at(0));
  if (name === undefined) return [];
  switch (method) {
    case 'dropTable':
      return [{ ...shared, operation: 'dropTable', name }];
    case 'renameTable':
      return text(1) === undefined ? [] : [{ ...shared, operation: 'renameTable', name, to: (text(1) ?? '').replace(/^.*\./s, '') }];
    case 'addColumn':
    case 'addColumns':
      return listed(at(1)).flatMap((one): readonly OperationFact[] => {
        const column = columnOf(one, shared.place);
        return column === undefined ? [] : [{ ...shared, operation: 'addColumn', name, column }, ...uniqueIndexesOf([column]).map((index): OperationFact => ({ ...shared, operation: 'addIndex', name, index }))];
      });
    case 'dropColumn':
    case 'dropColumns':
      return listed(at(1)).flatMap((one) => named(one).map((column): OperationFact => ({ ...shared, operation: 'dropColumn', name, column })));
    case 'renameColumn':
      return changedColumn(at(1), at(2), name, shared);
    case 'changeColumn':
      return changedColumn(at(1), at(2), name, shared);
    case 'changeColumns':
      return listed(at(1)).flatMap((pair) => changedColumn(part(pair, 'oldColumn'), part(pair, 'newColumn'), name, shared));
    case 'createPrimaryKey':
    case 'updatePrimaryKeys': {
      const columns = listed(at(1)).flatMap(named);
      return columns.length === 0 ? [] : [{ ...shared, operation: 'addPrimaryKey', name, columns }];
    }
    case 'dropPrimaryKey':
      return [{ ...shared, operation: 'dropPrimaryKey', name }];
    case 'createForeignKey':
    case 'createForeignKeys':
      return listed(at(1)).flatMap((one) => foreignKeyOf(one, shared.place) ?? []).map((foreignKey): OperationFact => ({ ...shared, operation: 'addForeignKey', name, foreignKey }));
    case 'createIndex':
    case 'createIndices':
      return listed(at(1)).flatMap((one) => indexOf(one, false)).map((index): OperationFact => ({ ...shared, operation: 'addIndex', name, index }));
    case 'createUniqueConstraint':
    case 'createUniqueConstraints':
      return listed(at(1)).flatMap((one) => indexOf(one, true)).map((index): OperationFact => ({ ...shared, operation: 'addIndex', name, index }));
    case 'dropForeignKey':
    case 'dropForeignKeys':
    case 'dropIndex':
    case 'dropIndices':
    case 'dropUniqueConstraint':
      return listed(at(1)).flatMap((one) => dropped(one, name, shared));
    default:
      return [];
  }
}

function createdTable(table: Stated, shared: Shared): readonly OperationFact[] {
  const name = tableName(table);
  if (name === undefined || table.view.kind(table.row) !== Expression.object) return [];
  const { place } = shared;
  const each = (key: string): readonly Stated[] => listed(part(table, key));
  const columns = each('columns').flatMap((one) => columnOf(one, place) ?? []);
  const foreignKeys = each('foreignKeys').flatMap((one) => foreignKeyOf(one, place) ?? []);
  const indexes = [...uniqueIndexesOf(columns), ...each('indices').flatMap((one) => indexOf(one, false)), ...each('uniques').flatMap((one) => indexOf(one, true))];
  const dot = name.lastIndexOf('.');
  const schema = dot < 0 ? undefined : name.slice(0, dot);
  return [{ ...shared, operation: 'createTable', table: { kind: 'table', family: shared.family, origin: 'migration', name: name.slice(dot + 1), ...(schema === undefined ? {} : { schema }), columns, primaryKey: primaryKeyOf(columns), indexes, foreignKeys, place } }];
}

/** A name, or a column that takes the place of another. */
function changedColumn(from: Stated, to: Stated, name: string, shared: Shared): readonly OperationFact[] {
  const [old] = named(from);
  const [next] = named(to);
  if (old === undefined || next === undefined) return [];
  const renamed: readonly OperationFact[] = old === next ? [] : [{ ...shared, operation: 'renameColumn', name, column: old, to: next }];
  const column = columnOf(to, shared.place);
  return column === undefined ? renamed : [...renamed, { ...shared, operation: 'alterColumn', name, column }];
}

function dropped(one: Stated, name: string, shared: Shared): readonly OperationFact[] {
  const columns = listed(part(one, 'columnNames')).flatMap(named);
  if (columns.length > 0) return [{ ...shared, operation: 'dropForeignKey', name, columns }];
  return named(one).map((constraint): OperationFact => ({ ...shared, operation: 'dropConstraint', name, constraint }));
}

function columnOf(one: Stated, place: Place): ColumnFact | undefined {
  const name = textOf(part(one, 'name'));
  if (name === undefined) return undefined;
  const option = (key: string): string | undefined => textOf(part(one, key));
  const sizes = option('length') ?? [option('precision'), option('scale')].filter((size) => size !== undefined).join(', ');
  const values = listed(part(one, 'enum')).flatMap((value) => textOf(value) ?? []);
  const type = option('type');
  const isPrimaryKey = option('isPrimary') === 'true';
  const fallback = option('default');
  return {
    name,
    ...(type === undefined ? {} : { type: `${type}${sizes === '' ? '' : `(${sizes})`}${option('isArray') === 'true' ? '[]' : ''}` }),
    isNullable: !isPrimaryKey && option('isNullable') === 'true',
    ...(isPrimaryKey ? { isPrimaryKey } : {}),
    ...(option('isUnique') === 'true' ? { isUnique: true } : {}),
    ...(fallback === undefined || fallback === 'null' ? {} : { default: fallback }),
    ...(values.length === 0 ? {} : { values }),
    place,
  };
}

function foreignKeyOf(one: Stated, place: Place): ForeignKeyFact | undefined {
  const columns = listed(part(one, 'columnNames')).flatMap(named);
  const table = textOf(part(one, 'referencedTableName'));
  if (columns.length === 0 || table === undefined) return undefined;
  const schema = textOf(part(one, 'referencedSchema'));
  const referred = listed(part(one, 'referencedColumnNames')).flatMap(named);
  const name = textOf(part(one, 'name'));
  return { ...(name === undefined ? {} : { name }), columns, target: { table: schema === undefined ? table : `${schema}.${table}`, ...(referred.length === 0 ? {} : { columns: referred }) }, place };
}

function indexOf(one: Stated, isUnique: boolean): readonly IndexFact[] {
  const columns = listed(part(one, 'columnNames')).flatMap(named);
  const name = textOf(part(one, 'name'));
  return columns.length === 0 ? [] : [{ ...(name === undefined ? {} : { name }), columns, isUnique: isUnique || textOf(part(one, 'isUnique')) === 'true' }];
}

/** The name of a table that is given by its name, as an object, or as what the database is asked for: `await queryRunner.getTable('users')`. */
function tableName(one: Stated): string | undefined {
  const { view, row } = one;
  if (row >= 0 && view.kind(row) === Expression.call && view.name(row) === 'getTable') return view.text(view.argument(row, 0));
  const name = textOf(part(one, 'name')) ?? textOf(one);
  const schema = textOf(part(one, 'schema'));
  return name === undefined || schema === undefined || name.includes('.') ? name : `${schema}.${name}`;
}

/** The name that a text states, or an object. */
function named(one: Stated): readonly string[] {
  const name = textOf(part(one, 'name')) ?? textOf(one);
  return name === undefined ? [] : [name];
}

function textOf({ view, row }: Stated): string | undefined {
  return row < 0 ? undefined : view.text(row);
}

function part({ view, row }: Stated, key: string): Stated {
  return row >= 0 && view.kind(row) === Expression.object ? stated(view, view.argument(row, key)) : { view, row: -1 };
}

/** The parts of a list, or what is no list. */
function listed(one: Stated): readonly Stated[] {
  const { view, row } = one;
  if (row < 0) return [];
  return view.kind(row) === Expression.array ? view.arguments(row).map(({ value }) => stated(view, value)) : [one];
}

/** What an expression is in the end: the object that `new Table({ … })` is given, what a variable is set to. */
function stated(view: FileView, row: number, steps = 0): Stated {
  if (row < 0 || steps > STEPS) return { view, row };
  switch (view.kind(row)) {
    case Expression.new:
      return stated(view, view.argument(row, 0), steps + 1);
    case Expression.same:
    case Expression.cast:
    case Expression.await:
      return stated(view, view.operand(row), steps + 1);
    case Expression.name:
    case Expression.member: {
      const set = view.setting(row);
      return set === undefined ? { view, row } : stated(set.view, set.row, steps + 1);
    }
    default:
      return { view, row };
  }
}
