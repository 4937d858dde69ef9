import { Expression } from '../../../facts/schema.js';
import { namedValues } from '../../../named-values.js';
import { outsidePath } from '../../../view/file-view.js';
import type { DecorationSite, FileView } from '../../../view/file-view.js';
import { classOfSymbol, classesOf } from '../../class-view.js';
import type { ClassView, MemberView } from '../../class-view.js';
import type { SchemaContext } from '../../family.js';
import { memberRelations } from '../../member-relations.js';
import { primaryKeyOf } from '../../model.js';
import type { ColumnFact, ForeignKeyFact, TableFact } from '../../model.js';
import { snakeCase } from '../../names.js';
import { columnAttribute } from './attributes.js';
import { pluralOf, stampsOf } from './naming.js';

const PACKAGES = /^npm:(?:sequelize-typescript|@sequelize\/core)\b/;
/** Types of members whose columns state none. */
const TYPES: Readonly<Record<string, string>> = namedValues({ string: 'varchar', number: 'integer', bigint: 'bigint', boolean: 'boolean', Date: 'timestamptz', Buffer: 'bytea' });
const STAMPS: Readonly<Record<string, string>> = namedValues({ CreatedAt: 'createdAt', UpdatedAt: 'updatedAt', DeletedAt: 'deletedAt' });
/** A key that associations of the repository do not make a constraint of. */
const UNCONSTRAINED = { confidence: 90, rule: 'sequelize.unconstrained' } as const;

/** A class with what its decorations say. */
interface Decorated {
  readonly one: ClassView;
  readonly table: DecorationSite;
  readonly isUnderscored: boolean;
}

interface Part {
  readonly part: ClassView;
  readonly member: MemberView;
}

/** Models of sequelize-typescript and of Sequelize's own decorators: classes with `@Table`, or with `@Column` in what is derived from a model. */
export function decoratedModels(views: readonly FileView[], context: SchemaContext): readonly TableFact[] {
  const models = views.flatMap((view) =>
    classesOf(view, context).flatMap((one): readonly Decorated[] => {
      const table = one.decorations.find((site) => isOf(view, site, 'Table'));
      return table === undefined || one.isAbstract ? [] : [{ one, table, isUnderscored: optionText(view, table, 'underscored') === 'true' }];
    }),
  );
  const byKey = new Map(models.map((model) => [model.one.key, model]));
  const associated = new Set(models.flatMap(({ one }) => membersOf(one).flatMap(({ part, member }) => member.decorations.filter((site) => isOf(part.view, site, 'BelongsTo', 'HasMany', 'HasOne') && optionText(part.view, site, 'constraints') !== 'false').flatMap((site) => pair(one.key, targetOf(part, site, 0, context)?.key)))));
  const joining = new Set(models.flatMap(({ one }) => membersOf(one).flatMap(({ part, member }) => member.decorations.filter((site) => isOf(part.view, site, 'BelongsToMany')).flatMap((site) => targetOf(part, site, 1, context)?.key ?? []))));
  return models.flatMap((model) => [tableOf(model, associated, joining.has(model.one.key), context), ...membersOf(model.one).flatMap((part) => associationOf(model, part, byKey, context))]);
}

