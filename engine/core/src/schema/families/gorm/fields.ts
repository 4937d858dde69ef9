import { SYMBOL, TYPE } from '../../../facts/schema.js';
import { namedValues } from '../../../named-values.js';
import type { FileView } from '../../../view/file-view.js';
import type { ClassView, MemberView } from '../../class-view.js';
import type { ColumnFact, Place } from '../../model.js';
import { snakeCase } from '../../names.js';
import { isSet, setting, tagOf } from './tags.js';
import type { Tag } from './tags.js';

/** Types of PostgreSQL that GORM takes for those of Go. */
const TYPES: Readonly<Record<string, string>> = namedValues({ string: 'text', bool: 'boolean', int: 'bigint', int64: 'bigint', uint: 'bigint', uint64: 'bigint', int32: 'integer', uint32: 'bigint', int16: 'smallint', uint16: 'integer', 'time.Duration': 'bigint', byte: 'smallint', rune: 'integer', int8: 'smallint', uint8: 'smallint', float32: 'decimal', float64: 'decimal', 'time.Time': 'timestamptz', 'gorm.DeletedAt': 'timestamptz', '[]byte': 'bytea', 'uuid.UUID': 'uuid', 'sql.NullString': 'text', 'sql.NullInt64': 'bigint', 'sql.NullInt32': 'integer', 'sql.NullInt16': 'smallint', 'sql.NullByte': 'smallint', 'datatypes.JSON': 'jsonb', 'datatypes.Date': 'date', 'datatypes.Time': 'time', 'datatypes.UUID': 'uuid', 'json.RawMessage': 'jsonb', 'decimal.Decimal': 'decimal', 'sql.NullBool': 'boolean', 'sql.NullTime': 'timestamptz', 'sql.NullFloat64': 'decimal' });
const DEPTH = 4;

/** A field of a model: a column, or another model that it holds. */
export interface Field {
  readonly name: string;
  readonly tag: Tag | undefined;
  readonly column: ColumnFact | undefined;
  readonly target: ClassView | undefined;
  /** Whether it holds several of them. */
  readonly isList: boolean;
  readonly place: Place;
}

/** `gorm.Model`, embedded or with a name. */
export function isModelType(view: FileView, type: number): boolean {
  return view.typeText(view.presentType(type)) === 'gorm.Model';
}

/** A field without a name of its own, or one that its tag says to be part of the struct. */
export function isEmbedded(one: ClassView, member: MemberView): boolean {
  if (isSet(tagOf(one, member), 'embedded')) return true;
  return one.view.heritageOf(one.symbol).some((row) => {
    const base = one.view.base(row);
    return base.type >= 0 && base.type === one.view.presentType(member.type);
  });
}

/** The fields of a struct, with those of what it embeds in their place. */
export function fieldsOf(one: ClassView, prefix = '', depth = 0): readonly Field[] {
  const { view } = one;
  const fields = one.members().flatMap((member): readonly Field[] => {
    const tag = tagOf(one, member);
    if (isSet(tag, '-')) return [];
    const type = view.presentType(member.type);
    if (isEmbedded(one, member)) {
      const inside = `${prefix}${setting(tag, 'embeddedprefix') ?? ''}`;
      if (isModelType(view, member.type)) return modelFields(inside, one.placeOf(member.symbol));
      const part = one.classOf(type);
      if (part !== undefined && part.members().length > 0) return depth < DEPTH ? fieldsOf(part, inside, depth + 1) : [];
    }
    // Only what other packages may see is a column.
    return /^\p{Lu}/u.test(member.name) ? [fieldOf(one, member, type, tag, prefix)] : [];
  });
  // A field called ID is the key where none is said to be.
  const hasKey = fields.some((field) => field.column?.isPrimaryKey === true);
  return hasKey || depth > 0 ? fields : fields.map((field) => (field.name === 'ID' && field.column !== undefined ? { ...field, column: { ...field.column, isPrimaryKey: true, isNullable: false } } : field));
}

function modelFields(prefix: string, place: Place): readonly Field[] {
  const field = (name: string, column: ColumnFact, tag?: Tag): Field => ({ name, tag, column: { ...column, name: `${prefix}${column.name}`, place }, target: undefined, isList: false, place });
  return [
    field('ID', { name: 'id', type: 'bigint', isNullable: false, isPrimaryKey: true }),
    field('CreatedAt', { name: 'created_at', type: 'timestamptz', isNullable: true }),
    field('UpdatedAt', { name: 'updated_at', type: 'timestamptz', isNullable: true }),
    field('DeletedAt', { name: 'deleted_at', type: 'timestamptz', isNullable: true }, new Map([['index', ['']]])),
  ];
}

function fieldOf(one: ClassView, member: MemberView, type: number, tag: Tag | undefined, prefix: string): Field {
  const { view } = one;
  const place = one.placeOf(member.symbol);
  const other = one.classOf(type);
  const stated = setting(tag, 'type');
  // A struct with fields is another model, or a value that only its tag makes a column.
  const isHeld = other !== undefined && other.members().length > 0;
  const written = view.typeText(type);
  const isList = /^(?:\[|map\[)/.test(written) && written !== '[]byte';
  const shared = { name: member.name, tag, isList, place };
  if (stated === undefined && !isSet(tag, 'serializer') && (isHeld || isList)) return { ...shared, column: undefined, target: isHeld ? other : isList ? elementOf(one, type) : undefined };
  const underlying = other === undefined || isHeld ? written : other.view.typeText(other.view.facts.symbols.get(other.symbol, SYMBOL.type));
  const size = setting(tag, 'size');
  const base = TYPES[written] ?? TYPES[underlying] ?? written;
  // What a serializer makes of a value, its tag does not say.
  const columnType = stated ?? (isHeld || isList ? undefined : base === 'text' && size !== undefined ? `varchar(${size})` : base);
  const isPrimaryKey = isSet(tag, 'primarykey', 'primary_key');
  const fallback = setting(tag, 'default');
  const column: ColumnFact = {
    name: `${prefix}${setting(tag, 'column') ?? snakeCase(member.name)}`,
    ...(columnType === undefined ? {} : { type: columnType }),
    isNullable: !isPrimaryKey && !isSet(tag, 'not null'),
    ...(isPrimaryKey ? { isPrimaryKey } : {}),
    ...(isSet(tag, 'unique') ? { isUnique: true } : {}),
    ...(fallback === undefined ? {} : { default: fallback }),
    member: one.keyOf(member.symbol),
    place,
  };
  return { ...shared, column, target: undefined };
}

/** The struct that a list holds, by itself or by its address. */
function elementOf(one: ClassView, type: number): ClassView | undefined {
  const element = one.view.facts.types.get(type, TYPE.qualifier);
  const found = element < 0 ? undefined : one.classOf(one.view.presentType(element));
  return found !== undefined && found.members().length > 0 ? found : undefined;
}
