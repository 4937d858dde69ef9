import { namedValues } from '../../../named-values.js';
import type { ClassView } from '../../class-view.js';
import type { ColumnFact } from '../../model.js';
import type { Annotation } from './annotations.js';
import { attributesIn } from './entities.js';
import type { Attribute } from './entities.js';
import type { Naming } from './naming.js';

/** Types of PostgreSQL that Hibernate takes for those of Java and Kotlin; `{}` is the length in brackets. */
const TYPES: Readonly<Record<string, string>> = namedValues({ String: 'varchar{}', Character: 'char(1)', char: 'char(1)', Char: 'char(1)', Long: 'bigint', long: 'bigint', Integer: 'integer', int: 'integer', Int: 'integer', Short: 'smallint', short: 'smallint', Byte: 'smallint', byte: 'smallint', Boolean: 'boolean', boolean: 'boolean', Double: 'double precision', double: 'double precision', Float: 'real', float: 'real', BigDecimal: 'numeric(38,2)', BigInteger: 'numeric(38,0)', UUID: 'uuid', LocalDate: 'date', LocalDateTime: 'timestamp', LocalTime: 'time', OffsetTime: 'time with time zone', Instant: 'timestamp with time zone', OffsetDateTime: 'timestamp with time zone', ZonedDateTime: 'timestamp with time zone', Date: 'timestamp', Calendar: 'timestamp', Timestamp: 'timestamp', Year: 'integer', URL: 'varchar{}', Locale: 'varchar{}', Currency: 'varchar{}', ZoneId: 'varchar{}', 'byte[]': 'bytea', 'Byte[]': 'bytea', ByteArray: 'bytea' });
const PRIMITIVES = new Set(['long', 'int', 'short', 'boolean', 'double', 'float', 'char', 'byte']);
/** Of Kotlin these are primitives where they are not nullable. */
const KOTLIN_PRIMITIVES = new Set(['Long', 'Int', 'Short', 'Boolean', 'Double', 'Float', 'Char', 'Byte']);
const TEMPORAL: Readonly<Record<string, string>> = namedValues({ DATE: 'date', TIME: 'time', TIMESTAMP: 'timestamp' });
const REQUIRED = ['NotNull', 'NotBlank', 'NotEmpty', 'NonNull'] as const;
const NESTING = 4;
/** PostgreSQL has no more. */
const MOST_COLUMNS = 1600;
const MOST_LETTERS = 500;

/** What `@AttributeOverride` says of a column, by the path of the attribute. */
export type Overrides = ReadonlyMap<string, Annotation | undefined>;

/** The type inside `T?`. */
export function innerType({ part, type }: Attribute): number {
  return part.view.presentType(type);
}

/** Whether the database must have a value: by the type, or by what validates it. */
export function isRequired(attribute: Attribute): boolean {
  const { view } = attribute.part;
  const written = view.typeText(innerType(attribute));
  const isPrimitive = PRIMITIVES.has(written) || (KOTLIN_PRIMITIVES.has(written) && !view.isOptional(attribute.type) && view.file.path.endsWith('.kt'));
  return isPrimitive || attribute.annotations.has(...REQUIRED);
}

/** The columns of an attribute that holds a value: one, or those of an embedded object. */
export function valueColumns(attribute: Attribute, naming: Naming, overrides: Overrides = new Map(), depth = 0): readonly ColumnFact[] {
  const { part } = attribute;
  const embedded = part.classOf(innerType(attribute));
  const isEmbedded = attribute.annotations.has('Embedded', 'EmbeddedId') || embedded?.decoration('Embeddable') !== undefined;
  if (!isEmbedded) return [basicColumn(attribute, naming, overrides.get(attribute.name))];
  if (embedded === undefined || depth > NESTING) return [];
  const stated = new Map([...overridesOf(attribute), ...below(overrides, attribute.name)]);
  const columns: ColumnFact[] = [];
  for (const inner of embeddedAttributes(embedded)) {
    if (columns.length >= MOST_COLUMNS) break;
    if (!isRelation(inner)) columns.push(...valueColumns(inner, naming, stated, depth + 1));
  }
  return columns;
}

/** Attributes of an embeddable class and of what it derives from. */
export function embeddedAttributes(one: ClassView): readonly Attribute[] {
  const parts = [...one.bases().filter((base) => base.decoration('MappedSuperclass') !== undefined || base.decoration('Embeddable') !== undefined).reverse(), one];
  return parts.flatMap((part) => attributesIn(part, false));
}

