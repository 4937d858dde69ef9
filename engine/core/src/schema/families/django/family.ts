import { namedValues } from '../../../named-values.js';
import type { ClassView, MemberView } from '../../class-view.js';
import { outsideModel } from '../../family.js';
import type { SchemaContext, SchemaFamily } from '../../family.js';
import { primaryKeyOf, uniqueIndexesOf } from '../../model.js';
import type { ColumnFact, ForeignKeyFact, IndexFact, Place, TableFact } from '../../model.js';
import { ModelNames, isModel, metaOf, option } from './model-names.js';
import { OUTSIDE, USER_COLUMNS, columnsOf, installedApps, ownTables, userAlias } from './own-tables.js';

/** Types of PostgreSQL for Django's fields; `{}` is max_length. */
const TYPES: Readonly<Record<string, string>> = namedValues({ AutoField: 'integer', BigAutoField: 'bigint', SmallAutoField: 'smallint', CharField: 'varchar({})', SlugField: 'varchar(50)', EmailField: 'varchar(254)', URLField: 'varchar(200)', FileField: 'varchar(100)', ImageField: 'varchar(100)', FilePathField: 'varchar(100)', TextField: 'text', IntegerField: 'integer', BigIntegerField: 'bigint', SmallIntegerField: 'smallint', PositiveIntegerField: 'integer', PositiveBigIntegerField: 'bigint', PositiveSmallIntegerField: 'smallint', BooleanField: 'boolean', NullBooleanField: 'boolean', DateField: 'date', DateTimeField: 'timestamp with time zone', TimeField: 'time', DurationField: 'interval', DecimalField: 'numeric({})', FloatField: 'double precision', UUIDField: 'uuid', JSONField: 'jsonb', BinaryField: 'bytea', GenericIPAddressField: 'inet', IPAddressField: 'inet' });
const RELATIONS = new Set(['ForeignKey', 'OneToOneField']);

/** Models of Django: fields of classes that derive from `models.Model`. */
export const family: SchemaFamily = {
  id: 'django',
  languages: ['python'],
  accesses: { outside: OUTSIDE },
  isCandidate: (view) => view.file.role !== 'test' && ['models', 'AppConfig', 'AUTH_USER_MODEL', 'INSTALLED_APPS'].some((name) => view.facts.indexOf(name) >= 0) && !/(?:^|\/)migrations\//.test(view.file.path),
  read: (views, context) => {
    const models = new ModelNames(views, context);
    const installed = installedApps(views);
    return [...models.all.flatMap((one) => tablesOf(one, models, context)), ...ownTables(installed, models.userModel !== undefined), ...userNames(models, installed, context)];
  },
};

/** The table of users, under the function that gives its model. */
function userNames(models: ModelNames, installed: ReadonlyMap<string, Place>, context: SchemaContext): readonly TableFact[] {
  const user = models.user();
  if (user !== undefined) return [userAlias(tableName(user, models, context), user.place)];
  const place = installed.get('django.contrib.auth');
  return place === undefined || models.userModel !== undefined ? [] : [userAlias('auth_user', place)];
}

/** `app_model`, where the app is the folder around models.py or models/, or the label of its configuration. */
function tableName(one: ClassView, models: ModelNames, context: SchemaContext): string {
  return option(metaOf(one, context), 'db_table') ?? `${models.labelOf(one)}_${one.name}`.toLowerCase();
}

/** A class with what it takes from abstract bases, those first; and the base whose table it continues. */
function partsOf(one: ClassView, context: SchemaContext, depth = 0): { readonly parts: readonly ClassView[]; readonly continued: readonly ClassView[] } {
  const bases = depth > 8 ? [] : one.directBases();
  const isAbstract = (base: ClassView): boolean => !isModel(base) || option(metaOf(base, context), 'abstract') === 'True';
  const inherited = bases.filter(isAbstract).map((base) => partsOf(base, context, depth + 1));
  return { parts: [...inherited.flatMap(({ parts }) => parts).reverse(), one], continued: [...bases.filter((base) => !isAbstract(base)), ...inherited.flatMap(({ continued }) => continued)] };
}

