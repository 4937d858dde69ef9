import type { ClassView, MemberView } from '../../class-view.js';
import { outsideModel } from '../../family.js';
import type { SchemaContext, SchemaFamily } from '../../family.js';
import { primaryKeyOf, uniqueIndexesOf } from '../../model.js';
import type { ColumnFact, ForeignKeyFact, IndexFact, Place, RelationFact, TableFact } from '../../model.js';
import { tableBetween } from './between.js';
import { RELATIONS, compositeKey, fieldColumn, fieldType, keyed, sureness, textGroups } from './fields.js';
import { isMigrationFile, readMigrations } from './migrations.js';
import { ModelNames, isModel, metaOf, option } from './model-names.js';
import { OUTSIDE, USER_COLUMNS, columnsOf, installedApps, ownTables, userAlias } from './own-tables.js';

/** Bases whose fields are known. */
const KNOWN_BASES = new Set(['Model', 'AbstractUser', 'AbstractBaseUser', 'PermissionsMixin', 'object']);

/** Models of Django: fields of classes that derive from `models.Model`. */
export const family: SchemaFamily = {
  id: 'django',
  languages: ['python'],
  accesses: { follows: /^(?:select_related|prefetch_related)$/, compares: /^(?:filter|exclude|get|get_or_create|update_or_create|values(?:_list)?|only|defer|order_by|annotate|aggregate|alias|distinct|earliest|latest|in_bulk)$/, parts: /__/, links: /^(?:add|remove|set|clear)$/, hasRelationMembers: true, outside: OUTSIDE, reads: /^get_(?:object|list)_or_404$/ },
  isCandidate: (view) => view.file.role !== 'test' && (isMigrationFile(view) || (!/(?:^|\/)migrations\//.test(view.file.path) && ['models', 'AppConfig', 'AUTH_USER_MODEL', 'INSTALLED_APPS'].some((name) => view.facts.indexOf(name) >= 0))),
  read: (views, context) => {
    const migrations = views.filter(isMigrationFile);
    const declaring = views.filter((view) => !isMigrationFile(view));
    const models = new ModelNames(declaring, context);
    const installed = installedApps(declaring);
    const migrated = readMigrations(migrations, models, context);
    const isMigrated = (one: ClassView): boolean => migrated.apps.has(models.labelOf(one).toLowerCase());
    const tables = models.all.flatMap((one) => tablesOf(one, models, context).map((table) => (isMigrated(one) ? table : { ...table, isMigratedElsewhere: true })));
    const isReverse = (table: TableFact): boolean => table.name === undefined;
    return [...tables.filter((table) => !isReverse(table)), ...ownTables(installed, models.userModel !== undefined), ...userNames(models, installed, context), ...tables.filter(isReverse), ...migrated.models.tables(), ...migrated.operations];
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
  return { parts: [...[...inherited].reverse().flatMap(({ parts }) => parts), one], continued: [...bases.filter((base) => !isAbstract(base)), ...inherited.flatMap(({ continued }) => continued)] };
}

function tablesOf(one: ClassView, models: ModelNames, context: SchemaContext): readonly TableFact[] {
  if (!isModel(one) || one.name === 'Meta') return [];
  const meta = metaOf(one, context);
  if (option(meta, 'abstract') === 'True' || option(meta, 'proxy') === 'True' || option(meta, 'managed') === 'False') return [];
  const { parts, continued } = partsOf(one, context);
  const columns: ColumnFact[] = [];
  const foreignKeys: ForeignKeyFact[] = [];
  const joined: TableFact[] = [];
  const relations: RelationFact[] = [];
  const name = tableName(one, models, context);
  const stated = userColumns(parts);
  columns.push(...stated);
  // What a user may do lies in tables between.
  if (stated.some((column) => column.name === 'is_superuser')) for (const [field, target] of [['groups', 'Group'], ['user_permissions', 'Permission']] as const) joined.push(tableBetween({ name: one.name, target: { model: one.key } }, { name: target, target: { model: outsideModel(`django.contrib.auth.models.${target}`) } }, false, { origin: 'model', name: `${name}_${field}`, place: one.place }));
  for (const part of parts) {
    for (const member of part.members()) {
      const field = part.view.name(member.value);
      const place = part.placeOf(member.symbol);
      const related = RELATIONS.has(field) || field === 'ManyToManyField' ? models.referenceOf(one, part.view, member.value) : undefined;
      if (related !== undefined) {
        relations.push({ name: member.name, target: { model: related.key }, ...(field === 'ManyToManyField' ? { isManyToMany: true } : {}) });
        joined.push(...reverseOf(one, part, member, related.key, field === 'ManyToManyField'));
      }
      if (field === 'ManyToManyField') joined.push(...joinOf(one, part, member, name, models));
      else if (RELATIONS.has(field)) {
        const column = memberColumn(part, member, undefined, `${member.name}_id`);
        columns.push(field === 'OneToOneField' ? { ...column, isUnique: true } : column);
        const target = models.referenceOf(one, part.view, member.value);
        if (target === undefined) continue;
        const stated = part.view.text(part.view.argument(member.value, 'to_field'));
        foreignKeys.push({ columns: [column.name], target: { model: target.key, ...(stated === undefined ? {} : { columns: [target.own === undefined ? stated : columnNamed(target.own, stated)] }) }, place, ...sureness(part.view, member.value) });
      } else {
        const type = fieldType(part, member.value);
        if (type !== undefined) columns.push(memberColumn(part, member, type, member.name));
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
  const fields = parts.flatMap((part) => part.members().flatMap((member) => compositeKey(part.view, member.value) ?? []));
  const composite = fields.map((field) => columnOfField(parts, columns, field));
  const hasKey = composite.length > 0 || columns.some((column) => column.isPrimaryKey === true);
  const id: ColumnFact = { name: 'id', type: 'bigint', isNullable: false, isPrimaryKey: true, place: one.place };
  const all = hasKey ? keyed(columns, composite) : [id, ...columns];
  const primaryKey = composite.length > 0 ? composite : primaryKeyOf(all);
  return [{ kind: 'table', family: 'django', origin: 'model', name, model: one.key, columns: all, ...(parts.some(hasOtherBase) ? { isPartial: true } : {}), primaryKey, indexes: [...uniqueIndexesOf(all), ...uniqueTogether(meta, parts, all)], foreignKeys, relations, place: one.place }, ...joined];
}

/** Whether a class outside the repository may give it fields. */
function hasOtherBase(one: ClassView): boolean {
  return one.view.heritageOf(one.symbol).some((row) => {
    const { outcome, name } = one.view.base(row);
    return outcome.kind !== 'resolved' && !KNOWN_BASES.has(name);
  });
}

/** Columns that a model has of Django's users; those that its own classes state otherwise come later and stand for them. */
function userColumns(parts: readonly ClassView[]): readonly ColumnFact[] {
  const bases = new Set(parts.flatMap((part) => part.baseNames()));
  if (bases.has('AbstractUser')) for (const base of ['AbstractBaseUser', 'PermissionsMixin']) bases.add(base);
  const own = new Set(parts.flatMap((part) => part.members().map(({ name }) => name)));
  return Object.entries(USER_COLUMNS).flatMap(([base, columns]) => (bases.has(base) ? columnsOf(columns, parts[parts.length - 1]!.place) : [])).filter(({ name }) => !own.has(name)); // the model itself is the last part
}

function columnOfField(parts: readonly ClassView[], columns: readonly ColumnFact[], field: string): string {
  const members = new Set(parts.flatMap((part) => part.members().flatMap((member) => (member.name === field ? [part.keyOf(member.symbol)] : []))));
  return columns.find(({ member }) => member !== undefined && members.has(member))?.name ?? field;
}

/** The column of a model's field. */
function columnNamed(one: ClassView, field: string): string {
  const member = one.members().find((candidate) => candidate.name === field);
  return (member === undefined ? undefined : one.view.text(one.view.argument(member.value, 'db_column'))) ?? field;
}

function memberColumn(one: ClassView, member: MemberView, type: string | undefined, fallbackName: string): ColumnFact {
  return { ...fieldColumn(one.view, member.value, type, fallbackName), member: one.keyOf(member.symbol), place: one.placeOf(member.symbol) };
}

/** The other side of a relation, which Django adds to the model that it leads to: `books` of `related_name`, or the name of the model. */
function reverseOf(one: ClassView, part: ClassView, member: MemberView, target: string, isManyToMany: boolean): readonly TableFact[] {
  const stated = part.view.text(part.view.argument(member.value, 'related_name'));
  const name = (stated ?? one.name.toLowerCase()).replaceAll('%(class)s', one.name.toLowerCase());
  return name.endsWith('+') || name.includes('%') ? [] : [{ kind: 'table', family: 'django', origin: 'model', model: target, columns: [], relations: [{ name, target: { model: one.key }, isManyToMany }] }];
}

function joinOf(one: ClassView, part: ClassView, member: MemberView, table: string, models: ModelNames): readonly TableFact[] {
  const { view } = part;
  if (view.argument(member.value, 'through') >= 0) return [];
  const target = models.referenceOf(one, view, member.value);
  if (target === undefined) return [];
  const place = part.placeOf(member.symbol);
  const name = view.text(view.argument(member.value, 'db_table')) ?? `${table}_${member.name}`;
  return [tableBetween({ name: one.name, target: { model: one.key } }, { name: target.name, target: { model: target.key } }, target.key === one.key, { origin: 'model', name, place })];
}

/** `unique_together` names fields: their columns. */
function uniqueTogether(meta: ClassView | undefined, parts: readonly ClassView[], columns: readonly ColumnFact[]): readonly IndexFact[] {
  const member = meta?.members().find((candidate) => candidate.name === 'unique_together');
  if (meta === undefined || member === undefined) return [];
  const { view } = meta;
  const ofField = new Map(parts.flatMap((part) => part.members().map((field) => [field.name, columns.find((column) => column.member === part.keyOf(field.symbol))?.name ?? field.name] as const)));
  return textGroups(view, member.value).map((names) => ({ columns: names.map((name) => ofField.get(name) ?? name), isUnique: true }));
}
