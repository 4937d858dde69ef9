import { Expression, SYMBOL } from '../../../facts/schema.js';
import { namedValues } from '../../../named-values.js';
import type { DecorationSite, FileView } from '../../../view/file-view.js';
import { classOfSymbol, classesOf } from '../../class-view.js';
import type { ClassView, MemberView } from '../../class-view.js';
import { enumValues } from '../../enum-values.js';
import type { SchemaContext, SchemaFamily } from '../../family.js';
import { memberRelations } from '../../member-relations.js';
import { primaryKeyOf, uniqueIndexesOf } from '../../model.js';
import type { ColumnFact, ForeignKeyFact, IndexFact, TableFact } from '../../model.js';
import { snakeCase } from '../../names.js';
import { entitySchemas } from './entity-schemas.js';
import { entitySite, find, isOf, membersOf, optionOf, optionText, targetOf } from './options.js';

const COLUMNS = new Set(['Property', 'PrimaryKey', 'SerializedPrimaryKey', 'Enum']);
const TYPES: Readonly<Record<string, string>> = namedValues({ string: 'varchar', number: 'integer', boolean: 'boolean', Date: 'timestamptz', Buffer: 'bytea', bigint: 'bigint' });
/** Types that a property may be given as a text or by `t`, as PostgreSQL calls them. */
const NAMED: Readonly<Record<string, string>> = namedValues({ string: 'varchar', number: 'integer', Date: 'timestamptz', datetime: 'timestamptz', int: 'integer', float: 'real' });

/** Objects in objects, and keys of keys. */
const DEPTH = 4;
/** PostgreSQL has no more. */
const MOST_COLUMNS = 1600;

/** Entities of MikroORM that decorators or schemas declare, under names with underscores. */
export const family: SchemaFamily = {
  id: 'mikroorm',
  languages: ['typescript'],
  accesses: { flushes: /^flush$/, follows: /^populate$/ },
  isCandidate: (view) => view.file.role !== 'test' && [...view.packages()].some((name) => name.startsWith('npm:@mikro-orm/')),
  read: (views, context) => views.flatMap((view) => [...classesOf(view, context).flatMap((one) => tablesOf(one, context)), ...entitySchemas(view, context)]),
};

/** A class that is an entity, and the one whose table it is in. */
interface Rooted {
  readonly site: DecorationSite;
  readonly root: ClassView;
}

/** The entity at the top of a hierarchy in one table: where a column or a map tells its classes apart. */
function rootedOf(one: ClassView): Rooted | undefined {
  const site = entitySite(one);
  if (site === undefined || optionOf(one.view, site, 'expression') >= 0) return undefined;
  const root = [...one.bases()].reverse().find((base) => isDiscriminated(base));
  if (root !== undefined) return { site, root };
  return optionText(one.view, site, 'abstract') === 'true' && !isDiscriminated(one) ? undefined : { site, root: one };
}

function isDiscriminated(one: ClassView): boolean {
  const site = entitySite(one);
  return site !== undefined && ['discriminatorColumn', 'discriminatorMap'].some((key) => optionOf(one.view, site, key) >= 0);
}

/** The name of an entity's table and its schema. */
function tableOf(root: ClassView): { readonly name: string; readonly schema: string | undefined } {
  const site = entitySite(root);
  const text = (key: string): string | undefined => (site === undefined ? undefined : optionText(root.view, site, key));
  const [name = '', schema = text('schema')] = (text('tableName') ?? snakeCase(root.name)).split('.').reverse();
  return { name, schema };
}