function tablesOf(one: ClassView, models: ModelNames, context: SchemaContext): readonly TableFact[] {
  if (!isModel(one) || one.name === 'Meta') return [];
  const meta = metaOf(one, context);
  if (option(meta, 'abstract') === 'True' || option(meta, 'proxy') === 'True' || option(meta, 'managed') === 'False') return [];
  const { parts, continued } = partsOf(one, context);
  const columns: ColumnFact[] = [];
  const foreignKeys: ForeignKeyFact[] = [];
  const joined: TableFact[] = [];
  const name = tableName(one, models, context);
  const stated = userColumns(parts);
  columns.push(...stated);
  // What a user may do lies in tables between.
  if (stated.some((column) => column.name === 'is_superuser')) for (const [field, target] of [['groups', 'Group'], ['user_permissions', 'Permission']] as const) joined.push(between(one, { key: outsideModel(`django.contrib.auth.models.${target}`), name: target }, `${name}_${field}`, one.place));
  for (const part of parts) {
    for (const member of part.members()) {
      const field = part.view.name(member.value);
      const place = part.placeOf(member.symbol);
      if (field === 'ManyToManyField') joined.push(...joinOf(one, part, member, name, models));
      else if (RELATIONS.has(field)) {
        const column = columnOf(part, member, undefined, `${member.name}_id`);
        columns.push(field === 'OneToOneField' ? { ...column, isUnique: true } : column);
        const target = models.referenceOf(one, part.view, member.value);
        if (target === undefined) continue;
        const stated = part.view.text(part.view.argument(member.value, 'to_field'));
        const isConstraint = part.view.text(part.view.argument(member.value, 'db_constraint')) !== 'False';
        foreignKeys.push({ columns: [column.name], target: { model: target.key, ...(stated === undefined ? {} : { columns: [target.own === undefined ? stated : columnNamed(target.own, stated)] }) }, place, ...(isConstraint ? {} : { confidence: 90, rule: 'django.unconstrained' }) });
      } else {
        const type = fieldType(part, member.value);
        if (type !== undefined) columns.push(columnOf(part, member, type, member.name));
      }
    }
  }
  if (!parts.some((part) => part.members().some((member) => part.view.text(part.view.argument(member.value, 'parent_link')) === 'True'))) {
    // A model of a model has a table of its own that shares the other's key.
    for (const base of continued.slice(0, 1)) {
      const column = `${base.name.toLowerCase()}_ptr_id`;
      columns.unshift({ name: column, isNullable: false, isPrimaryKey: true, place: one.place });
      foreignKeys.unshift({ columns: [column], target: { model: models.ownerOf(base).key }, place: one.place });
    }
  }
  const hasKey = columns.some((column) => column.isPrimaryKey === true);
  const id: ColumnFact = { name: 'id', type: 'bigint', isNullable: false, isPrimaryKey: true, place: one.place };
  const all = hasKey ? columns : [id, ...columns];
  const primaryKey = primaryKeyOf(all);
  return [{ kind: 'table', family: 'django', origin: 'model', name, model: one.key, columns: all, primaryKey, indexes: [...uniqueIndexesOf(all), ...uniqueTogether(meta, parts, all)], foreignKeys, place: one.place }, ...joined];
}

/** Columns that a model has of Django's users; those that its own classes state otherwise come later and stand for them. */
function userColumns(parts: readonly ClassView[]): readonly ColumnFact[] {
  const bases = new Set(parts.flatMap((part) => part.baseNames()));
  if (bases.has('AbstractUser')) for (const base of ['AbstractBaseUser', 'PermissionsMixin']) bases.add(base);
  const own = new Set(parts.flatMap((part) => part.members().map(({ name }) => name)));
  return Object.entries(USER_COLUMNS).flatMap(([base, columns]) => (bases.has(base) ? columnsOf(columns, parts[parts.length - 1]!.place) : [])).filter(({ name }) => !own.has(name)); // the model itself is the last part
}

/** The column of a model's field. */
function columnNamed(one: ClassView, field: string): string {
  const member = one.members().find((candidate) => candidate.name === field);
  return (member === undefined ? undefined : one.view.text(one.view.argument(member.value, 'db_column'))) ?? field;
}

/** Type of a field: one of Django's, a list of one, or a class that derives from one. */
function fieldType(one: ClassView, call: number, depth = 0): string | undefined {
  const { view } = one;
  const name = view.name(call);
  if (name === 'ArrayField') {
    const element = view.argument(call, 0) >= 0 ? view.argument(call, 0) : view.argument(call, 'base_field');
    const type = element < 0 || depth > 4 ? undefined : fieldType(one, element, depth + 1);
    return type === undefined ? undefined : `${type.replace('({})', '')}[]`;
  }
  return TYPES[name] ?? one.derivedFrom(call).map((base) => TYPES[base]).find((type) => type !== undefined);
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

function joinOf(one: ClassView, part: ClassView, member: MemberView, table: string, models: ModelNames): readonly TableFact[] {
  const { view } = part;
  if (view.argument(member.value, 'through') >= 0) return [];
  const target = models.referenceOf(one, view, member.value);
  if (target === undefined) return [];
  const place = part.placeOf(member.symbol);
  return [between(one, target, view.text(view.argument(member.value, 'db_table')) ?? `${table}_${member.name}`, place)];
}

/** The table between a model and another. */
function between(one: ClassView, target: { readonly key: string; readonly name: string }, name: string, place: Place): TableFact {
  const isSelf = target.key === one.key;
  const [from, to] = [`${isSelf ? 'from_' : ''}${one.name.toLowerCase()}_id`, `${isSelf ? 'to_' : ''}${target.name.toLowerCase()}_id`];
  const columns: readonly ColumnFact[] = [{ name: 'id', type: 'bigint', isNullable: false, isPrimaryKey: true, place }, { name: from, isNullable: false, place }, { name: to, isNullable: false, place }];
  const foreignKeys: readonly ForeignKeyFact[] = [{ columns: [from], target: { model: one.key }, place }, { columns: [to], target: { model: target.key }, place }];
  return { kind: 'table', family: 'django', origin: 'model', name, columns, primaryKey: ['id'], indexes: [{ columns: [from, to], isUnique: true }], foreignKeys, place };
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