/** @param isJoining it stands between two others, whose keys are its own where it states none */
function tableOf({ one, table, isUnderscored }: Decorated, associated: ReadonlySet<string>, isJoining: boolean, context: SchemaContext): TableFact {
  const { view } = one;
  const given = (name: string): string | undefined => optionText(view, table, name);
  const nameOf = (member: string): string => (isUnderscored ? snakeCase(member) : member);
  const columns: ColumnFact[] = [];
  const foreignKeys: ForeignKeyFact[] = [];
  const indexes: NonNullable<TableFact['indexes']>[number][] = [];
  const stamps = new Map<string, string>();
  for (const part of membersOf(one)) {
    const read = columnOf(part, nameOf, context);
    const left = part.member.decorations.find((site) => STAMPS[site.name] !== undefined && given(STAMPS[site.name] ?? '') === 'false');
    if (left !== undefined) continue;
    for (const site of part.member.decorations) if (STAMPS[site.name] !== undefined && isOf(part.part.view, site, site.name)) stamps.set(STAMPS[site.name] ?? '', read?.column.name ?? nameOf(part.member.name));
    if (read === undefined) continue;
    columns.push(read.column);
    indexes.push(...(read.column.isUnique === true ? [{ columns: [read.column.name], isUnique: true }] : []));
    const key = find(part, 'ForeignKey');
    const target = key === undefined ? undefined : targetOf(part.part, key, 0, context);
    if (target !== undefined) foreignKeys.push({ columns: [read.column.name], target: { model: target.key }, place: part.part.placeOf(part.member.symbol), ...(associated.has(`${one.key} ${target.key}`) ? {} : UNCONSTRAINED) });
  }
  const hasKey = columns.some((column) => column.isPrimaryKey === true || column.name === 'id');
  const id: ColumnFact = { name: 'id', type: 'integer', isNullable: false, isPrimaryKey: true, place: one.place };
  const timed = stampsOf((option) => (stamps.get(option) !== undefined ? 'stated' : given(option)), nameOf).filter(({ name }) => name !== 'stated');
  const statedStamps = [...stamps].map(([option, name]): ColumnFact => ({ name, type: 'timestamptz', isNullable: option === 'deletedAt', place: one.place }));
  const together = isJoining && !hasKey ? foreignKeys.flatMap((key) => key.columns) : [];
  const all = [...(hasKey || together.length > 0 ? [] : [id]), ...columns].map((column) => (together.includes(column.name) ? { ...column, isNullable: false, isPrimaryKey: true } : column));
  const added = [...statedStamps, ...timed].filter((stamp) => !all.some((column) => column.name === stamp.name));
  // What Sequelize keeps itself is there whenever it is written.
  const kept = all.map((column) => (statedStamps.some(({ name, isNullable }) => name === column.name && isNullable === false) ? { ...column, isNullable: false } : column));
  const schema = given('schema');
  const modelName = given('modelName') ?? one.name;
  const name = given('tableName') ?? view.text(view.argument(table.expression, 0)) ?? (given('freezeTableName') === 'true' ? modelName : nameOf(pluralOf(modelName)));
  const whole = [...kept, ...added.map((stamp) => ({ ...stamp, place: one.place }))];
  return { kind: 'table', family: 'sequelize', origin: 'model', name, ...(schema === undefined ? {} : { schema }), model: one.key, modelName: one.name, columns: whole, primaryKey: primaryKeyOf(whole), indexes, foreignKeys, relations: memberRelations(one), place: one.place };
}

function columnOf({ part, member }: Part, nameOf: (member: string) => string, context: SchemaContext): { readonly column: ColumnFact } | undefined {
  const { view } = part;
  const site = find({ part, member }, 'Column', 'Attribute', 'PrimaryKey', 'ForeignKey', 'CreatedAt', 'UpdatedAt', 'DeletedAt');
  if (site === undefined) return undefined;
  const stating = find({ part, member }, 'Column', 'Attribute');
  const value = stating === undefined ? -1 : view.argument(stating.expression, 0);
  const written = view.typeText(member.type).replaceAll(/\s*\|\s*(?:null|undefined)\b/g, '').trim();
  const [read] = columnAttribute(view, nameOf(member.name), value, context, TYPES[written] ?? '').columns;
  if (read === undefined || read.type === 'VIRTUAL') return undefined;
  const says = (name: string): string | undefined => {
    const stated = find({ part, member }, name);
    return stated === undefined ? undefined : (view.text(view.argument(stated.expression, 0)) ?? 'true');
  };
  const isPrimaryKey = says('PrimaryKey') === 'true' || read.isPrimaryKey === true;
  const nullable = says('AllowNull');
  const isNullable = isPrimaryKey || says('NotNull') !== undefined ? false : nullable === undefined ? read.isNullable : nullable === 'true';
  const fallback = find({ part, member }, 'Default') === undefined ? undefined : view.text(view.argument(find({ part, member }, 'Default')?.expression ?? -1, 0));
  const { type, isNullByDefault: _, ...rest } = read;
  const isNullByDefault = isNullable === true && nullable === undefined && read.isNullByDefault === true;
  return {
    column: {
      ...rest,
      ...(type === undefined || type === '' ? {} : { type }),
      ...(isNullable === undefined ? {} : { isNullable }),
      ...(isNullByDefault ? { isNullByDefault } : {}),
      ...(isPrimaryKey ? { isPrimaryKey } : {}),
      ...(says('Unique') === 'true' ? { isUnique: true } : {}),
      ...(fallback === undefined ? {} : { default: fallback }),
      member: part.keyOf(member.symbol),
      place: part.placeOf(member.symbol),
    },
  };
}