function tablesOf(one: ClassView, context: SchemaContext): readonly TableFact[] {
  const { view } = one;
  const rooted = rootedOf(one);
  if (rooted === undefined) return [];
  const { root } = rooted;
  const isRoot = root.key === one.key;
  // What shares a table without a map of its own is found by its value.
  if (isRoot && optionOf(view, rooted.site, 'discriminatorValue') >= 0 && optionText(view, rooted.site, 'tableName') === undefined && !isDiscriminated(one)) return [];
  const { name, schema } = tableOf(root);
  const inRoot = new Set(isRoot ? [] : membersOf(root).map(({ member }) => member.name));
  const fields = membersOf(one).filter(({ member }) => !inRoot.has(member.name));
  const columns: ColumnFact[] = [];
  const foreignKeys: ForeignKeyFact[] = [];
  const pivots: TableFact[] = [];
  const columnOfMember = new Map<string, string>();
  for (const { part, member } of fields) {
    const relation = relationOf(part, member, context);
    const own = columnOf(part, member, context);
    const found = own === undefined ? (relation?.columns ?? embeddedOf(part, member, context)) : [own];
    columns.push(...found.map((column) => (isRoot ? column : { ...column, isNullable: true })));
    if (found.length === 1) columnOfMember.set(member.name, found[0]?.name ?? '');
    if (relation !== undefined) foreignKeys.push(relation.foreignKey);
    const pivot = pivotOf(one, name, part, member, context);
    if (pivot !== undefined) pivots.push(pivot);
  }
  if (columns.length === 0 && isRoot) return [];
  const discriminator = isRoot ? optionText(view, rooted.site, 'discriminatorColumn') : undefined;
  if (discriminator !== undefined && !columns.some((column) => column.name === snakeCase(discriminator))) columns.push({ name: snakeCase(discriminator), type: 'varchar', isNullable: false, place: one.place });
  return [
    {
      kind: 'table',
      family: 'mikroorm',
      origin: 'model',
      name,
      ...(schema === undefined ? {} : { schema }),
      model: one.key,
      columns,
      primaryKey: primaryKeyOf(columns),
      indexes: [...uniqueIndexesOf(columns), ...indexesOf(one, fields, columnOfMember)],
      foreignKeys,
      relations: memberRelations(one),
      place: one.place,
    },
    ...pivots,
  ];
}

