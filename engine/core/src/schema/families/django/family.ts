import type { FileView } from '../../../view/file-view.js';
import { classOfSymbol, classesOf } from '../../class-view.js';
import type { ClassView, MemberView } from '../../class-view.js';
import type { SchemaContext, SchemaFamily } from '../../family.js';
import { primaryKeyOf, uniqueIndexesOf } from '../../model.js';
import type { ColumnFact, ForeignKeyFact, IndexFact, TableFact } from '../../model.js';

/** Types of PostgreSQL for Django's fields; `{}` is max_length. */
const TYPES: Readonly<Record<string, string>> = { AutoField: 'integer', BigAutoField: 'bigint', SmallAutoField: 'smallint', CharField: 'varchar({})', SlugField: 'varchar(50)', EmailField: 'varchar(254)', URLField: 'varchar(200)', FileField: 'varchar(100)', ImageField: 'varchar(100)', FilePathField: 'varchar(100)', TextField: 'text', IntegerField: 'integer', BigIntegerField: 'bigint', SmallIntegerField: 'smallint', PositiveIntegerField: 'integer', PositiveBigIntegerField: 'bigint', PositiveSmallIntegerField: 'smallint', BooleanField: 'boolean', NullBooleanField: 'boolean', DateField: 'date', DateTimeField: 'timestamp with time zone', TimeField: 'time', DurationField: 'interval', DecimalField: 'numeric({})', FloatField: 'double precision', UUIDField: 'uuid', JSONField: 'jsonb', BinaryField: 'bytea', GenericIPAddressField: 'inet', IPAddressField: 'inet' };
const RELATIONS = new Set(['ForeignKey', 'OneToOneField']);

/** Models of Django: fields of classes that derive from `models.Model`. */
export const family: SchemaFamily = {
  id: 'django',
  languages: ['python'],
  isCandidate: (view) => view.file.role !== 'test' && view.facts.indexOf('models') >= 0 && !/(?:^|\/)migrations\//.test(view.file.path),
  read: (views, context) => views.flatMap((view) => classesOf(view, context).flatMap((one) => tablesOf(one, context))),
};

function isModel(one: ClassView): boolean {
  return one.baseNames().some((name) => name === 'Model' || name === 'AbstractUser' || name === 'AbstractBaseUser');
}

/** Options of the inner class `Meta`. */
function metaOf(one: ClassView, context: SchemaContext): ClassView | undefined {
  return classesOf(one.view, context).find((inner) => inner.name === 'Meta' && one.isAround(inner.symbol));
}

function option(meta: ClassView | undefined, name: string): string | undefined {
  const member = meta?.members().find((candidate) => candidate.name === name);
  return member === undefined ? undefined : meta?.view.text(member.value);
}

/** `app_model`, where the app is the folder around models.py or models/. */
function tableName(one: ClassView, context: SchemaContext): string {
  const app = one.view.file.path.replace(/(?:^|\/)models(?:\.py$|\/.*$)/, '').split('/').pop() ?? '';
  return option(metaOf(one, context), 'db_table') ?? `${app === '' ? 'app' : app}_${one.name}`.toLowerCase();
}

function tablesOf(one: ClassView, context: SchemaContext): readonly TableFact[] {
  if (!isModel(one) || one.name === 'Meta') return [];
  const meta = metaOf(one, context);
  if (option(meta, 'abstract') === 'True' || option(meta, 'proxy') === 'True' || option(meta, 'managed') === 'False') return [];
  const parts = [...[...one.bases()].reverse().filter((base) => option(metaOf(base, context), 'abstract') === 'True'), one];
  const columns: ColumnFact[] = [];
  const foreignKeys: ForeignKeyFact[] = [];
  const joined: TableFact[] = [];
  const name = tableName(one, context);
  for (const part of parts) {
    for (const member of part.members()) {
      const field = part.view.name(member.value);
      if (field === 'ManyToManyField') joined.push(...joinOf(one, part, member, name, context));
      else if (RELATIONS.has(field)) {
        const column = columnOf(part, member, undefined, `${member.name}_id`);
        columns.push(field === 'OneToOneField' ? { ...column, isUnique: true } : column);
        const target = targetOf(one, part.view, member.value, context);
        if (target !== undefined) foreignKeys.push({ columns: [column.name], target: { model: target.key }, place: part.placeOf(member.symbol) });
      } else if (TYPES[field] !== undefined) columns.push(columnOf(part, member, TYPES[field] ?? field, member.name));
    }
  }
  const hasKey = columns.some((column) => column.isPrimaryKey === true);
  const id: ColumnFact = { name: 'id', type: 'bigint', isNullable: false, isPrimaryKey: true, place: one.place };
  const all = hasKey ? columns : [id, ...columns];
  const primaryKey = primaryKeyOf(all);
  return [{ kind: 'table', family: 'django', origin: 'model', name, model: one.key, columns: all, primaryKey, indexes: [...uniqueIndexesOf(all), ...uniqueTogether(meta, parts, all)], foreignKeys, place: one.place }, ...joined];
}