/** What a relation adds beyond the columns that members declare: keys that it names, and tables between. */
function associationOf(model: Decorated, part: Part, models: ReadonlyMap<string, Decorated>, context: SchemaContext): readonly TableFact[] {
  const site = find(part, 'BelongsTo', 'HasMany', 'HasOne', 'BelongsToMany');
  const { view } = part.part;
  const target = site === undefined ? undefined : models.get(targetOf(part.part, site, 0, context)?.key ?? '');
  if (site === undefined || target === undefined) return [];
  const place = part.part.placeOf(part.member.symbol);
  if (site.name === 'BelongsToMany') return between(model, target, part, site);
  const stated = view.text(view.argument(site.expression, 1)) ?? optionText(view, site, 'foreignKey') ?? view.text(view.argument(optionAt(view, site, 'foreignKey'), 'name'));
  if (stated === undefined) return [];
  const [holder, referred] = site.name === 'BelongsTo' ? [model, target] : [target, model];
  // A member's column keeps its own name, type and whether it may be null.
  const member = membersOf(holder.one).find((other) => other.member.name === stated);
  const own = member === undefined ? undefined : columnOf(member, (name) => (holder.isUnderscored ? snakeCase(name) : name), context)?.column;
  const name = own?.name ?? (holder.isUnderscored ? snakeCase(stated) : stated);
  const isConstraint = optionText(view, site, 'constraints') !== 'false';
  return [{ kind: 'table', family: 'sequelize', origin: 'model', model: holder.one.key, columns: own === undefined ? [{ name, isNullable: true, place }] : [], foreignKeys: [{ columns: [name], target: { model: referred.one.key }, place, ...(isConstraint ? {} : UNCONSTRAINED) }] }];
}

/** `@BelongsToMany(() => Tag, 'post_tag', 'postId', 'tagId')`: a table that no class stands for. */
function between(model: Decorated, target: Decorated, { part, member }: Part, site: DecorationSite): readonly TableFact[] {
  const { view } = part;
  const text = (position: number, option: string): string | undefined => view.text(view.argument(site.expression, position)) ?? optionText(view, site, option);
  const [name, own, other] = [text(1, 'through'), text(2, 'foreignKey'), text(3, 'otherKey')];
  if (name === undefined || own === undefined || other === undefined) return [];
  const place = part.placeOf(member.symbol);
  const columns = [own, other].map((column): ColumnFact => ({ name: column, isNullable: false, isPrimaryKey: true, place }));
  return [{ kind: 'table', family: 'sequelize', origin: 'model', name, columns, isPartial: true, primaryKey: [own, other], foreignKeys: [{ columns: [own], target: { model: model.one.key }, place }, { columns: [other], target: { model: target.one.key }, place }], place }];
}

function pair(from: string, to: string | undefined): readonly string[] {
  return to === undefined ? [] : [`${from} ${to}`, `${to} ${from}`];
}

function isOf(view: FileView, site: DecorationSite, ...names: readonly string[]): boolean {
  return names.includes(site.name) && PACKAGES.test(outsidePath(view.decorationOutcome(site)) ?? '');
}

function find({ part, member }: Part, ...names: readonly string[]): DecorationSite | undefined {
  return member.decorations.find((site) => isOf(part.view, site, ...names));
}

/** Members of a class with its bases', the base's first. */
function membersOf(one: ClassView): readonly Part[] {
  const found = new Map<string, Part>();
  for (const part of [...[...one.bases()].reverse(), one]) {
    // Of a getter and its setter one is decorated.
    for (const member of part.members()) if (member.decorations.length > 0 || found.get(member.name)?.part !== part) found.set(member.name, { part, member });
  }
  return [...found.values()];
}

/** `() => User`, where the class is a model of the repository. */
function targetOf({ view }: ClassView, site: DecorationSite, position: number, context: SchemaContext): ClassView | undefined {
  const given = view.argument(site.expression, position);
  if (given < 0) return undefined;
  return classOfSymbol(view.symbolNamed(view.kind(given) === Expression.lambda ? view.returnedExpression(given) : given), context);
}

/** An entry of an argument that is an object, or -1. */
function optionAt(view: FileView, site: DecorationSite, key: string): number {
  return view.arguments(site.expression).map((part) => (view.kind(part.value) === Expression.object ? view.argument(part.value, key) : -1)).find((row) => row >= 0) ?? -1;
}

function optionText(view: FileView, site: DecorationSite, key: string): string | undefined {
  return view.text(optionAt(view, site, key));
}
