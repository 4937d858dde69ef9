import { Expression, RETURN } from '../../../facts/schema.js';
import { namedValues } from '../../../named-values.js';
import type { ChainLink, FileView } from '../../../view/file-view.js';
import { enumValues } from '../../enum-values.js';
import type { SchemaContext } from '../../family.js';
import type { ColumnFact, ForeignKeyFact } from '../../model.js';
import { returnedBy, valueOf } from '../../returned.js';
import type { NameOf } from './casing.js';

const TYPES: Readonly<Record<string, string>> = namedValues({ serial: 'serial', bigserial: 'bigserial', smallserial: 'smallserial', integer: 'integer', int: 'integer', bigint: 'bigint', smallint: 'smallint', tinyint: 'smallint', mediumint: 'integer', text: 'text', varchar: 'varchar', char: 'char', boolean: 'boolean', timestamp: 'timestamp', datetime: 'datetime', date: 'date', time: 'time', interval: 'interval', uuid: 'uuid', json: 'json', jsonb: 'jsonb', numeric: 'numeric', decimal: 'decimal', real: 'real', float: 'float', doublePrecision: 'double precision', double: 'double', blob: 'blob', bytea: 'bytea', inet: 'inet', cidr: 'cidr', macaddr: 'macaddr', point: 'point', vector: 'vector', geometry: 'geometry', binary: 'binary', varbinary: 'varbinary', year: 'year', mysqlEnum: 'enum' });
const NESTED = 8;

export interface ReadColumn {
  /** As the program calls it. */
  readonly property: string;
  readonly column: ColumnFact;
  readonly key: ForeignKeyFact | undefined;
}

/** Columns of an object, those of the objects that are spread in it included. */
export function columnsOf(view: FileView, object: number, context: SchemaContext, nameOf: NameOf, depth = 0): readonly ReadColumn[] {
  return view.arguments(object).flatMap((part): readonly ReadColumn[] => {
    if (part.name !== undefined) {
      const column = columnOf(view, part.name, part.value, context, nameOf);
      return column === undefined ? [] : [column];
    }
    if (depth > NESTED) return [];
    const spread = view.kind(part.value) === Expression.call ? returnedBy(view.symbolNamed(view.operand(part.value)), context) : valueOf(view.symbolNamed(part.value), context);
    return spread === undefined ? [] : columnsOf(spread.view, spread.expression, context, nameOf, depth + 1);
  });
}

/** Links of a column's chain and the file they stand in; a function of the repository that makes columns leads on to what it gives back. */
function linksOf(view: FileView, value: number, context: SchemaContext, depth = 0): readonly { readonly view: FileView; readonly link: ChainLink }[] {
  const chain = view.chain(value);
  const own = chain.filter((link) => link.call >= 0).map((link) => ({ view, link }));
  const [first] = chain;
  if (first === undefined || first.call < 0 || depth > NESTED) return own;
  const made = returnedBy(view.symbolNamed(first.expression), context);
  return made === undefined ? own : [...linksOf(made.view, made.expression, context, depth + 1), ...own.slice(1)];
}

function columnOf(view: FileView, property: string, value: number, context: SchemaContext, nameOf: NameOf): ReadColumn | undefined {
  const links = linksOf(view, value, context);
  const [made] = links;
  if (made === undefined) return undefined;
  const has = (name: string): boolean => links.some(({ link }) => link.name === name);
  const find = (name: string): { readonly view: FileView; readonly link: ChainLink } | undefined => links.find(({ link }) => link.name === name);
  const isPrimaryKey = has('primaryKey');
  const name = made.view.text(made.view.argument(made.link.call, 0)) ?? nameOf(view, property);
  const fallback = find('default');
  const text = fallback === undefined ? (has('defaultNow') ? 'now()' : has('defaultRandom') ? 'gen_random_uuid()' : undefined) : fallback.view.text(fallback.view.argument(fallback.link.call, 0));
  const place = { path: view.file.path, range: view.place(value) };
  const type = typeOf(made.view, made.link, context);
  const values = valuesOf(made.view, made.link, context);
  const isNumbered = has('generatedAlwaysAsIdentity') || has('generatedByDefaultAsIdentity') || /serial$/.test(type);
  const column: ColumnFact = {
    name,
    type: `${type}${has('array') ? '[]' : ''}`,
    isNullable: !isPrimaryKey && !isNumbered && !has('notNull'),
    ...(isPrimaryKey ? { isPrimaryKey } : {}),
    ...(has('unique') ? { isUnique: true } : {}),
    ...(text === undefined ? {} : { default: text }),
    ...(values.length === 0 ? {} : { values }),
    place,
  };
  const references = find('references');
  return { property, column, key: references === undefined ? undefined : keyOf(references.view, name, references.link.call, place, context, nameOf) };
}

