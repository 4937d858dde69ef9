import { Expression } from '../../../facts/schema.js';
import { namedValues } from '../../../named-values.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import type { SchemaFamily } from '../../family.js';
import { primaryKeyOf, uniqueIndexesOf } from '../../model.js';
import type { ColumnFact, OperationFact, Place } from '../../model.js';
import { definitionsOf } from '../../sql/definitions.js';
import { statementsOf } from '../../sql/tokens.js';
import { isInUp } from '../../up-migration.js';
import { operationOf, orderOf } from '../sql/family.js';

const TYPES: Readonly<Record<string, string>> = namedValues({ char: 'char', string: 'varchar', text: 'text', smallint: 'smallint', bigint: 'bigint', int: 'integer', integer: 'integer', real: 'real', date: 'date', datetime: 'timestamp', time: 'time', blob: 'bytea', timestamp: 'timestamp', binary: 'bytea', boolean: 'boolean', decimal: 'decimal' });

/** Migrations of db-migrate, and statements that migrations of node-pg-migrate run. */
export const family: SchemaFamily = {
  id: 'db-migrate',
  languages: ['typescript'],
  isCandidate: (view) => view.file.role !== 'test' && view.facts.indexOf('up') >= 0 && (view.facts.indexOf('runSql') >= 0 || view.facts.indexOf('pgm') >= 0 || (view.facts.indexOf('db') >= 0 && ['createTable', 'addColumn', 'removeColumn', 'dropTable'].some((name) => view.facts.indexOf(name) >= 0))),
  read: (views) => views.flatMap((view) => [...view.calls()].sort((a, b) => a.range.startRow - b.range.startRow || a.range.startColumn - b.range.startColumn).flatMap((call) => (isInUp(view, call) ? operationsOf(view, call) : []))),
};

function operationsOf(view: FileView, call: CallSite): readonly OperationFact[] {
  const [root, verb, ...more] = view.chain(call.expression);
  if (root === undefined || verb === undefined || more.length > 0 || root.call >= 0 || !/^(?:db|pgm)$/.test(root.name)) return [];
  const place = { path: view.file.path, range: call.range };
  const shared = { kind: 'operation', family: 'db-migrate', place, order: orderOf(view.file.path) } as const;
  const text = (position: number): string | undefined => view.text(view.argument(call.expression, position));
  const name = text(0);
  if (name === undefined) return [];
  if (verb.name === 'runSql' || (root.name === 'pgm' && verb.name === 'sql')) return statementsOf(name).flatMap((tokens) => definitionsOf(tokens).map((definition) => operationOf(definition, 'db-migrate', place, shared.order)));
  if (root.name !== 'db') return [];
  const second = text(1);
  switch (verb.name) {
    case 'createTable': {
      const given = view.argument(call.expression, 1);
      const object = view.kind(given) === Expression.object && view.argument(given, 'columns') >= 0 ? view.argument(given, 'columns') : given;
      const columns = view.kind(object) === Expression.object ? view.arguments(object).flatMap((part): readonly ColumnFact[] => (part.name === undefined ? [] : [columnOf(view, part.name, part.value, place)])) : [];
      return columns.length === 0 ? [] : [{ ...shared, operation: 'createTable', table: { kind: 'table', family: 'db-migrate', origin: 'migration', name, columns, primaryKey: primaryKeyOf(columns), indexes: uniqueIndexesOf(columns), place } }];
    }
    case 'addColumn':
      return second === undefined ? [] : [{ ...shared, operation: 'addColumn', name, column: columnOf(view, second, view.argument(call.expression, 2), place) }];
    case 'removeColumn':
      return second === undefined ? [] : [{ ...shared, operation: 'dropColumn', name, column: second }];
    case 'renameColumn': {
      const to = text(2);
      return second === undefined || to === undefined ? [] : [{ ...shared, operation: 'renameColumn', name, column: second, to }];
    }
    case 'renameTable':
      return second === undefined ? [] : [{ ...shared, operation: 'renameTable', name, to: second }];
    case 'dropTable':
      return [{ ...shared, operation: 'dropTable', name }];
    case 'addForeignKey': {
      // `addForeignKey('orders', 'users', 'orders_user', { user_id: 'id' })`
      const mapping = view.argument(call.expression, 3);
      const pairs = mapping < 0 || view.kind(mapping) !== Expression.object ? [] : view.arguments(mapping).flatMap((part) => (part.name === undefined ? [] : [[part.name, view.text(part.value)] as const]));
      const to = pairs.flatMap(([, column]) => column ?? []);
      return second === undefined || pairs.length === 0 || to.length < pairs.length ? [] : [{ ...shared, operation: 'addForeignKey', name, foreignKey: { columns: pairs.map(([column]) => column), target: { table: second, columns: to }, place } }];
    }
    default:
      return [];
  }
}

/** `'string'`, or `{ type: 'string', length: 80, notNull: true }`. */
function columnOf(view: FileView, name: string, value: number, place: Place): ColumnFact {
  const isObject = value >= 0 && view.kind(value) === Expression.object;
  const option = (key: string): string | undefined => (isObject ? view.text(view.argument(value, key)) : undefined);
  const stated = isObject ? option('type') : value < 0 ? undefined : view.text(value);
  const length = option('length');
  const isPrimaryKey = option('primaryKey') === 'true';
  const fallback = option('defaultValue');
  const base = stated === undefined ? undefined : option('autoIncrement') === 'true' ? 'serial' : (TYPES[stated] ?? stated);
  return {
    name,
    ...(base === undefined ? {} : { type: length === undefined ? base : `${base}(${length})` }),
    isNullable: !isPrimaryKey && option('notNull') !== 'true',
    ...(isPrimaryKey ? { isPrimaryKey } : {}),
    ...(option('unique') === 'true' ? { isUnique: true } : {}),
    ...(fallback === undefined ? {} : { default: fallback }),
    place,
  };
}
