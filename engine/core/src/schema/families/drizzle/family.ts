import { Expression, SYMBOL } from '../../../facts/schema.js';
import { outsidePath } from '../../../view/file-view.js';
import type { FileView } from '../../../view/file-view.js';
import type { SchemaContext, SchemaFamily } from '../../family.js';
import { primaryKeyOf, uniqueIndexesOf } from '../../model.js';
import type { ColumnFact, ForeignKeyFact, TableFact } from '../../model.js';

const TYPES: Readonly<Record<string, string>> = { serial: 'serial', bigserial: 'bigserial', integer: 'integer', int: 'integer', bigint: 'bigint', smallint: 'smallint', text: 'text', varchar: 'varchar', char: 'char', boolean: 'boolean', timestamp: 'timestamp', datetime: 'datetime', date: 'date', time: 'time', uuid: 'uuid', json: 'json', jsonb: 'jsonb', numeric: 'numeric', decimal: 'decimal', real: 'real', doublePrecision: 'double precision', double: 'double', blob: 'blob', inet: 'inet' };

/** Tables of Drizzle: constants that `pgTable`, `mysqlTable` or `sqliteTable` makes. */
export const family: SchemaFamily = {
  id: 'drizzle',
  languages: ['typescript'],
  isCandidate: (view) => view.file.role !== 'test' && ['pgTable', 'mysqlTable', 'sqliteTable'].some((name) => view.facts.indexOf(name) >= 0),
  read: (views, context) => views.flatMap((view) => tablesOf(view, context)),
};

function tablesOf(view: FileView, context: SchemaContext): readonly TableFact[] {
  const { symbols } = view.facts;
  const tables: TableFact[] = [];
  for (let row = 0; row < symbols.rows; row++) {
    const value = symbols.get(row, SYMBOL.value);
    if (value < 0 || view.kind(value) !== Expression.call || outsidePath(view.callOf(value)?.outcome ?? { kind: 'unresolved', reason: 'unsupported' })?.startsWith('npm:drizzle-orm!') !== true) continue;
    const name = view.text(view.argument(value, 0));
    const body = view.argument(value, 1);
    if (name === undefined || view.kind(body) !== Expression.object) continue;
    const place = { path: view.file.path, range: view.symbolRange(row) };
    const columns = view.arguments(body).flatMap((part): { readonly column: ColumnFact; readonly key: ForeignKeyFact | undefined }[] => (part.name === undefined ? [] : columnOf(view, part.name, part.value, context)));
    tables.push({
      kind: 'table',
      family: 'drizzle',
      origin: 'model',
      name,
      model: context.keyOf(view.file.firstSymbol + row),
      columns: columns.map(({ column }) => ({ ...column, place: { path: view.file.path, range: column.place?.range ?? place.range } })),
      primaryKey: primaryKeyOf(columns.map(({ column }) => column)),
      indexes: uniqueIndexesOf(columns.map(({ column }) => column)),
      foreignKeys: columns.flatMap(({ key }) => key ?? []),
      place,
    });
  }
  return tables;
}

function columnOf(view: FileView, property: string, value: number, context: SchemaContext): { readonly column: ColumnFact; readonly key: ForeignKeyFact | undefined }[] {
  const chain = view.chain(value);
  const [made] = chain;
  if (made === undefined || made.call < 0) return [];
  const has = (name: string): boolean => chain.some((link) => link.name === name && link.call >= 0);
  const isPrimaryKey = has('primaryKey');
  const options = view.argument(made.call, -1);
  const length = options < 0 ? undefined : view.text(view.argument(options, 'length'));
  const name = view.text(view.argument(made.call, 0)) ?? property;
  const fallback = chain.find((link) => link.name === 'default' && link.call >= 0);
  const text = fallback === undefined ? (has('defaultNow') ? 'now()' : undefined) : view.text(view.argument(fallback.call, 0));
  const place = { path: view.file.path, range: view.place(value) };
  const column: ColumnFact = {
    name,
    type: `${TYPES[made.name] ?? made.name}${length === undefined ? '' : `(${length})`}`,
    isNullable: !isPrimaryKey && !has('notNull'),
    ...(isPrimaryKey ? { isPrimaryKey } : {}),
    ...(has('unique') ? { isUnique: true } : {}),
    ...(text === undefined ? {} : { default: text }),
    place,
  };
  const references = chain.find((link) => link.name === 'references' && link.call >= 0);
  return [{ column, key: references === undefined ? undefined : keyOf(view, name, references.call, place, context) }];
}

/** `references(() => users.id)`. */
function keyOf(view: FileView, name: string, call: number, place: NonNullable<ForeignKeyFact['place']>, context: SchemaContext): ForeignKeyFact | undefined {
  const lambda = view.argument(call, 0);
  const returned = view.kind(lambda) === Expression.lambda ? view.returnedExpression(lambda) : -1;
  const symbol = returned < 0 ? -1 : view.symbolNamed(view.operand(returned));
  return symbol < 0 ? undefined : { columns: [name], target: { model: context.keyOf(symbol), columns: [view.name(returned)] }, place };
}
