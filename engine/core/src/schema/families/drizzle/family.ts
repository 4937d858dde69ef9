import { Expression, SYMBOL } from '../../../facts/schema.js';
import { outsidePath } from '../../../view/file-view.js';
import type { FileView } from '../../../view/file-view.js';
import type { SchemaContext, SchemaFamily } from '../../family.js';
import { primaryKeyOf, uniqueIndexesOf } from '../../model.js';
import type { ColumnFact, Place, TableFact } from '../../model.js';
import { returnedBy, valueOf } from '../../returned.js';
import type { PlacedExpression } from '../../returned.js';
import { casingOf } from './casing.js';
import type { NameOf } from './casing.js';
import { columnsOf } from './columns.js';
import { constraintsOf } from './constraints.js';
import { relationFacts } from './relations.js';

const MAKERS = /^(?:pg|mysql|sqlite|singlestore|gel)Table$/;

/** Tables of Drizzle: constants that `pgTable`, `mysqlTable`, `sqliteTable`, a schema's `table` or a table creator makes. */
export const family: SchemaFamily = {
  id: 'drizzle',
  languages: ['typescript'],
  isCandidate: (view) => view.file.role !== 'test' && [...view.packages()].some((name) => name === 'npm:drizzle-orm' || name === 'npm:drizzle-kit'),
  read: (views, context) => {
    const nameOf = casingOf(views);
    return [...views.flatMap((view) => tablesOf(view, context, nameOf)), ...views.flatMap((view) => relationFacts(view, context))];
  },
};

function tablesOf(view: FileView, context: SchemaContext, nameOf: NameOf): readonly TableFact[] {
  const { symbols } = view.facts;
  const tables: TableFact[] = [];
  for (let row = 0; row < symbols.rows; row++) {
    const value = symbols.get(row, SYMBOL.value);
    const made = value < 0 || view.kind(value) !== Expression.call ? undefined : madeTable(view, value, context);
    if (made === undefined) continue;
    const place: Place = { path: view.file.path, range: view.symbolRange(row) };
    const read = columnsOf(made.columns.view, made.columns.expression, context, nameOf);
    const key = context.keyOf(view.file.firstSymbol + row);
    // A property of the constant is no symbol, but code asks for the column by it.
    const columns = read.map(({ property, column }): ColumnFact => (property === column.name ? column : { ...column, member: `${key}#${property}.` }));
    const more = constraintsOf(view, view.argument(made.call, 2), columnNames(read), context.keyOf(view.file.firstSymbol + row), context, place, nameOf);
    const keys = more.primaryKey ?? primaryKeyOf(columns);
    const foreignKeys = [...read.flatMap(({ key }) => key ?? []), ...more.foreignKeys];
    tables.push({
      kind: 'table',
      family: 'drizzle',
      origin: 'model',
      name: made.name,
      ...(made.schema === undefined ? {} : { schema: made.schema }),
      model: context.keyOf(view.file.firstSymbol + row),
      columns: columns.map((column) => (keys.includes(column.name) ? { ...column, isNullable: false } : column)),
      primaryKey: keys,
      indexes: [...uniqueIndexesOf(columns), ...more.indexes],
      foreignKeys,
      place,
    });
  }
  return tables;
}

function columnNames(read: readonly { readonly property: string; readonly column: { readonly name: string } }[]): ReadonlyMap<string, string> {
  return new Map(read.map(({ property, column }) => [property, column.name]));
}

interface MadeTable {
  readonly call: number;
  readonly name: string;
  readonly schema: string | undefined;
  readonly columns: PlacedExpression;
}

/** What a call makes a table of; undefined where it makes none. */
export function madeTable(view: FileView, value: number, context: SchemaContext): MadeTable | undefined {
  const chain = view.chain(value);
  const last = chain[chain.length - 1];
  // `enableRLS()` and the like come after the table.
  const link = chain.find(({ call, name }) => call >= 0 && (MAKERS.test(name) || name === 'table')) ?? last;
  if (link === undefined || link.call < 0) return undefined;
  const name = view.text(view.argument(link.call, 0));
  const body = view.argument(link.call, 1);
  if (name === undefined) return undefined;
  const columns = view.kind(body) === Expression.object ? { view, expression: body } : view.kind(body) === Expression.lambda ? { view, expression: view.callExpression(view.returnedExpression(body)) } : undefined;
  if (columns === undefined || columns.expression < 0) return undefined;
  if (MAKERS.test(link.name)) return outsidePath(view.callOf(link.call)?.outcome)?.startsWith('npm:drizzle-orm!') === true ? { call: link.call, name, schema: undefined, columns } : undefined;
  const owner = chain[chain.indexOf(link) - 1] ?? link;
  const source = valueOf(view.symbolNamed(owner.expression), context);
  if (source === undefined || source.view.kind(source.expression) !== Expression.call) return undefined;
  const kind = source.view.name(source.expression);
  if (link.name === 'table' && /^(?:pg|mysql|gel)Schema$/.test(kind)) return { call: link.call, name, schema: source.view.text(source.view.argument(source.expression, 0)), columns };
  // A creator gives each table its own name.
  return /TableCreator$/.test(kind) ? { call: link.call, name: createdName(source, name, context), schema: undefined, columns } : undefined;
}

/** `pgTableCreator((name) => `shop_${name}`)`. */
function createdName({ view, expression }: PlacedExpression, name: string, context: SchemaContext): string {
  const lambda = view.argument(expression, 0);
  const returned = view.kind(lambda) === Expression.lambda ? { view, expression: view.returnedExpression(lambda) } : returnedBy(view.symbolNamed(lambda), context);
  const text = returned?.view.text(returned.expression);
  return text === undefined || !text.includes('{}') ? name : text.replace('{}', name);
}
