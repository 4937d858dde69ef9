import { EXPRESSION, Expression, SCOPE, SYMBOL } from '../../../facts/schema.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import { textsOf } from '../../builder-columns.js';
import type { BuilderStyle } from '../../builder-columns.js';
import { builtTable, changesOf } from '../../builder-tables.js';
import { classesOf } from '../../class-view.js';
import type { ClassView } from '../../class-view.js';
import type { SchemaFamily } from '../../family.js';
import type { ColumnFact, OperationFact, Place, SchemaFact, TableFact } from '../../model.js';
import { plural, singular, snakeCase } from '../../names.js';
import { orderOf } from '../sql/family.js';

const STYLE: BuilderStyle = {
  types: { primary_key: 'bigint', string: 'varchar', text: 'text', integer: 'integer', bigint: 'bigint', float: 'double precision', decimal: 'decimal', datetime: 'timestamp', timestamp: 'timestamp', timestamptz: 'timestamptz', time: 'time', date: 'date', binary: 'bytea', boolean: 'boolean', json: 'json', jsonb: 'jsonb', uuid: 'uuid', inet: 'inet', citext: 'citext', hstore: 'hstore', virtual: 'virtual', enum: 'enum', column: '' },
  groups: { timestamps: [{ name: 'created_at', type: 'timestamp', isNullable: false }, { name: 'updated_at', type: 'timestamp', isNullable: false }] },
  keys: new Set(['primary_key']),
  isNullable: true,
  nullable: 'null',
  required: 'not_null',
  references: { methods: new Set(['references', 'belongs_to']), table: plural, member: singular },
};

/** `db/schema.rb`, else migrations; and models of Active Record, whose columns are the database's. */
export const family: SchemaFamily = {
  id: 'rails',
  languages: ['ruby'],
  isCandidate: (view) => view.file.role !== 'test' && ['create_table', 'add_column', 'ApplicationRecord', 'ActiveRecord', 'ActiveRecord::Base'].some((name) => view.facts.indexOf(name) >= 0),
  read(views, context) {
    const schemas = views.filter((view) => /(?:^|\/)\w*schema\.rb$/.test(view.file.path));
    // What the schema file says is what all migrations made.
    const sources = schemas.length > 0 ? schemas : views.filter((view) => /(?:^|\/)migrate\//.test(view.file.path));
    return [...views.flatMap((view) => classesOf(view, context).flatMap((one): SchemaFact[] => modelOf(one) ?? [])), ...sources.flatMap((view) => view.calls().flatMap((call) => operationsOf(view, call)))];
  },
};

function modelOf(one: ClassView): TableFact[] | undefined {
  const isRecord = one.baseNames().some((name) => /^(?:ApplicationRecord|ActiveRecord::Base|Base)$/.test(name));
  if (!isRecord || one.kind !== 'class' || one.name === 'ApplicationRecord') return undefined;
  return [{ kind: 'table', family: 'rails', origin: 'model', name: statedName(one) ?? plural(snakeCase(one.name)), model: one.key, columns: [], isNameOnly: true, place: one.place }];
}

/** `self.table_name = 'members'`. */
function statedName({ view, symbol }: ClassView): string | undefined {
  const { expressions, scopes } = view.facts;
  for (let row = 0; row < expressions.rows; row++) {
    if (view.kind(row) !== Expression.assign || scopes.get(expressions.get(row, EXPRESSION.scope), SCOPE.symbol) !== symbol) continue;
    const target = expressions.get(row, EXPRESSION.extra);
    if (target >= 0 && view.name(target) === 'table_name') return view.text(view.operand(row));
  }
  return undefined;
}

function isDown(view: FileView, { owner }: CallSite): boolean {
  return owner >= 0 && view.facts.text(view.facts.symbols.get(owner - view.file.firstSymbol, SYMBOL.name)) === 'down';
}

function operationsOf(view: FileView, call: CallSite): readonly OperationFact[] {
  if (isDown(view, call)) return [];
  const { expression } = call;
  const place = { path: view.file.path, range: call.range };
  const shared = { kind: 'operation', family: 'rails', place, order: orderOf(view.file.path) } as const;
  const text = (position: number): string => textsOf(view, expression, position)[0] ?? '';
  const name = text(0);
  switch (view.name(expression)) {
    case 'create_table':
      return [{ ...shared, operation: 'createTable', isReplaceable: true, table: railsTable(view, expression, name, place) }];
    case 'change_table':
      return changesOf(builtTable(view, blockOf(view, expression), STYLE), shared, name);
    case 'drop_table':
      return [{ ...shared, operation: 'dropTable', name }];
    case 'rename_table':
      return [{ ...shared, operation: 'renameTable', name, to: text(1) }];
    case 'add_column': {
      const isNullable = view.text(view.argument(expression, 'null')) !== 'false';
      const fallback = view.text(view.argument(expression, 'default'));
      return [{ ...shared, operation: 'addColumn', name, column: { name: text(1), type: STYLE.types[text(2)] ?? text(2), isNullable, ...(fallback === undefined ? {} : { default: fallback }), place } }];
    }
    case 'remove_column':
      return [{ ...shared, operation: 'dropColumn', name, column: text(1) }];
    case 'rename_column':
      return [{ ...shared, operation: 'renameColumn', name, column: text(1), to: text(2) }];
    case 'change_column_null':
      return [{ ...shared, operation: 'alterColumn', name, column: { name: text(1), isNullable: text(2) !== 'false' } }];
    case 'add_reference':
    case 'add_belongs_to':
      return [{ ...shared, operation: 'addColumn', name, column: { name: `${text(1)}_id`, type: 'bigint', isNullable: view.text(view.argument(expression, 'null')) !== 'false', place } }, ...(view.argument(expression, 'foreign_key') < 0 ? [] : [{ ...shared, operation: 'addForeignKey' as const, name, foreignKey: { columns: [`${text(1)}_id`], target: { table: view.text(view.argument(view.argument(expression, 'foreign_key'), 'to_table')) ?? plural(text(1)) }, place } }])];
    case 'add_foreign_key':
      return [{ ...shared, operation: 'addForeignKey', name, foreignKey: { columns: [view.text(view.argument(expression, 'column')) ?? `${singular(text(1))}_id`], target: { table: text(1) }, place } }];
    case 'add_index':
      return [{ ...shared, operation: 'addIndex', name, index: { columns: textsOf(view, expression, 1), isUnique: view.text(view.argument(expression, 'unique')) === 'true' } }];
    default:
      return [];
  }
}

function blockOf(view: FileView, call: number): number {
  return view.arguments(call).find((part) => view.kind(part.value) === Expression.lambda)?.value ?? -1;
}

function railsTable(view: FileView, call: number, name: string, place: Place): TableFact & { readonly name: string } {
  const table = builtTable(view, blockOf(view, call), STYLE);
  const hasId = view.text(view.argument(call, 'id')) !== 'false' && view.argument(call, 'primary_key') < 0;
  const type = view.text(view.argument(call, 'id'));
  const id: ColumnFact = { name: 'id', type: type === undefined || type === 'true' ? 'bigint' : type, isNullable: false, isPrimaryKey: true, place };
  const primaryKey = hasId ? ['id'] : textsOf(view, call, 'primary_key');
  return { kind: 'table', family: 'rails', origin: 'migration', name, columns: hasId ? [id, ...table.columns] : table.columns, primaryKey: primaryKey.length > 0 ? primaryKey : table.primaryKey, indexes: table.indexes, foreignKeys: table.foreignKeys, place };
}
