import { Expression } from '../../../facts/schema.js';
import { namedValues } from '../../../named-values.js';
import { outsidePath } from '../../../view/file-view.js';
import type { DecorationSite, FileView } from '../../../view/file-view.js';
import { classOfSymbol, classesOf } from '../../class-view.js';
import type { ClassView, MemberView } from '../../class-view.js';
import type { SchemaContext, SchemaFamily } from '../../family.js';
import { primaryKeyOf, uniqueIndexesOf } from '../../model.js';
import type { ColumnFact, ForeignKeyFact, IndexFact, TableFact } from '../../model.js';
import { snakeCase } from '../../names.js';

const COLUMNS = new Set(['Property', 'PrimaryKey', 'SerializedPrimaryKey', 'Enum']);
const TYPES: Readonly<Record<string, string>> = namedValues({ string: 'varchar', number: 'integer', boolean: 'boolean', Date: 'timestamptz', Buffer: 'bytea', bigint: 'bigint' });
/** Types that a property may be given as a text or by `t`, as PostgreSQL calls them. */
const NAMED: Readonly<Record<string, string>> = namedValues({ string: 'varchar', number: 'integer', Date: 'timestamptz', datetime: 'timestamptz', int: 'integer' });

/** Entities of MikroORM that decorators declare, under names with underscores. */
export const family: SchemaFamily = {
  id: 'mikroorm',
  languages: ['typescript'],
  isCandidate: (view) => view.file.role !== 'test' && [...view.packages()].some((name) => name.startsWith('npm:@mikro-orm/')),
  read: (views, context) => views.flatMap((view) => classesOf(view, context).flatMap((one) => entityOf(one, context) ?? [])),
};

function isOf(view: FileView, site: DecorationSite, ...names: readonly string[]): boolean {
  return names.includes(site.name) && outsidePath(view.decorationOutcome(site))?.startsWith('npm:@mikro-orm/') === true;
}

function find(one: ClassView, member: MemberView, ...names: readonly string[]): DecorationSite | undefined {
  return member.decorations.find((site) => isOf(one.view, site, ...names));
}

/** An entry of an argument that is an object. */
function optionOf(view: FileView, site: DecorationSite, key: string): number {
  for (const part of view.arguments(site.expression)) {
    const value = view.kind(part.value) === Expression.object ? view.argument(part.value, key) : -1;
    if (value >= 0) return value;
  }
  return -1;
}

function entityOf(one: ClassView, context: SchemaContext): TableFact | undefined {
  const { view } = one;
  const entity = one.decorations.find((site) => isOf(view, site, 'Entity'));
  if (entity === undefined || view.text(optionOf(view, entity, 'abstract')) === 'true' || optionOf(view, entity, 'expression') >= 0) return undefined;
  // What shares its base's table has none of its own.
  if (optionOf(view, entity, 'discriminatorValue') >= 0 && view.text(optionOf(view, entity, 'tableName')) === undefined) return undefined;
  const [name = '', schema = view.text(optionOf(view, entity, 'schema'))] = (view.text(optionOf(view, entity, 'tableName')) ?? snakeCase(one.name)).split('.').reverse();
  const fields = new Map([...[...one.bases()].reverse(), one].flatMap((part) => part.members().map((member) => [member.name, { part, member }] as const)));
  const columns: ColumnFact[] = [];
  const foreignKeys: ForeignKeyFact[] = [];
  const columnOfMember = new Map<string, string>();
  for (const { part, member } of fields.values()) {
    const relation = relationOf(part, member, context);
    const column = columnOf(part, member) ?? relation?.column;
    if (column === undefined) continue;
    columns.push(column);
    columnOfMember.set(member.name, column.name);
    if (relation !== undefined) foreignKeys.push(relation.foreignKey);
  }
  if (columns.length === 0) return undefined;
  return {
    kind: 'table',
    family: 'mikroorm',
    origin: 'model',
    name,
    ...(schema === undefined ? {} : { schema }),
    model: one.key,
    columns,
    primaryKey: primaryKeyOf(columns),
    indexes: [...uniqueIndexesOf(columns), ...indexesOf(one, [...fields.values()], columnOfMember)],
    foreignKeys,
    place: one.place,
  };
}