export function isRelation({ annotations }: Attribute): boolean {
  return annotations.has('ManyToOne', 'OneToOne', 'OneToMany', 'ManyToMany', 'ElementCollection');
}

function overridesOf({ annotations }: Attribute): Overrides {
  return new Map(annotations.all('AttributeOverride', 'AttributeOverrides').map((override) => [override.text('name') ?? '', override.inner('column')[0]]));
}

/** Overrides of `address.street` as those of `street` inside of it. */
function below(overrides: Overrides, name: string): Overrides {
  return new Map([...overrides].flatMap(([path, column]) => (path.startsWith(`${name}.`) ? [[path.slice(name.length + 1), column] as const] : [])));
}

/** @param override what stands for the attribute's own `@Column` */
export function basicColumn(attribute: Attribute, naming: Naming, override?: Annotation): ColumnFact {
  const { part, annotations, symbol } = attribute;
  const stated = override ?? annotations.get('Column');
  const isKey = annotations.has('Id');
  const type = columnType(attribute, stated);
  return {
    name: naming(stated?.text('name') ?? attribute.name),
    ...(type === undefined ? {} : { type }),
    ...(stated?.word('nullable') === undefined ? { isNullByDefault: true } : {}),
    isNullable: !(isKey || stated?.word('nullable') === 'false' || /\bnot\s+null\b/i.test(stated?.text('columnDefinition') ?? '') || isRequired(attribute)),
    ...(isKey ? { isPrimaryKey: true } : {}),
    ...(stated?.word('unique') === 'true' ? { isUnique: true } : {}),
    member: part.keyOf(symbol),
    place: part.placeOf(symbol),
  };
}

/** The database's type; the source's own name where the mapper's is not known, none where a converter chooses it. */
function columnType(attribute: Attribute, column: Annotation | undefined): string | undefined {
  const { part, annotations } = attribute;
  const definition = column?.text('columnDefinition');
  if (definition !== undefined) return definition.length > MOST_LETTERS ? undefined : definition.replace(/\s+(?:not\s+null|null|default\b.*)$/i, '');
  if (annotations.has('Convert', 'Type')) return convertedType(attribute);
  if (annotations.get('JdbcTypeCode')?.valueWord === 'JSON') return 'jsonb';
  const written = part.view.typeText(innerType(attribute)).replace(/^byte\[\].*$/, 'byte[]');
  // PostgreSQL keeps large objects apart.
  if (annotations.has('Lob') && (written === 'String' || written === 'byte[]' || written === 'ByteArray')) return 'oid';
  const temporal = TEMPORAL[annotations.get('Temporal')?.valueWord ?? ''];
  if (temporal !== undefined) return temporal;
  if (written === 'Date' && part.view.imports().some((name) => name.endsWith('java.sql.Date'))) return 'date';
  const length = lengthOf(attribute, column);
  if (part.classOf(innerType(attribute))?.kind === 'enum') return annotations.get('Enumerated')?.valueWord === 'STRING' ? `varchar${length}` : 'smallint';
  const precision = column?.text('precision');
  if (written === 'BigDecimal' && precision !== undefined) return `numeric(${precision},${column?.text('scale') ?? '0'})`;
  return TYPES[written]?.replace('{}', length) ?? written;
}

/** What a converter of the repository makes of a value: the second type of its `AttributeConverter<Level, String>`. */
function convertedType({ part, annotations }: Attribute): string | undefined {
  const row = annotations.get('Convert')?.row('converter') ?? -1;
  const converter = part.classAt(row);
  if (converter === undefined) return undefined;
  const { view, symbol } = converter;
  for (const base of view.heritageOf(symbol)) {
    const given = view.typeArguments(view.base(base).type);
    if (given.length === 2) return TYPES[view.typeText(given[1] ?? -1)]?.replace('{}', '(255)');
  }
  return undefined;
}

/** The length in brackets; nothing where it is stated by what only the running program knows. */
function lengthOf({ annotations }: Attribute, column: Annotation | undefined): string {
  const stated = [annotations.get('Size')?.says('max'), annotations.get('Length')?.says('max'), column?.says('length')].includes(true);
  const length = annotations.get('Size')?.text('max') ?? annotations.get('Length')?.text('max') ?? column?.text('length');
  return length !== undefined && /^\d+$/.test(length) ? `(${length})` : stated ? '' : '(255)';
}
