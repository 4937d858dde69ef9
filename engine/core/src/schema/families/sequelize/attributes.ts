import { Expression } from '../../../facts/schema.js';
import { namedValues } from '../../../named-values.js';
import type { FileView } from '../../../view/file-view.js';
import { classOfSymbol } from '../../class-view.js';
import type { SchemaContext } from '../../family.js';
import type { ColumnFact, ForeignKeyFact, IndexFact, Place, ReferenceTarget } from '../../model.js';

const TYPES: Readonly<Record<string, string>> = namedValues({ STRING: 'varchar', CHAR: 'char', TEXT: 'text', CITEXT: 'citext', INTEGER: 'integer', TINYINT: 'smallint', SMALLINT: 'smallint', BIGINT: 'bigint', FLOAT: 'float', REAL: 'real', DOUBLE: 'double precision', DECIMAL: 'decimal', NUMERIC: 'decimal', BOOLEAN: 'boolean', DATE: 'timestamptz', DATEONLY: 'date', TIME: 'time', UUID: 'uuid', JSON: 'json', JSONB: 'jsonb', BLOB: 'bytea', ENUM: 'enum', INET: 'inet', HSTORE: 'hstore' });
const ROOTS = new Set(['DataTypes', 'Sequelize', 'DataType']);

/** What an object of attributes says. */
export interface Attributes {
  readonly columns: readonly ColumnFact[];
  readonly indexes: readonly IndexFact[];
  readonly foreignKeys: readonly ForeignKeyFact[];
}

interface Attribute {
  readonly column: ColumnFact;
  readonly foreignKey: ForeignKeyFact | undefined;
  /** Attributes that give one name are unique together. */
  readonly group: string | undefined;
}

/** A type with its size, and the values of an enumeration. */
interface StatedType {
  readonly type: string;
  readonly values: readonly string[];
}

/** `{ email: { type: DataTypes.STRING(80), allowNull: false } }`. @param nameOf column of an attribute that names none */
export function attributesOf(view: FileView, object: number, nameOf: (attribute: string) => string, context: SchemaContext): Attributes {
  return put(view.arguments(object).flatMap((part) => (part.name === undefined ? [] : (attributeOf(view, nameOf(part.name), part.value, context) ?? []))));
}

/** One attribute under a column's name. @param assumed type of one that states none */
export function columnAttribute(view: FileView, name: string, value: number, context: SchemaContext, assumed?: string): Attributes {
  const read = attributeOf(view, name, value, context, assumed);
  return put(read === undefined ? [] : [read]);
}

function put(read: readonly Attribute[]): Attributes {
  const together = new Map<string, string[]>();
  for (const { column, group } of read) if (group !== undefined) together.set(group, [...(together.get(group) ?? []), column.name]);
  return {
    columns: read.map(({ column }) => column),
    indexes: [...read.flatMap(({ column }) => (column.isUnique === true ? [{ columns: [column.name], isUnique: true }] : [])), ...[...together.values()].map((columns) => ({ columns, isUnique: true }))],
    foreignKeys: read.flatMap(({ foreignKey }) => foreignKey ?? []),
  };
}

function attributeOf(view: FileView, fallbackName: string, value: number, context: SchemaContext, assumed?: string): Attribute | undefined {
  const isObject = value >= 0 && view.kind(value) === Expression.object;
  const stated = statedType(view, isObject ? view.argument(value, 'type') : value) ?? (assumed === undefined ? undefined : { type: assumed, values: [] });
  if (stated === undefined || stated.type === 'VIRTUAL') return undefined;
  const text = (key: string): string | undefined => (isObject ? view.text(view.argument(value, key)) : undefined);
  const name = text('field') ?? fallbackName;
  const place: Place | undefined = value < 0 ? undefined : { path: view.file.path, range: view.place(value) };
  const isPrimaryKey = text('primaryKey') === 'true';
  const unique = text('unique');
  const fallback = text('defaultValue');
  const target = isObject ? referenceOf(view, view.argument(value, 'references'), context) : undefined;
  return {
    column: {
      name,
      type: stated.type,
      isNullable: !isPrimaryKey && text('allowNull') !== 'false',
      ...(!isPrimaryKey && text('allowNull') === undefined ? { isNullByDefault: true } : {}),
      ...(isPrimaryKey ? { isPrimaryKey } : {}),
      ...(unique === 'true' ? { isUnique: true } : {}),
      ...(fallback === undefined || fallback === 'null' ? {} : { default: fallback }),
      ...(stated.values.length === 0 ? {} : { values: stated.values }),
      ...(place === undefined ? {} : { place }),
    },
    foreignKey: target === undefined ? undefined : { columns: [name], target, ...(place === undefined ? {} : { place }) },
    group: unique === undefined || unique === 'true' || unique === 'false' ? undefined : unique,
  };
}

/** `DataTypes.STRING(80)`, `Sequelize.INTEGER.UNSIGNED`, or a type of the database as a text. */
function statedType(view: FileView, row: number): StatedType | undefined {
  if (row < 0) return undefined;
  if (view.kind(row) === Expression.literal) return { type: view.text(row) ?? '', values: [] };
  const chain = view.chain(row);
  const links = chain.filter((link) => !ROOTS.has(link.name));
  const [first] = links;
  if (first === undefined || links.length === chain.length) return undefined;
  const given = first.call < 0 ? [] : view.arguments(first.call).flatMap((part) => view.text(part.value) ?? []);
  if (first.name === 'ENUM') return { type: 'enum', values: given };
  if (first.name === 'ARRAY') return { type: `${statedType(view, view.argument(first.call, 0))?.type ?? ''}[]`, values: [] };
  const base = TYPES[first.name] ?? first.name;
  const sizes = given.filter((text) => /^\d+$/.test(text));
  return { type: sizes.length === 0 ? base : `${base}(${sizes.join(', ')})`, values: [] };
}

/** `{ model: 'users', key: 'id' }`: a table by its name, or a model. */
function referenceOf(view: FileView, row: number, context: SchemaContext): ReferenceTarget | undefined {
  if (row < 0) return undefined;
  const model = view.argument(row, 'model');
  const key = view.text(view.argument(row, 'key'));
  const columns = key === undefined ? {} : { columns: [key] };
  const table = model < 0 ? undefined : tableName(view, model);
  if (table !== undefined) return { table, ...columns };
  const symbol = model < 0 ? -1 : view.symbolNamed(model);
  return symbol < 0 ? undefined : { model: context.keyOf(symbol), ...columns };
}

/** A text, or `{ tableName, schema }`. */
export function tableName(view: FileView, row: number): string | undefined {
  if (view.kind(row) !== Expression.object) return view.text(row);
  const name = view.text(view.argument(row, 'tableName'));
  const schema = view.text(view.argument(row, 'schema'));
  return name === undefined || schema === undefined ? name : `${schema}.${name}`;
}

/** Name of the class that a name means. */
export function classNamed(view: FileView, expression: number, context: SchemaContext): string | undefined {
  return classOfSymbol(view.symbolNamed(expression), context)?.name;
}