/** A type by the function that makes it: one of Drizzle's, an enumeration, or one of the repository's own. */
function typeOf(view: FileView, { name, call, expression }: ChainLink, context: SchemaContext): string {
  const own = valueOf(view.symbolNamed(expression), context);
  if (own !== undefined && own.view.kind(own.expression) === Expression.call) {
    const maker = own.view.name(own.expression);
    if (/Enum$/.test(maker)) return own.view.text(own.view.argument(own.expression, 0)) ?? 'enum';
    if (maker === 'enum' || maker === 'enumType') return own.view.text(own.view.argument(own.expression, 0)) ?? 'enum';
    const stated = maker === 'customType' ? customType(own.view, own.expression) : undefined;
    if (stated !== undefined) return stated;
  }
  const options = view.argument(call, -1);
  const length = options < 0 ? undefined : view.text(view.argument(options, 'length'));
  return `${TYPES[name] ?? name}${length === undefined ? '' : `(${length})`}`;
}

/** Values of `pgEnum('state', ['new', 'old'])`, `mysqlEnum([…])`, `text({ enum: […] })`. */
function valuesOf(view: FileView, { name, call, expression }: ChainLink, context: SchemaContext): readonly string[] {
  const own = valueOf(view.symbolNamed(expression), context);
  if (own !== undefined && own.view.kind(own.expression) === Expression.call && /(?:Enum|^enum|^enumType)$/.test(own.view.name(own.expression))) return enumValues(own.view, own.view.argument(own.expression, 1), context);
  for (const { value } of view.arguments(call)) {
    const listed = name === 'mysqlEnum' ? value : view.kind(value) === Expression.object ? view.argument(value, 'enum') : -1;
    const values = enumValues(view, listed, context);
    if (values.length > 0) return values;
  }
  return [];
}

/** `customType({ dataType() { return 'bytea' } })`. */
function customType(view: FileView, call: number): string | undefined {
  const given = view.argument(view.argument(call, 0), 'dataType');
  if (view.kind(given) === Expression.lambda) return view.text(view.returnedExpression(given));
  // A method of an object has no symbol: what it gives back is the first text that is given back behind the call.
  const { returns } = view.facts;
  const { startRow, startColumn } = view.place(call);
  for (let row = 0; row < returns.rows; row++) {
    const returned = returns.get(row, RETURN.expression);
    const place = view.place(returned);
    if (view.kind(returned) === Expression.literal && (place.startRow > startRow || (place.startRow === startRow && place.startColumn > startColumn))) return view.text(returned);
  }
  return undefined;
}

/** `references(() => users.id)`. */
function keyOf(view: FileView, name: string, call: number, place: NonNullable<ForeignKeyFact['place']>, context: SchemaContext, nameOf: NameOf): ForeignKeyFact | undefined {
  const lambda = view.argument(call, 0);
  const target = view.kind(lambda) === Expression.lambda ? targetOf(view, view.returnedExpression(lambda), context, nameOf) : undefined;
  return target === undefined ? undefined : { columns: [name], target: { model: target.model, columns: [target.column] }, place };
}

/** A column of another table that an expression names. */
export function targetOf(view: FileView, expression: number, context: SchemaContext, nameOf: NameOf): { readonly model: string; readonly column: string } | undefined {
  if (expression < 0) return undefined;
  const symbol = view.symbolNamed(view.operand(expression));
  if (symbol < 0) return undefined;
  const property = view.name(expression);
  const table = valueOf(symbol, context);
  const body = table === undefined ? -1 : table.view.argument(table.expression, 1);
  const columns = table === undefined || body < 0 ? -1 : table.view.kind(body) === Expression.lambda ? table.view.callExpression(table.view.returnedExpression(body)) : body;
  // Its name in the database, where the table says one.
  const stated = table === undefined || columns < 0 ? undefined : table.view.arguments(columns).find((part) => part.name === property)?.value;
  const made = table === undefined || stated === undefined ? undefined : linksOf(table.view, stated, context)[0];
  return { model: context.keyOf(symbol), column: (made === undefined ? undefined : made.view.text(made.view.argument(made.link.call, 0))) ?? nameOf(table?.view ?? view, property) };
}