function columnOf(one: ClassView, member: MemberView): ColumnFact | undefined {
  const { view } = one;
  const site = find(one, member, ...COLUMNS);
  if (site === undefined || site.name === 'SerializedPrimaryKey' || view.text(optionOf(view, site, 'persist')) === 'false' || optionOf(view, site, 'formula') >= 0) return undefined;
  const written = writtenType(view, member);
  const isPrimaryKey = site.name === 'PrimaryKey' || view.text(optionOf(view, site, 'primary')) === 'true';
  const stated = view.text(optionOf(view, site, 'columnType'));
  const given = optionOf(view, site, 'type');
  // `types.text` and `t.text` name a type by their last part.
  const named = view.text(given) ?? (view.kind(given) === Expression.member ? view.name(given) : undefined);
  const length = view.text(optionOf(view, site, 'length'));
  const base = site.name === 'Enum' ? (named ?? 'enum') : named === undefined ? (TYPES[written.type] ?? written.type) : (NAMED[named] ?? named);
  const nullable = view.text(optionOf(view, site, 'nullable'));
  const fallback = view.text(optionOf(view, site, 'defaultRaw')) ?? view.text(optionOf(view, site, 'default'));
  return {
    name: view.text(optionOf(view, site, 'fieldName')) ?? view.text(optionOf(view, site, 'name')) ?? snakeCase(member.name),
    ...(stated !== undefined ? { type: stated } : base === '' ? {} : { type: length === undefined || base !== 'varchar' ? base : `${base}(${length})` }),
    isNullable: !isPrimaryKey && (nullable === undefined ? written.isOptional : nullable === 'true'),
    ...(isPrimaryKey ? { isPrimaryKey } : {}),
    ...(view.text(optionOf(view, site, 'unique')) === 'true' ? { isUnique: true } : {}),
    ...(fallback === undefined ? {} : { default: fallback }),
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
  return { type, isOptional: type !== text.trim() };
}

/** The column of a relation that this side owns. */
function relationOf(one: ClassView, member: MemberView, context: SchemaContext): { readonly column: ColumnFact; readonly foreignKey: ForeignKeyFact } | undefined {
  const { view } = one;
  const site = find(one, member, 'ManyToOne', 'OneToOne');
  if (site === undefined || optionOf(view, site, 'mappedBy') >= 0) return undefined;
  // Of two sides of one to one, the one that names no other member or says so is the owner.
  if (site.name === 'OneToOne' && view.kind(view.argument(site.expression, 1)) === Expression.lambda && view.text(optionOf(view, site, 'owner')) !== 'true') return undefined;
  const target = targetOf(one, member, site, context);
  if (target === undefined) return undefined;
  const key = [target, ...target.bases()].flatMap((part) => part.members().filter((other) => find(part, other, 'PrimaryKey') !== undefined).map((other) => snakeCase(other.name)));
  const stated = view.text(optionOf(view, site, 'joinColumn')) ?? view.text(optionOf(view, site, 'fieldName'));
  if (stated === undefined && key.length !== 1) return undefined;
  const name = stated ?? `${snakeCase(member.name)}_${key[0] ?? ''}`;
  const place = one.placeOf(member.symbol);
  const isPrimaryKey = view.text(optionOf(view, site, 'primary')) === 'true';
  return {
    column: { name, isNullable: !isPrimaryKey && view.text(optionOf(view, site, 'nullable')) === 'true', ...(isPrimaryKey ? { isPrimaryKey } : {}), ...(site.name === 'OneToOne' ? { isUnique: true } : {}), member: one.keyOf(member.symbol), place },
    foreignKey: { columns: [name], target: { model: target.key }, place },
  };
}

/** `() => Author`, `{ entity: () => Author }`, or the member's type. */
function targetOf(one: ClassView, member: MemberView, site: DecorationSite, context: SchemaContext): ClassView | undefined {
  const { view } = one;
  const lambda = [view.argument(site.expression, 0), optionOf(view, site, 'entity')].find((row) => view.kind(row) === Expression.lambda);
  if (lambda !== undefined) {
    const symbol = view.symbolNamed(view.returnedExpression(lambda));
    if (symbol >= 0) return classOfSymbol(symbol, context);
  }
  return one.classOf(member.type);
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
