import { Expression, SYMBOL } from '../../../facts/schema.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import { builtTable, changesOf, createdTable, textsOf } from '../../builder-tables.js';
import type { BuilderStyle } from '../../builder-tables.js';
import type { SchemaFamily } from '../../family.js';
import type { OperationFact } from '../../model.js';
import { definitionsOf } from '../../sql/definitions.js';
import { statementsOf } from '../../sql/tokens.js';
import { operationOf, orderOf } from '../sql/family.js';

const STYLE: BuilderStyle = {
  types: { increments: 'serial', bigIncrements: 'bigserial', integer: 'integer', bigInteger: 'bigint', smallint: 'smallint', tinyint: 'smallint', string: 'varchar({})', text: 'text', boolean: 'boolean', date: 'date', datetime: 'timestamptz', timestamp: 'timestamptz', time: 'time', float: 'real', double: 'double precision', decimal: 'decimal(8, 2)', json: 'json', jsonb: 'jsonb', uuid: 'uuid', binary: 'bytea', enum: 'text', enu: 'text', specificType: 'text' },
  groups: { timestamps: [{ name: 'created_at', type: 'timestamptz', isNullable: true }, { name: 'updated_at', type: 'timestamptz', isNullable: true }] },
  keys: new Set(['increments', 'bigIncrements']),
  isNullable: true,
  nullable: 'nullable',
  required: 'notNullable',
};

/** Migrations of Knex: `exports.up` with a schema builder. */
export const family: SchemaFamily = {
  id: 'knex',
  languages: ['typescript'],
  isCandidate: (view) => view.file.role !== 'test' && view.facts.indexOf('schema') >= 0 && (view.facts.indexOf('createTable') >= 0 || view.facts.indexOf('alterTable') >= 0 || view.facts.indexOf('table') >= 0) && (view.facts.indexOf('knex') >= 0 || view.facts.indexOf('Knex') >= 0),
  read: (views) => views.flatMap((view) => view.calls().filter((call) => isUp(view, call)).flatMap((call) => operationsOf(view, call))),
};

/** What stands in `up`, wherever inside. */
function isUp(view: FileView, { owner }: CallSite): boolean {
  const { symbols } = view.facts;
  for (let row = owner < 0 ? -1 : owner - view.file.firstSymbol; row >= 0; row = symbols.get(row, SYMBOL.parent)) {
    const name = view.facts.text(symbols.get(row, SYMBOL.name));
    if (name === 'down') return false;
    if (name === 'up') return true;
  }
  // `exports.up = …` has no symbol: what takes back stands after it.
  return owner < 0 && view.facts.indexOf('down') < 0;
}

function operationsOf(view: FileView, call: CallSite): readonly OperationFact[] {
  const chain = view.chain(call.expression);
  if (!chain.some((link) => link.name === 'schema')) return [];
  const place = { path: view.file.path, range: call.range };
  const shared = { kind: 'operation', family: 'knex', place, order: orderOf(view.file.path) } as const;
  const [name = ''] = textsOf(view, call.expression, 0);
  const block = view.argument(call.expression, 1);
  const table = view.kind(block) === Expression.lambda ? builtTable(view, block, STYLE) : undefined;
  switch (chain[chain.length - 1]?.name) {
    case 'createTable':
    case 'createTableIfNotExists':
      return table === undefined ? [] : [{ ...shared, operation: 'createTable', table: createdTable(table, 'knex', name, place) }];
    case 'alterTable':
    case 'table':
      return table === undefined ? [] : changesOf(table, shared, name);
    case 'dropTable':
    case 'dropTableIfExists':
      return [{ ...shared, operation: 'dropTable', name }];
    case 'renameTable':
      return [{ ...shared, operation: 'renameTable', name, to: textsOf(view, call.expression, 1)[0] ?? name }];
    case 'raw':
      return statementsOf(name).flatMap((tokens) => definitionsOf(tokens).map((definition) => operationOf(definition, 'knex', place, shared.order)));
    default:
      return [];
  }
}
