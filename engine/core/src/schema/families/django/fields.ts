import { namedValues } from '../../../named-values.js';
import type { FileView } from '../../../view/file-view.js';
import type { ClassView } from '../../class-view.js';
import type { ColumnFact, ForeignKeyFact } from '../../model.js';

/** Types of PostgreSQL for Django's fields; `{}` is max_length. */
const TYPES: Readonly<Record<string, string>> = namedValues({ AutoField: 'integer', BigAutoField: 'bigint', SmallAutoField: 'smallint', CharField: 'varchar({})', SlugField: 'varchar(50)', EmailField: 'varchar(254)', URLField: 'varchar(200)', FileField: 'varchar(100)', ImageField: 'varchar(100)', FilePathField: 'varchar(100)', TextField: 'text', IntegerField: 'integer', BigIntegerField: 'bigint', SmallIntegerField: 'smallint', PositiveIntegerField: 'integer', PositiveBigIntegerField: 'bigint', PositiveSmallIntegerField: 'smallint', BooleanField: 'boolean', NullBooleanField: 'boolean', DateField: 'date', DateTimeField: 'timestamp with time zone', TimeField: 'time', DurationField: 'interval', DecimalField: 'numeric({})', FloatField: 'double precision', UUIDField: 'uuid', JSONField: 'jsonb', BinaryField: 'bytea', GenericIPAddressField: 'inet', IPAddressField: 'inet' });
/** Fields that hold the key of another model's row. */
export const RELATIONS = new Set(['ForeignKey', 'OneToOneField']);

/** Type of a field: one of Django's, a list of one, or a class that derives from one. @param one the class around the call */
export function fieldType(one: ClassView, call: number, depth = 0): string | undefined {
  const { view } = one;
  const name = view.name(call);
  if (name === 'ArrayField') {
    const element = view.argument(call, 0) >= 0 ? view.argument(call, 0) : view.argument(call, 'base_field');
    const type = element < 0 || depth > 4 ? undefined : fieldType(one, element, depth + 1);
    return type === undefined ? undefined : `${type.replace('({})', '')}[]`;
  }
  if (name === 'GeneratedField') return depth > 4 ? undefined : fieldType(one, view.argument(call, 'output_field'), depth + 1);
  return TYPES[name] ?? one.derivedFrom(call).map((base) => TYPES[base]).find((type) => type !== undefined);
}

/** The column of a field, by the call that makes it. */
export function fieldColumn(view: FileView, call: number, type: string | undefined, fallbackName: string): ColumnFact {
  const text = (name: string): string | undefined => view.text(view.argument(call, name));
  const isPrimaryKey = text('primary_key') === 'True';
  const size = text('max_length') ?? [text('max_digits'), text('decimal_places')].filter((part) => part !== undefined).join(', ');
  // A default of the class is given by the program; the database has that of db_default.
  const fallback = text('db_default');
  return {
    name: text('db_column') ?? fallbackName,
    ...(type === undefined ? {} : { type: size === '' ? type.replace('({})', '') : type.replace(/\((?:\{\}|\d+)\)/, `(${size})`) }),
    isNullable: !isPrimaryKey && text('null') === 'True',
    ...(isPrimaryKey ? { isPrimaryKey } : {}),
    ...(text('unique') === 'True' ? { isUnique: true } : {}),
    ...(fallback === undefined ? {} : { default: fallback }),
  };
}

/** The fields of `CompositePrimaryKey("tenant_id", "id")`; undefined for any other field. @param call or -1 */
export function compositeKey(view: FileView, call: number): readonly string[] | undefined {
  return call < 0 || view.name(call) !== 'CompositePrimaryKey' ? undefined : view.arguments(call).flatMap((part) => (part.name === undefined ? (view.text(part.value) ?? []) : []));
}

/** Columns that are a key together may not be null. */
export function keyed(columns: readonly ColumnFact[], key: readonly string[]): readonly ColumnFact[] {
  return columns.map((column) => (key.includes(column.name) ? { ...column, isPrimaryKey: true, isNullable: false } : column));
}

/** A relation that the database does not know of is less sure. */
export function sureness(view: FileView, call: number): Pick<ForeignKeyFact, 'confidence' | 'rule'> {
  return view.text(view.argument(call, 'db_constraint')) === 'False' ? { confidence: 90, rule: 'django.unconstrained' } : {};
}

/** Names in a list of groups, or the one group that a list of names is. */
export function textGroups(view: FileView, row: number): readonly (readonly string[])[] {
  const listed = row < 0 ? [] : view.arguments(row);
  const textsIn = (group: number): readonly string[] => view.arguments(group).flatMap((part) => view.text(part.value) ?? []);
  return listed.some((part) => view.text(part.value) !== undefined) ? [textsIn(row)] : listed.map((part) => textsIn(part.value));
}