/** Enumerations of numbers are small ones. */
function enumType(one: ClassView, site: DecorationSite, context: SchemaContext): string {
  const { view } = one;
  const lambda = [view.argument(site.expression, 0), optionOf(view, site, 'items')].find((row) => view.kind(row) === Expression.lambda);
  const symbol = lambda === undefined ? -1 : view.symbolNamed(view.returnedExpression(lambda));
  const declared = symbol < 0 ? undefined : classOfSymbol(symbol, context);
  const texts = declared?.members('enumMember').map((member) => declared.view.facts.text(declared.view.facts.symbols.get(member.symbol, SYMBOL.signature))) ?? [];
  return texts.length > 0 && !texts.some((text) => /=\s*['"`]/.test(text)) ? 'smallint' : 'enum';
}

function columnOf(one: ClassView, member: MemberView, context: SchemaContext): ColumnFact | undefined {
  const { view } = one;
  const site = find(one, member, ...COLUMNS);
  if (site === undefined || site.name === 'SerializedPrimaryKey' || optionText(view, site, 'persist') === 'false' || optionOf(view, site, 'formula') >= 0) return undefined;
  const written = writtenType(view, member);
  const isPrimaryKey = site.name === 'PrimaryKey' || optionText(view, site, 'primary') === 'true';
  const stated = optionText(view, site, 'columnType');
  const given = optionOf(view, site, 'type');
  // `types.text` and `t.text` name a type by their last part.
  const named = view.text(given) ?? (view.kind(given) === Expression.member ? view.name(given) : undefined);
  const length = optionText(view, site, 'length');
  const base = site.name === 'Enum' ? (named ?? enumType(one, site, context)) : named === undefined ? (TYPES[written.type] ?? written.type) : (NAMED[named] ?? named);
  const nullable = optionText(view, site, 'nullable');
  const values = site.name === 'Enum' && base === 'enum' ? [view.argument(site.expression, 0), optionOf(view, site, 'items')].map((row) => enumValues(view, row, context)).find((found) => found.length > 0) : undefined;
  const fallback = optionText(view, site, 'defaultRaw') ?? optionText(view, site, 'default');
  return {
    name: optionText(view, site, 'fieldName') ?? optionText(view, site, 'name') ?? snakeCase(member.name),
    ...(stated !== undefined ? { type: stated } : base === '' ? {} : { type: length === undefined || base !== 'varchar' ? base : `${base}(${length})` }),
    isNullable: !isPrimaryKey && (nullable === undefined ? written.isOptional : nullable === 'true'),
    ...(isPrimaryKey ? { isPrimaryKey } : {}),
    ...(optionText(view, site, 'unique') === 'true' ? { isUnique: true } : {}),
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(values === undefined ? {} : { values }),
    member: one.keyOf(member.symbol),
    place: one.placeOf(member.symbol),
  };
}

/** The type without what says that it may be absent. */
function writtenType(view: FileView, member: MemberView): { readonly type: string; readonly isOptional: boolean } {
  // `createdAt = new Date()` is of the type that it makes.
  const made = member.type < 0 && view.kind(member.value) === Expression.new ? view.name(member.value) : '';
  const text = (made === '' ? view.typeText(member.type) : made).replace(/^Opt<(.*)>$/, '$1');
  const type = text.replaceAll(/\s*\|\s*(?:null|undefined)\b/g, '').trim();
  // One of several texts is a text.
  return { type: /^(?:'[^']*'|"[^"]*")(?:\s*\|\s*(?:'[^']*'|"[^"]*"))*$/.test(type) ? 'string' : type, isOptional: type !== text.trim() };
}

/** Names of the columns of an entity's key, those of relations included. @param around entities whose keys lead here */
function keysOf(one: ClassView, context: SchemaContext, around: readonly string[] = []): readonly string[] {
  if (around.includes(one.key) || around.length > DEPTH) return [];
  return membersOf(one).flatMap(({ part, member }) => {
    const own = columnOf(part, member, context);
    if (own !== undefined) return own.isPrimaryKey === true ? [own.name] : [];
    const site = find(part, member, 'ManyToOne', 'OneToOne');
    const isKey = site !== undefined && optionText(part.view, site, 'primary') === 'true';
    return isKey ? (relationOf(part, member, context, [...around, one.key])?.columns.map(({ name }) => name) ?? []) : [];
  });
}

/** The columns of a relation that this side owns. */
function relationOf(one: ClassView, member: MemberView, context: SchemaContext, around: readonly string[] = []): { readonly columns: readonly ColumnFact[]; readonly foreignKey: ForeignKeyFact } | undefined {
  const { view } = one;
  const site = find(one, member, 'ManyToOne', 'OneToOne');
  if (site === undefined || optionOf(view, site, 'mappedBy') >= 0) return undefined;
  // Of two sides of one to one, the one that names no other member or says so is the owner.
  if (site.name === 'OneToOne' && view.kind(view.argument(site.expression, 1)) === Expression.lambda && optionText(view, site, 'owner') !== 'true') return undefined;
  const target = targetOf(one, member, site, context);
  if (target === undefined) return undefined;
  const keys = keysOf(target, context, around);
  const several = view.texts(optionOf(view, site, 'joinColumns'));
  const stated = optionText(view, site, 'joinColumn') ?? optionText(view, site, 'fieldName');
  const names = several.length > 0 ? several : stated !== undefined ? [stated] : keys.map((key) => `${snakeCase(member.name)}_${key}`);
  if (names.length === 0) return undefined;
  const place = one.placeOf(member.symbol);
  const isPrimaryKey = optionText(view, site, 'primary') === 'true';
  const isNullable = !isPrimaryKey && optionText(view, site, 'nullable') === 'true';
  const columns = names.map((name): ColumnFact => ({ name, isNullable, ...(isPrimaryKey ? { isPrimaryKey } : {}), ...(site.name === 'OneToOne' && names.length === 1 ? { isUnique: true } : {}), member: one.keyOf(member.symbol), place }));
  return { columns, foreignKey: { columns: names, target: { model: target.key, ...(keys.length > 1 ? { columns: keys } : {}) }, place } };
}

/** Columns of an embedded object: its own under a prefix, or one that holds it as JSON. */
function embeddedOf(one: ClassView, member: MemberView, context: SchemaContext, depth = 0): readonly ColumnFact[] {
  const { view } = one;
  const site = find(one, member, 'Embedded');
  const target = site === undefined || depth > DEPTH ? undefined : targetOf(one, member, site, context);
  if (site === undefined || target === undefined) return [];
  const isNullable = optionText(view, site, 'nullable') === 'true';
  const shared = { member: one.keyOf(member.symbol), place: one.placeOf(member.symbol) };
  if (optionText(view, site, 'object') === 'true' || optionText(view, site, 'array') === 'true') return [{ name: optionText(view, site, 'fieldName') ?? snakeCase(member.name), type: 'jsonb', isNullable, ...shared }];
  const stated = optionText(view, site, 'prefix');
  const prefix = stated === 'false' ? '' : (stated ?? `${snakeCase(member.name)}_`);
  const columns: ColumnFact[] = [];
  for (const { part, member: inner } of membersOf(target)) {
    if (columns.length >= MOST_COLUMNS) break;
    const own = columnOf(part, inner, context);
    for (const column of own === undefined ? embeddedOf(part, inner, context, depth + 1) : [own]) columns.push({ ...column, name: `${prefix}${column.name}`, ...(isNullable ? { isNullable } : {}) });
  }
  return columns;
}

/** The table between two entities, at the side that owns the relation. @param table of the owner */
function pivotOf(owner: ClassView, table: string, one: ClassView, member: MemberView, context: SchemaContext): TableFact | undefined {
  const { view } = one;
  const site = find(one, member, 'ManyToMany');
  if (site === undefined || optionOf(view, site, 'mappedBy') >= 0 || optionOf(view, site, 'pivotEntity') >= 0) return undefined;
  if (view.kind(view.argument(site.expression, 1)) === Expression.lambda && optionText(view, site, 'owner') !== 'true' && optionOf(view, site, 'inversedBy') < 0) return undefined;
  const target = targetOf(one, member, site, context);
  if (target === undefined) return undefined;
  const place = one.placeOf(member.symbol);
  const isSelf = target.key === owner.key;
  const side = (entity: ClassView, key: 'joinColumn' | 'inverseJoinColumn', mark: string): readonly { readonly name: string; readonly to: string }[] => {
    const stated = optionText(view, site, key);
    const several = view.texts(optionOf(view, site, `${key}s`));
    return keysOf(entity, context).map((to, index, keys) => ({ name: (keys.length === 1 ? stated : undefined) ?? several[index] ?? `${snakeCase(rootedOf(entity)?.root.name ?? entity.name)}${mark}_${to}`, to }));
  };
  const [from, to] = [side(owner, 'joinColumn', isSelf ? '_1' : ''), side(target, 'inverseJoinColumn', isSelf ? '_2' : '')];
  if (from.length === 0 || to.length === 0) return undefined;
  const columns = [...from, ...to].map(({ name }): ColumnFact => ({ name, isNullable: false, isPrimaryKey: true, place }));
  const keyTo = (entity: ClassView, ends: typeof from): ForeignKeyFact => ({ columns: ends.map(({ name }) => name), target: { model: entity.key, columns: ends.map((end) => end.to) }, place });
  const [name = '', schema] = (optionText(view, site, 'pivotTable') ?? `${table}_${snakeCase(member.name)}`).split('.').reverse();
  return { kind: 'table', family: 'mikroorm', origin: 'model', name, ...(schema === undefined ? {} : { schema }), columns, primaryKey: primaryKeyOf(columns), foreignKeys: [keyTo(owner, from), keyTo(target, to)], place };
}

/** `@Index()` and `@Unique()` of members, and of the class with the properties that they name. */
function indexesOf(one: ClassView, fields: readonly { readonly part: ClassView; readonly member: MemberView }[], columnOfMember: ReadonlyMap<string, string>): readonly IndexFact[] {
  const ofMembers = fields.flatMap(({ part, member }) => {
    const column = columnOfMember.get(member.name);
    return column === undefined ? [] : member.decorations.filter((site) => isOf(part.view, site, 'Index', 'Unique')).map((site): IndexFact => ({ columns: [column], isUnique: site.name === 'Unique' }));
  });
  const ofClass = one.decorations.filter((site) => isOf(one.view, site, 'Index', 'Unique')).flatMap((site): readonly IndexFact[] => {
    const list = optionOf(one.view, site, 'properties');
    const names = list < 0 ? [] : one.view.arguments(list).map((part) => columnOfMember.get(one.view.text(part.value) ?? ''));
    const columns = names.filter((name) => name !== undefined);
    return columns.length === 0 || columns.length < names.length ? [] : [{ columns, isUnique: site.name === 'Unique' }];
  });
  return [...ofMembers, ...ofClass];
}
