import { SYMBOL } from '../../../facts/schema.js';
import { namedValues } from '../../../named-values.js';
import type { FileView } from '../../../view/file-view.js';
import { classesOf } from '../../class-view.js';
import type { ClassView, MemberView } from '../../class-view.js';
import type { SchemaFamily } from '../../family.js';
import { primaryKeyOf } from '../../model.js';
import type { ColumnFact, IndexFact, TableFact } from '../../model.js';
import { snakeCase } from '../../names.js';
import { statedNames } from '../gorm/table-names.js';
import { statedTag, tagOf } from './tags.js';
import type { Tag } from './tags.js';

/** Types of PostgreSQL that XORM takes for those of Go. */
const TYPES: Readonly<Record<string, string>> = namedValues({ string: 'varchar(255)', bool: 'boolean', int: 'integer', int64: 'bigint', uint: 'integer', uint64: 'bigint', int32: 'integer', uint32: 'integer', int16: 'integer', uint16: 'integer', int8: 'integer', uint8: 'integer', byte: 'integer', rune: 'integer', float32: 'real', float64: 'double precision', 'time.Time': 'timestamp', '[]byte': 'bytea', 'time.Duration': 'bigint', 'timeutil.TimeStamp': 'bigint' });
const DEPTH = 4;
/** Structs that migrations keep of their own say what a table was once. */
const MIGRATION = /(?:^|\/)migrations?\//;

interface Field {
  readonly column: ColumnFact;
  readonly tag: Tag | undefined;
}

/** Models of XORM: structs whose tags say what their columns are, each with a key or a table's name. */
export const family: SchemaFamily = {
  id: 'xorm',
  languages: ['go'],
  isCandidate: (view) => view.file.role !== 'test' && !MIGRATION.test(view.file.path) && (view.facts.indexOf('TableName') >= 0 || hasTags(view)),
  read: (views, context) => {
    const names = new Map(views.flatMap((view) => statedNames(view, context)));
    const structs = views.flatMap((view) => classesOf(view, context).filter((one) => one.kind === 'struct'));
    const tables = new Set(structs.filter((one) => isTable(one, names)).map((one) => one.key));
    return structs.flatMap((one): readonly TableFact[] => {
      // What adds to the rows of a table, of its own or of joined ones, is none.
      const isResult = one.members().some((member) => tagOf(one, member)?.isPart === true && tables.has(one.classOf(one.view.presentType(member.type))?.key ?? ''));
      return tables.has(one.key) && !(isResult && !names.has(one.key)) ? [tableOf(one, names.get(one.key) ?? snakeCase(one.name))] : [];
    });
  },
};

function hasTags(view: FileView): boolean {
  return view.decorations().some(({ expression }) => view.arguments(expression).some((part) => /(?:^|\s)xorm:"/.test(view.text(part.value) ?? '')));
}

function isTable(one: ClassView, names: ReadonlyMap<string, string>): boolean {
  const members = one.members();
  const isTagged = members.some((member) => tagOf(one, member) !== undefined);
  // GORM's tags beside them have the last word.
  if (!isTagged || members.some((member) => statedTag(one, member, 'gorm') !== undefined)) return false;
  return names.has(one.key) || fieldsOf(one).some(({ column }) => column.isPrimaryKey === true);
}

/** The fields of a struct, with those of what it takes in. A field called ID is the key where none is said to be. */
function fieldsOf(one: ClassView, depth = 0): readonly Field[] {
  const fields = one.members().flatMap((member): readonly Field[] => {
    const tag = tagOf(one, member);
    if (tag?.isLeftOut === true) return [];
    const type = one.view.presentType(member.type);
    if (tag?.isPart === true) {
      const part = one.classOf(type);
      return part === undefined || depth >= DEPTH ? [] : fieldsOf(part, depth + 1);
    }
    return /^\p{Lu}/u.test(member.name) && !isTakenIn(one, member) ? [fieldOf(one, member, type, tag)] : [];
  });
  const hasKey = depth > 0 || fields.some(({ column }) => column.isPrimaryKey === true);
  return hasKey ? fields : fields.map((field) => (field.column.name === 'id' && /^(?:big)?int/.test(field.column.type ?? '') ? { ...field, column: { ...field.column, isPrimaryKey: true, isNullable: false } } : field));
}

/** A struct without a name, which is a column only where a tag says so. */
function isTakenIn(one: ClassView, member: MemberView): boolean {
  return one.view.heritageOf(one.symbol).some((row) => one.view.base(row).type === one.view.presentType(member.type));
}

function fieldOf(one: ClassView, member: MemberView, type: number, tag: Tag | undefined): Field {
  const written = one.view.typeText(type);
  const other = one.classOf(type);
  const underlying = other === undefined || other.members().length > 0 ? written : other.view.typeText(other.view.facts.symbols.get(other.symbol, SYMBOL.type));
  const held = TYPES[written] ?? TYPES[underlying] ?? (/^(?:\[|map\[)/.test(written) || (other?.members().length ?? 0) > 0 ? 'text' : undefined);
  const columnType = tag?.type ?? (tag?.isTime === true ? (held ?? 'timestamp') : held);
  const isPrimaryKey = tag?.isPrimaryKey === true;
  return {
    tag,
    column: {
      name: tag?.name ?? snakeCase(member.name),
      ...(columnType === undefined ? {} : { type: columnType }),
      isNullable: !isPrimaryKey && tag?.isNullable !== false,
      ...(isPrimaryKey ? { isPrimaryKey } : {}),
      ...(tag?.uniques.includes('') === true ? { isUnique: true } : {}),
      ...(tag?.default === undefined ? {} : { default: tag.default }),
      member: one.keyOf(member.symbol),
      place: one.placeOf(member.symbol),
    },
  };
}

function tableOf(one: ClassView, called: string): TableFact {
  const fields = fieldsOf(one);
  const [name = '', schema] = called.split('.').reverse();
  const columns = fields.map(({ column }) => column);
  return { kind: 'table', family: 'xorm', origin: 'model', name, ...(schema === undefined ? {} : { schema }), model: one.key, columns, primaryKey: primaryKeyOf(columns), indexes: indexesOf(fields), foreignKeys: [], place: one.place };
}

/** Indexes of one field, and those of several that give it one name. */
function indexesOf(fields: readonly Field[]): readonly IndexFact[] {
  const found: { readonly name: string; readonly columns: string[]; readonly isUnique: boolean }[] = [];
  for (const { column, tag } of fields) {
    for (const [names, isUnique] of [[tag?.indexes ?? [], false], [tag?.uniques ?? [], true]] as const) {
      for (const name of names) {
        const known = name === '' ? undefined : found.find((index) => index.name === name && index.isUnique === isUnique);
        if (known === undefined) found.push({ name, columns: [column.name], isUnique });
        else known.columns.push(column.name);
      }
    }
  }
  return found.map(({ name, columns, isUnique }) => ({ ...(name === '' ? {} : { name }), columns, isUnique }));
}
