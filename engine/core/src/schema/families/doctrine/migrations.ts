import { Expression, LOCAL } from '../../../facts/schema.js';
import type { CallSite, ChainLink, FileView } from '../../../view/file-view.js';
import { textsOf } from '../../builder-columns.js';
import type { ColumnFact, OperationFact } from '../../model.js';
import { definitionsOf } from '../../sql/definitions.js';
import { statementsOf } from '../../sql/tokens.js';
import { isInUp } from '../../up-migration.js';
import { operationOf, orderOf } from '../sql/family.js';
import { isTrue, typeNamed } from './columns.js';

const TABLES = new Set(['createTable', 'getTable']);

type Shared = Pick<OperationFact, 'kind' | 'family' | 'place' | 'order'>;

/** Changes that a migration makes by statements, `$this->addSql('CREATE TABLE …')`, or by tables of the schema that it is given. */
export function operationsOfMigration(view: FileView): readonly OperationFact[] {
  const order = orderOf(view.file.path);
  const tables = new Map<string, string>();
  const calls = view.calls().filter((call) => isInUp(view, call)).sort((a, b) => a.range.startRow - b.range.startRow || a.range.startColumn - b.range.startColumn);
  return calls.flatMap((call): readonly OperationFact[] => {
    const place = { path: view.file.path, range: call.range };
    const shared: Shared = { kind: 'operation', family: 'doctrine', place, order };
    const chain = view.chain(call.expression);
    const last = chain[chain.length - 1];
    if (last === undefined || last.call !== call.expression) return [];
    if (last.name === 'addSql') return statementsOf((textsOf(view, call.expression, 0)[0] ?? '').replaceAll("\\'", "'")).flatMap((tokens) => definitionsOf(tokens).map((definition) => operationOf(definition, 'doctrine', place, order)));
    if (TABLES.has(last.name)) noteTable(view, call, tables);
    return changeOf(view, chain, last, shared, tables);
  });
}

/** `$table = $schema->createTable('orders')`: which table a variable stands for from there on. */
function noteTable(view: FileView, { expression }: CallSite, tables: Map<string, string>): void {
  const { locals } = view.facts;
  const [name] = textsOf(view, expression, 0);
  for (let row = 0; name !== undefined && row < locals.rows; row++) if (locals.get(row, LOCAL.value) === expression) tables.set(view.facts.text(locals.get(row, LOCAL.name)), name);
}

function changeOf(view: FileView, chain: readonly ChainLink[], last: ChainLink, shared: Shared, tables: ReadonlyMap<string, string>): readonly OperationFact[] {
  const [first] = textsOf(view, last.call, 0);
  const { place } = shared;
  if (last.name === 'createTable' && first !== undefined) return [{ ...shared, operation: 'createTable', table: { kind: 'table', family: 'doctrine', origin: 'migration', name: first, columns: [], place } }];
  if (last.name === 'dropTable' && first !== undefined) return [{ ...shared, operation: 'dropTable', name: first }];
  const opened = chain.find((link) => link !== last && link.call >= 0 && TABLES.has(link.name));
  const name = opened === undefined ? tables.get(chain[0]?.name ?? '') : textsOf(view, opened.call, 0)[0];
  if (name === undefined) return [];
  switch (last.name) {
    case 'addColumn':
      return first === undefined ? [] : [{ ...shared, operation: 'addColumn', name, column: columnOf(view, last.call, first, place) }];
    case 'dropColumn':
      return first === undefined ? [] : [{ ...shared, operation: 'dropColumn', name, column: first }];
    case 'renameColumn':
      return first === undefined ? [] : [{ ...shared, operation: 'renameColumn', name, column: first, to: textsOf(view, last.call, 1)[0] ?? first }];
    case 'changeColumn':
    case 'modifyColumn': {
      const given = view.argument(last.call, 1);
      const [notNull, length] = [optionIn(view, given, 'notnull'), optionIn(view, given, 'length')];
      const stated = given < 0 ? -1 : view.argument(given, 'type');
      const type = stated >= 0 && view.kind(stated) === Expression.call ? typeNamed(textsOf(view, stated, 0)[0] ?? view.name(view.argument(stated, 0)), length, undefined, undefined) : length === undefined ? undefined : typeNamed('string', length, undefined, undefined);
      return first === undefined ? [] : [{ ...shared, operation: 'alterColumn', name, column: { name: first, ...(type === undefined ? {} : { type }), ...(notNull === undefined ? {} : { isNullable: !isTrue(notNull) }), place } }];
    }
    case 'setNotnull': {
      const column = chain.find((link) => link.name === 'getColumn' && link.call >= 0);
      const [named] = column === undefined ? [] : textsOf(view, column.call, 0);
      return named === undefined ? [] : [{ ...shared, operation: 'alterColumn', name, column: { name: named, isNullable: !isTrue(optionIn(view, last.call, 0)), place } }];
    }
    case 'setPrimaryKey':
      return [{ ...shared, operation: 'addPrimaryKey', name, columns: textsOf(view, last.call, 0) }];
    case 'addIndex':
    case 'addUniqueIndex': {
      const [indexName] = textsOf(view, last.call, 1);
      return [{ ...shared, operation: 'addIndex', name, index: { ...(indexName === undefined ? {} : { name: indexName }), columns: textsOf(view, last.call, 0), isUnique: last.name === 'addUniqueIndex' } }];
    }
    case 'addForeignKeyConstraint': {
      const given = view.argument(last.call, 0);
      const target = first ?? tables.get(view.name(given));
      return target === undefined ? [] : [{ ...shared, operation: 'addForeignKey', name, foreignKey: { columns: textsOf(view, last.call, 1), target: { table: target, columns: textsOf(view, last.call, 2) }, place } }];
    }
    default:
      return [];
  }
}

/** `$table->addColumn('name', 'string', ['length' => 60, 'notnull' => false])`. */
function columnOf(view: FileView, call: number, name: string, place: OperationFact['place']): ColumnFact {
  const options = view.argument(call, 2);
  const option = (key: string): string | undefined => optionIn(view, options, key);
  const stated = view.argument(call, 1);
  const type = typeNamed(view.text(stated) ?? view.name(stated), option('length'), option('precision'), option('scale'));
  const notNull = option('notnull');
  return { name, ...(type === undefined ? {} : { type }), isNullable: notNull !== undefined && !isTrue(notNull), place };
}

/** A text or a word among the entries of a map, or the arguments of a call. */
function optionIn(view: FileView, map: number, key: string | number): string | undefined {
  const row = map < 0 ? -1 : view.argument(map, key);
  return row < 0 ? undefined : (view.text(row) ?? view.name(row));
}