function columnOf(one: ClassView, member: MemberView, type: string | undefined, fallbackName: string): ColumnFact {
  const { view } = one;
  const text = (name: string): string | undefined => view.text(view.argument(member.value, name));
  const isPrimaryKey = text('primary_key') === 'True';
  const size = text('max_length') ?? [text('max_digits'), text('decimal_places')].filter((part) => part !== undefined).join(', ');
  // A default of the class is given by the program; the database has that of db_default.
  const fallback = text('db_default');
  return {
    name: text('db_column') ?? fallbackName,
    ...(type === undefined ? {} : { type: size === '' ? type.replace('({})', '') : type.replace('{}', size) }),
    isNullable: !isPrimaryKey && text('null') === 'True',
    ...(isPrimaryKey ? { isPrimaryKey } : {}),
    ...(text('unique') === 'True' ? { isUnique: true } : {}),
    ...(fallback === undefined ? {} : { default: fallback }),
    member: one.keyOf(member.symbol),
    place: one.placeOf(member.symbol),
  };
}

/** The model that a relation names: a class, its name in quotes, or `self`. */
function targetOf(one: ClassView, view: FileView, call: number, context: SchemaContext): ClassView | undefined {
  const first = view.argument(call, 0) >= 0 ? view.argument(call, 0) : view.argument(call, 'to');
  const text = view.text(first);
  if (text === 'self') return one;
  return classOfSymbol(text === undefined ? view.symbolNamed(first) : view.typeNamed(text), context);
}

function joinOf(one: ClassView, part: ClassView, member: MemberView, table: string, context: SchemaContext): readonly TableFact[] {
  const { view } = part;
  if (view.argument(member.value, 'through') >= 0) return [];
  const target = targetOf(one, view, member.value, context);
  if (target === undefined) return [];
  const place = part.placeOf(member.symbol);
  const [from, to] = [`${one.name.toLowerCase()}_id`, `${target.name.toLowerCase()}_id`];
  const columns: readonly ColumnFact[] = [{ name: 'id', type: 'bigint', isNullable: false, isPrimaryKey: true, place }, { name: from, isNullable: false, place }, { name: to, isNullable: false, place }];
  const foreignKeys: readonly ForeignKeyFact[] = [{ columns: [from], target: { model: one.key }, place }, { columns: [to], target: { model: target.key }, place }];
  return [{ kind: 'table', family: 'django', origin: 'model', name: view.text(view.argument(member.value, 'db_table')) ?? `${table}_${member.name}`, columns, primaryKey: ['id'], indexes: [{ columns: [from, to], isUnique: true }], foreignKeys, place }];
}

/** `unique_together` names fields: their columns. */
function uniqueTogether(meta: ClassView | undefined, parts: readonly ClassView[], columns: readonly ColumnFact[]): readonly IndexFact[] {
  const member = meta?.members().find((candidate) => candidate.name === 'unique_together');
  if (meta === undefined || member === undefined) return [];
  const { view } = meta;
  const ofField = new Map(parts.flatMap((part) => part.members().map((field) => [field.name, columns.find((column) => column.member === part.keyOf(field.symbol))?.name ?? field.name] as const)));
  const listed = view.arguments(member.value);
  const textsIn = (row: number): readonly string[] => view.arguments(row).flatMap((part) => view.text(part.value) ?? []);
  const groups = listed.some((part) => view.text(part.value) !== undefined) ? [textsIn(member.value)] : listed.map((part) => textsIn(part.value));
  return groups.map((names) => ({ columns: names.map((name) => ofField.get(name) ?? name), isUnique: true }));
}
