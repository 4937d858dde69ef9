import { Expression } from '../../../facts/schema.js';
import { namedValues } from '../../../named-values.js';
import type { FileView } from '../../../view/file-view.js';
import type { SchemaContext } from '../../family.js';
import type { ColumnFact, ForeignKeyFact, Place } from '../../model.js';

/** Types of SQLAlchemy and of Python, as the database calls them. */
export const TYPES: Readonly<Record<string, string>> = namedValues({ Integer: 'integer', BigInteger: 'bigint', SmallInteger: 'smallint', String: 'varchar', AutoString: 'varchar', VARCHAR: 'varchar', Text: 'text', TEXT: 'text', Unicode: 'varchar', Boolean: 'boolean', Date: 'date', DateTime: 'timestamp', TIMESTAMP: 'timestamp', Time: 'time', Float: 'float', Numeric: 'numeric', Enum: 'enum', LargeBinary: 'bytea', JSON: 'json', JSONB: 'jsonb', UUID: 'uuid', Uuid: 'uuid', int: 'integer', str: 'varchar', bool: 'boolean', float: 'float', datetime: 'timestamp', date: 'date', Decimal: 'numeric', bytes: 'bytea', dict: 'json', time: 'time', timedelta: 'interval', Interval: 'interval', CHAR: 'char', UnicodeText: 'text', Double: 'double precision', DOUBLE_PRECISION: 'double precision', INTEGER: 'integer', BIGINT: 'bigint', SMALLINT: 'smallint', NUMERIC: 'numeric', DECIMAL: 'numeric', DATE: 'date', TIME: 'time', BOOLEAN: 'boolean', FLOAT: 'float', REAL: 'real', BYTEA: 'bytea', BLOB: 'bytea', INET: 'inet', CIDR: 'cidr', TSVECTOR: 'tsvector', HSTORE: 'hstore', INTERVAL: 'interval', CITEXT: 'citext' });

/** What stands among a column's arguments and is no type. */
const PARTS = new Set(['ForeignKey', 'Identity', 'Computed', 'Sequence', 'CheckConstraint']);

/** `sa.String(length=80)` as `varchar(80)`; undefined where it is not stated as a type. */
export function typeOf(view: FileView, row: number): string | undefined {
  const kind = view.kind(row);
  if (kind !== Expression.call && kind !== Expression.name && kind !== Expression.member) return undefined;
  const name = view.name(row);
  const base = TYPES[name] ?? name;
  if (kind !== Expression.call) return base;
  if (name === 'ARRAY') return `${typeOf(view, view.argument(row, 0)) ?? ''}[]`;
  const stated = (position: number, keyword: string): string | undefined => [view.argument(row, keyword), view.argument(row, position)].map((value) => view.text(value)).find((text) => /^\d+$/.test(text ?? ''));
  const size = name === 'Numeric' ? [stated(0, 'precision'), stated(1, 'scale')].filter((part) => part !== undefined).join(', ') : (stated(0, 'length') ?? '');
  return size === '' ? base : `${base}(${size})`;
}

/** `sa.Column("id", sa.Integer(), nullable=False)`. @param member a name for a column that names none */
export function statedColumn(view: FileView, call: number, place: Place, member?: string, context?: SchemaContext): { readonly column: ColumnFact; readonly foreignKey: ForeignKeyFact | undefined; /** Whether it has an index that is not unique. */ readonly isIndexed: boolean } | undefined {
  if (view.name(call) !== 'Column') return undefined;
  const name = statedName(view, call) ?? view.text(view.argument(call, 'name')) ?? member;
  if (name === undefined) return undefined;
  const text = (keyword: string): string | undefined => view.text(view.argument(call, keyword));
  const typed = view.arguments(call).find((part) => (part.name === undefined ? view.kind(part.value) !== Expression.literal && !PARTS.has(view.name(part.value)) : part.name === 'type_'))?.value ?? -1;
  const type = typeOf(view, typed);
  const values = view.name(typed) === 'Enum' ? view.arguments(typed).flatMap((part) => (part.name === undefined ? (view.text(part.value) ?? []) : [])) : [];
  const isPrimaryKey = text('primary_key') === 'True';
  const nullable = text('nullable');
  const fallback = serverDefault(view, view.argument(call, 'server_default'));
  const target = foreignKeyOf(view, call, context);
  return {
    column: {
      name,
      ...(type === undefined ? {} : { type }),
      ...(values.length === 0 ? {} : { values }),
      isNullable: !isPrimaryKey && nullable !== 'False',
      ...(isPrimaryKey ? { isPrimaryKey } : {}),
      ...(text('unique') === 'True' ? { isUnique: true } : {}),
      ...(fallback === undefined ? {} : { default: fallback }),
      place,
    },
    foreignKey: target === undefined ? undefined : { columns: [name], target, place },
    isIndexed: text('index') === 'True' && text('unique') !== 'True',
  };
}

/** The name that a column states first; in its place may stand a type, also `None` for that of the column it leads to. */
export function statedName(view: FileView, call: number): string | undefined {
  const first = view.text(view.argument(call, 0));
  return first === 'None' ? undefined : first;
}

/** A text, `sa.text("now()")`, `sa.func.now()`, `sa.false()`. */
export function serverDefault(view: FileView, row: number): string | undefined {
  const text = view.text(row);
  if (text !== undefined) return text === 'None' ? undefined : text;
  if (view.kind(row) !== Expression.call) return undefined;
  const name = view.name(row);
  if (name === 'text') return view.text(view.argument(row, 0));
  if (name === 'true' || name === 'false') return name;
  return view.chain(row).some((link) => link.name === 'func') && view.arguments(row).length === 0 ? `${name}()` : undefined;
}

/** `ForeignKey("users.id")`, `ForeignKey(User.id)`, `ForeignKey(users.c.id)` among a column's arguments. */
export function foreignKeyOf(view: FileView, call: number, context?: SchemaContext): ForeignKeyFact['target'] | undefined {
  for (const part of call < 0 ? [] : view.arguments(call)) {
    if (view.name(part.value) !== 'ForeignKey') continue;
    const given = view.argument(part.value, 0) >= 0 ? view.argument(part.value, 0) : view.argument(part.value, 'column');
    const target = targetOf(view.text(given)) ?? (context === undefined ? undefined : memberTarget(view, given, context));
    if (target !== undefined) return target;
  }
  return undefined;
}

/** A column that an expression names: of a model, or of a table under `c`. */
function memberTarget(view: FileView, row: number, context: SchemaContext): ForeignKeyFact['target'] | undefined {
  if (view.kind(row) !== Expression.member) return undefined;
  const inner = view.operand(row);
  const owner = view.kind(inner) === Expression.member && /^(?:c|columns)$/.test(view.name(inner)) ? view.operand(inner) : inner;
  const symbol = view.symbolNamed(owner);
  return symbol < 0 ? undefined : { model: context.keyOf(symbol), columns: [view.name(row)] };
}

/** `users.id`, `audit.users.id`. */
export function targetOf(text: string | undefined): ForeignKeyFact['target'] | undefined {
  const [table, column] = (text ?? '').split(/\.(?=[^.]*$)/);
  return table === undefined || table === '' ? undefined : { table, ...(column === undefined ? {} : { columns: [column] }) };
}
