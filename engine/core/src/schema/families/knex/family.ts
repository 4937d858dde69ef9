import { Expression, SYMBOL } from '../../../facts/schema.js';
import { onlySymbolOf } from '../../../link/outcome.js';
import { namedValues } from '../../../named-values.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import { textsOf } from '../../builder-columns.js';
import type { BuilderStyle } from '../../builder-columns.js';
import { builtTable, changesOf, createdTable } from '../../builder-tables.js';
import type { SchemaFamily } from '../../family.js';
import type { ColumnFact, OperationFact } from '../../model.js';
import { definitionsOf } from '../../sql/definitions.js';
import { statementsOf } from '../../sql/tokens.js';
import { isInUp } from '../../up-migration.js';
import { operationOf, orderOf } from '../sql/family.js';

const STYLE: BuilderStyle = {
  types: namedValues({ increments: 'serial', bigIncrements: 'bigserial', integer: 'integer', int: 'integer', bigInteger: 'bigint', bigint: 'bigint', smallint: 'smallint', tinyint: 'smallint', mediumint: 'integer', string: 'varchar({})', text: 'text', boolean: 'boolean', date: 'date', datetime: 'timestamptz', dateTime: 'timestamptz', timestamp: 'timestamptz', time: 'time', float: 'real', double: 'double precision', decimal: 'decimal(8, 2)', json: 'json', jsonb: 'jsonb', uuid: 'uuid', binary: 'bytea', geometry: 'geometry', enum: 'text', enu: 'text', specificType: '' }),
  groups: namedValues({ timestamps }),
  droppedGroups: namedValues({ dropTimestamps: (view, call) => stampNames(view.text(view.argument(call, 0)) === 'true') }),
  keys: new Set(['increments', 'bigIncrements']),
  isNullable: true,
  nullable: 'nullable',
  required: 'notNullable',
  changes: new Set(['alter']),
  isForeignKeyDroppedByColumn: true,
};

/** `timestamps(useTimestamps, defaultToNow, useCamelCase)`, or these in an object. */
function timestamps(view: FileView, call: number): readonly ColumnFact[] {
  const [first] = view.arguments(call);
  const isSet = (name: string, position: number): boolean => view.text(first !== undefined && view.kind(first.value) === Expression.object ? view.argument(first.value, name) : view.argument(call, position)) === 'true';
  const hasDefault = isSet('defaultToNow', 1);
  return stampNames(isSet('useCamelCase', 2)).map((name) => ({ name, type: 'timestamptz', isNullable: !hasDefault, ...(hasDefault ? { default: 'CURRENT_TIMESTAMP' } : {}) }));
}

function stampNames(isCamelCase: boolean): readonly string[] {
  return isCamelCase ? ['createdAt', 'updatedAt'] : ['created_at', 'updated_at'];
}

/** Migrations of Knex: `exports.up` with a schema builder, and functions of the repository that it calls. */
export const family: SchemaFamily = {
  id: 'knex',
  languages: ['typescript'],
  isCandidate: (view) => view.file.role !== 'test' && ['schema', 'raw', 'up'].some((name) => view.facts.indexOf(name) >= 0) && ['knex', 'Knex'].some((name) => view.facts.indexOf(name) >= 0),
  read: (views) => {
    const called = calledInUp(views);
    // Of a chain what is called first stands first.
    return views.flatMap((view) => [...view.calls()].sort((a, b) => a.range.startRow - b.range.startRow || a.range.startColumn - b.range.startColumn).flatMap((call) => {
      const order = isInUp(view, call) ? orderOf(view.file.path) : called.get(call.owner);
      return order === undefined ? [] : operationsOf(view, call, order);
    }));
  },
};

const CALL_DEPTH = 3;

/** Functions of the repository that migrations call, with the order of the first migration that does. */
function calledInUp(views: readonly FileView[]): ReadonlyMap<number, string> {
  const called = new Map<number, string>();
  for (let depth = 0; depth < CALL_DEPTH; depth++) {
    const before = called.size;
    for (const view of views) {
      for (const call of view.calls()) {
        const order = isInUp(view, call) ? orderOf(view.file.path) : called.get(call.owner);
        const target = order === undefined ? -1 : onlySymbolOf(call.outcome);
        if (order === undefined || target < 0 || view.program.cell(target, SYMBOL.ownScope) < 0) continue;
        const known = called.get(target);
        if (known === undefined || order < known) called.set(target, order);
      }
    }
    if (called.size === before) break;
  }
  return called;
}

function operationsOf(view: FileView, call: CallSite, order: string): readonly OperationFact[] {
  const chain = view.chain(call.expression);
  const verb = chain[chain.length - 1]?.name;
  const isRaw = verb === 'raw' && chain[0]?.call === -1;
  if (!isRaw && !chain.some((link) => link.name === 'schema')) return [];
  const place = { path: view.file.path, range: call.range };
  const shared = { kind: 'operation', family: 'knex', place, order } as const;
  const [bare = ''] = textsOf(view, call.expression, 0);
  const scope = chain.find((link) => link.name === 'withSchema' && link.call >= 0);
  const schema = scope === undefined ? undefined : view.text(view.argument(scope.call, 0));
  const name = schema === undefined ? bare : `${schema}.${bare}`;
  const block = view.argument(call.expression, 1);
  const table = view.kind(block) === Expression.lambda ? builtTable(view, block, STYLE) : undefined;
  switch (verb) {
    case 'createTable':
    case 'createTableIfNotExists':
      return table === undefined || bare === '' ? [] : [{ ...shared, operation: 'createTable', table: { ...createdTable(table, 'knex', bare, place), ...(schema === undefined ? {} : { schema }) } }];
    case 'createTableLike': {
      const copied = view.text(block);
      return copied === undefined || bare === '' ? [] : [{ ...shared, operation: 'createTable', copies: [schema === undefined ? copied : `${schema}.${copied}`], table: { kind: 'table', family: 'knex', origin: 'migration', name: bare, ...(schema === undefined ? {} : { schema }), columns: [], place } }];
    }
    case 'alterTable':
    case 'table':
      return table === undefined ? [] : changesOf(table, shared, name);
    case 'dropTable':
    case 'dropTableIfExists':
      return [{ ...shared, operation: 'dropTable', name }];
    case 'renameTable':
      return [{ ...shared, operation: 'renameTable', name, to: textsOf(view, call.expression, 1)[0] ?? bare }];
    case 'raw':
      return statementsOf(bare).flatMap((tokens) => definitionsOf(tokens).map((definition) => operationOf(definition, 'knex', place, shared.order)));
    default:
      return [];
  }
}
