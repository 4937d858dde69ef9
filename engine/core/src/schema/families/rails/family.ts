import { EXPRESSION, Expression, SCOPE, SYMBOL } from '../../../facts/schema.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import { textsOf } from '../../builder-columns.js';
import { builtTable, changesOf } from '../../builder-tables.js';
import { classesOf } from '../../class-view.js';
import type { ClassView } from '../../class-view.js';
import type { SchemaFamily } from '../../family.js';
import type { ColumnFact, ForeignKeyFact, OperationFact, Place, ReferenceTarget, RelationFact, TableFact } from '../../model.js';
import { plural, singular, snakeCase } from '../../names.js';
import { definitionsOf } from '../../sql/definitions.js';
import { statementsOf } from '../../sql/tokens.js';
import { operationOf, orderOf } from '../sql/family.js';
import { columnChanges } from './column-changes.js';
import type { Shared } from './column-changes.js';
import { STYLE } from './style.js';

/** `db/schema.rb`, else migrations; and models of Active Record, whose columns are the database's. */
export const family: SchemaFamily = {
  id: 'rails',
  languages: ['ruby'],
  accesses: { hasNamedRecords: true, reads: /^(?:reorder|rewhere|unscope|unscoped|eager_load|preload|left_(?:outer_)?joins|references|in_order_of|excluding|pick|ids|sole|page|with_deleted|only_deleted)$/, follows: /^(?:includes|joins|preload|eager_load|left_(?:outer_)?joins|references)$/, compares: /^(?:where|order|find_by!?|rewhere|pluck|exists\?)$/ },
  isCandidate: (view) => view.file.role !== 'test' && (['create_table', 'add_column', 'ApplicationRecord', 'ActiveRecord', 'ActiveRecord::Base'].some((name) => view.facts.indexOf(name) >= 0) || /(?:^|\/)app\/models\//.test(view.file.path)),
  read(views, context) {
    const schemas = views.filter((view) => /(?:^|\/)\w*schema\.rb$/.test(view.file.path));
    // What the schema file says is what all migrations made.
    const sources = schemas.length > 0 ? schemas : views.filter((view) => /(?:^|\/)migrate\//.test(view.file.path));
    return [...modelsOf(views.flatMap((view) => classesOf(view, context))), ...sources.flatMap((view) => view.calls().flatMap((call) => operationsOf(view, call)))];
  },
};

/** Models, and the classes that inherit from one, whose records lie in its table. */
function modelsOf(classes: readonly ClassView[]): readonly TableFact[] {
  const records = new Map(classes.filter(isRecord).map((one) => [one.key, one]));
  const byTable = Map.groupBy(records.values(), (one) => plural(snakeCase(one.name)));
  return [...records.values()].flatMap((one): readonly TableFact[] => {
    if (isAbstract(one)) return [];
    const parents = one.bases().flatMap(({ key }) => records.get(key) ?? []).filter((base) => !isAbstract(base));
    // The last of them is the one that all others inherit from.
    const owner = parents[parents.length - 1] ?? one;
    const references = one.members('property').flatMap(({ value, symbol }) => referenceOf(one.view, value, one.placeOf(symbol), byTable));
    const name = statedName(one) ?? statedName(owner) ?? plural(snakeCase(owner.name));
    return [{ kind: 'table', family: 'rails', origin: 'model', name, model: one.key, columns: [], isNameOnly: true, foreignKeys: references, relations: one.members('property').flatMap(({ value }) => relationOf(one.view, value, byTable)), place: one.place }];
  });
}

/** `belongs_to :author` says which table a column leads to, whether or not the database has a key. */
function referenceOf(view: FileView, expression: number, place: Place, byTable: ReadonlyMap<string, readonly ClassView[]>): readonly ForeignKeyFact[] {
  if (expression < 0 || view.name(expression) !== 'belongs_to' || view.text(view.argument(expression, 'polymorphic')) === 'true') return [];
  const option = (key: string): string | undefined => view.text(view.argument(expression, key));
  const name = view.text(view.argument(expression, 0));
  if (name === undefined) return [];
  const referred = option('class_name') ?? name;
  const table = plural(snakeCase(referred.slice(referred.lastIndexOf(':') + 1)));
  const [model, ...others] = byTable.get(table) ?? [];
  const primaryKey = option('primary_key');
  return [{ columns: [option('foreign_key') ?? `${name}_id`], target: { ...(model === undefined || others.length > 0 ? { table } : { model: model.key }), ...(primaryKey === undefined ? {} : { columns: [primaryKey] }) }, confidence: 90, rule: 'rails.belongsTo', place }];
}

const ASSOCIATIONS = /^(?:belongs_to|has_many|has_one|has_and_belongs_to_many)$/;

/** `has_many :remarks, class_name: 'Comment', through: :posts`. */
function relationOf(view: FileView, expression: number, byTable: ReadonlyMap<string, readonly ClassView[]>): readonly RelationFact[] {
  if (expression < 0 || !ASSOCIATIONS.test(view.name(expression))) return [];
  const name = view.text(view.argument(expression, 0));
  const through = view.text(view.argument(expression, 'through'));
  if (name === undefined || view.text(view.argument(expression, 'polymorphic')) === 'true') return [];
  const stated = view.text(view.argument(expression, 'class_name')) ?? view.text(view.argument(expression, 'source')) ?? name;
  return [{ name, target: targetNamed(stated, byTable), ...(through === undefined ? {} : { through: targetNamed(through, byTable) }) }];
}

function targetNamed(name: string, byTable: ReadonlyMap<string, readonly ClassView[]>): ReferenceTarget {
  const table = plural(singular(snakeCase(name.slice(name.lastIndexOf(':') + 1))));
  const [model, ...others] = byTable.get(table) ?? [];
  return model === undefined || others.length > 0 ? { table } : { model: model.key };
}

function isRecord(one: ClassView): boolean {
  return one.kind === 'class' && one.baseNames().some((name) => /^(?:ApplicationRecord|ActiveRecord::Base|Base)$/.test(name));
}

/** `self.abstract_class = true`, `primary_abstract_class`: it has no table, each of its children has one. */
function isAbstract(one: ClassView): boolean {
  return one.name === 'ApplicationRecord' || assigned(one, 'abstract_class') !== undefined;
}

/** `self.table_name = 'members'`. */
function statedName(one: ClassView): string | undefined {
  return assigned(one, 'table_name');
}

function assigned({ view, symbol }: ClassView, member: string): string | undefined {
  const { expressions, scopes } = view.facts;
  for (let row = 0; row < expressions.rows; row++) {
    if (view.kind(row) !== Expression.assign || scopes.get(expressions.get(row, EXPRESSION.scope), SCOPE.symbol) !== symbol) continue;
    const target = expressions.get(row, EXPRESSION.extra);
    if (target >= 0 && view.name(target) === member) return view.text(view.operand(row));
  }
  return undefined;
}

/** What takes a migration back: its method `down`, and blocks of `dir.down`. */
function isDown(view: FileView, { owner, expression }: CallSite): boolean {
  if (owner >= 0 && view.facts.text(view.facts.symbols.get(owner - view.file.firstSymbol, SYMBOL.name)) === 'down') return true;
  return view.facts.indexOf('down') >= 0 && view.lambdasAround(expression).some((lambda) => view.name(view.callAround(lambda)) === 'down');
}

function operationsOf(view: FileView, call: CallSite): readonly OperationFact[] {
  if (isDown(view, call)) return [];
  const { expression } = call;
  const place = { path: view.file.path, range: call.range };
  const shared: Shared = { kind: 'operation', family: 'rails', place, order: orderOf(view.file.path) };
  const text = (position: number): string => textsOf(view, expression, position)[0] ?? '';
  const name = text(0);
  switch (view.name(expression)) {
    case 'create_table':
      return [{ ...shared, operation: 'createTable', isReplaceable: true, table: railsTable(view, expression, name, place) }];
    case 'create_enum':
      return [{ ...shared, operation: 'createEnum', name, values: textsOf(view, expression, 1) }];
    case 'add_enum_value':
      return [{ ...shared, operation: 'addEnumValue', name, value: text(1) }];
    case 'create_join_table':
      return [{ ...shared, operation: 'createTable', isReplaceable: true, table: joinTable(view, expression, place) }];
    case 'change_table':
      return changesOf(builtTable(view, blockOf(view, expression), STYLE), shared, name);
    case 'drop_table':
      return [{ ...shared, operation: 'dropTable', name, ...(view.text(view.argument(expression, 'force')) === 'cascade' ? { isCascading: true } : {}) }];
    case 'drop_join_table':
      return [{ ...shared, operation: 'dropTable', name: joinName(view, expression) }];
    case 'rename_table':
      return [{ ...shared, operation: 'renameTable', name, to: text(1) }];
    case 'rename_column':
      return [{ ...shared, operation: 'renameColumn', name, column: text(1), to: text(2) }];
    case 'add_index':
      return [{ ...shared, operation: 'addIndex', name, index: { columns: textsOf(view, expression, 1), isUnique: view.text(view.argument(expression, 'unique')) === 'true' } }];
    case 'execute':
      return statementsOf(name).flatMap((tokens) => definitionsOf(tokens).map((definition) => operationOf(definition, 'rails', place, shared.order)));
    default:
      return columnChanges(view, expression, name, shared);
  }
}

/** The block of a call; an option may be a lambda too: `default: -> { 'gen_random_uuid()' }`. */
function blockOf(view: FileView, call: number): number {
  return view.arguments(call).find((part) => part.name === undefined && view.kind(part.value) === Expression.lambda)?.value ?? -1;
}

/** `create_join_table :wares, :people`: two keys, and no key of its own. */
function joinTable(view: FileView, call: number, place: Place): TableFact & { readonly name: string } {
  const block = blockOf(view, call);
  const table = block < 0 ? undefined : builtTable(view, block, STYLE);
  const columns = [0, 1].map((position): ColumnFact => ({ name: `${singular(view.text(view.argument(call, position)) ?? '')}_id`, type: 'bigint', isNullable: view.text(view.argument(view.argument(call, 'column_options'), 'null')) === 'true', place }));
  return { kind: 'table', family: 'rails', origin: 'migration', name: joinName(view, call), columns: [...columns, ...(table?.columns ?? [])], primaryKey: [], indexes: table?.indexes ?? [], foreignKeys: table?.foreignKeys ?? [], place };
}

function joinName(view: FileView, call: number): string {
  return view.text(view.argument(call, 'table_name')) ?? [0, 1].map((position) => view.text(view.argument(call, position)) ?? '').sort().join('_');
}

function railsTable(view: FileView, call: number, name: string, place: Place): TableFact & { readonly name: string } {
  const table = builtTable(view, blockOf(view, call), STYLE);
  const named = textsOf(view, call, 'primary_key');
  const type = view.text(view.argument(call, 'id'));
  // Several columns are the key together; one is a column of that name.
  const hasId = type !== 'false' && named.length < 2;
  const id: ColumnFact = { name: named[0] ?? 'id', type: type === undefined || type === 'true' || type === 'primary_key' ? 'bigint' : (STYLE.types[type] ?? type), isNullable: false, isPrimaryKey: true, place };
  const primaryKey = hasId ? [id.name] : named.length > 0 ? named : table.primaryKey;
  const columns = hasId ? [id, ...table.columns.filter((column) => column.name !== id.name)] : table.columns;
  return { kind: 'table', family: 'rails', origin: 'migration', name, columns: columns.map((column) => (primaryKey.includes(column.name) ? { ...column, isNullable: false } : column)), primaryKey, indexes: table.indexes, foreignKeys: table.foreignKeys, place };
}
