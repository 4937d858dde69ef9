import { Expression } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import type { ClassView } from '../../class-view.js';
import type { SchemaContext } from '../../family.js';
import type { ColumnFact, ForeignKeyFact, TableFact } from '../../model.js';
import { columnOf, membersOf } from './columns.js';
import type { PlacedMember } from './columns.js';
import { classNamed, findDecorator, optionOf } from './decorators.js';
import { ancestorsOf, entityName } from './entity-names.js';
import { embeddedName, joinColumnName, joinTableColumnName, joinTableName } from './naming.js';

/** Columns that a relation adds to the table of the side that owns it. */
export interface OwnedRelation {
  readonly columns: readonly ColumnFact[];
  readonly foreignKey: ForeignKeyFact;
}

/** A column of a table's key: its name, its member, and whether the name is stated. */
interface KeyColumn {
  readonly name: string;
  readonly member: string;
  readonly stated: string | undefined;
}

interface JoinColumn {
  readonly name: string | undefined;
  readonly referenced: string | undefined;
}

const NESTED = 8;

/** Columns of the key, those that are relations included. */
function keyOf(one: ClassView, context: SchemaContext, depth = 0): readonly KeyColumn[] {
  return membersOf(ancestorsOf(one), context).flatMap((placed): readonly KeyColumn[] => {
    const column = columnOf(placed, context);
    if (column?.isPrimaryKey === true) return [{ name: column.name, member: placed.member.name, stated: column.name === placed.member.name ? undefined : column.name }];
    const site = findDecorator(placed.part, placed.member, 'ManyToOne', 'OneToOne');
    if (site === undefined || depth > NESTED || placed.part.view.text(optionOf(placed.part.view, site, 'primary')) !== 'true') return [];
    return (relationOf(placed, one, context, depth + 1)?.columns ?? []).map(({ name }) => ({ name, member: placed.member.name, stated: name }));
  });
}

/** A column of a table by its member or by its name. */
function columnNamed(one: ClassView, name: string, context: SchemaContext): string {
  const placed = membersOf(ancestorsOf(one), context).find(({ member }) => member.name === name);
  return (placed === undefined ? undefined : columnOf(placed, context)?.name) ?? name;
}

/** What this side of a relation owns. @param one the entity */
export function relationOf(placed: PlacedMember, one: ClassView, context: SchemaContext, depth = 0): OwnedRelation | undefined {
  const { part, member, prefixes } = placed;
  const { view } = part;
  const site = findDecorator(part, member, 'ManyToOne', 'OneToOne', 'TreeParent');
  if (site === undefined) return undefined;
  const isParent = site.name === 'TreeParent';
  const joins = member.decorations.filter((decoration) => decoration.name === 'JoinColumn').flatMap((join) => joinColumnsOf(view, join.expression));
  if (site.name === 'OneToOne' && !member.decorations.some((decoration) => decoration.name === 'JoinColumn')) return undefined;
  const target = isParent ? one : classNamed(part, member, site, context);
  if (target === undefined) return undefined;
  const keys = keyOf(target, context, depth);
  const isPrimaryKey = view.text(optionOf(view, site, 'primary')) === 'true';
  const nullable = view.text(optionOf(view, site, 'nullable'));
  const place = part.placeOf(member.symbol);
  const referenced = joins.some((join) => join.referenced !== undefined)
    ? joins.map((join) => ({ name: join.name ?? joinColumnName(member.name, join.referenced ?? ''), column: columnNamed(target, join.referenced ?? '', context) }))
    : (keys.length > 0 ? keys : [{ name: 'id', member: 'id', stated: undefined }]).map((key, index) => ({ name: joins[index]?.name ?? joinColumnName(member.name, key.member), column: key.name }));
  const columns = referenced.map(({ name }): ColumnFact => ({ name: embeddedName(name, prefixes), isNullable: !isPrimaryKey && nullable !== 'false', ...(isPrimaryKey ? { isPrimaryKey } : {}), ...(site.name === 'OneToOne' && referenced.length === 1 ? { isUnique: true } : {}), member: part.keyOf(member.symbol), place }));
  const isConstraint = view.text(optionOf(view, site, 'createForeignKeyConstraints')) !== 'false';
  return {
    columns,
    foreignKey: { columns: columns.map(({ name }) => name), target: { model: target.key, columns: referenced.map(({ column }) => column) }, place, ...(isConstraint ? {} : { confidence: 90, rule: 'typeorm.unconstrained' }) },
  };
}

/** `JoinColumn({ name, referencedColumnName })`, or a list of these. */
function joinColumnsOf(view: FileView, call: number): readonly JoinColumn[] {
  const [first] = view.arguments(call);
  const objects = first === undefined ? [] : view.kind(first.value) === Expression.array ? view.arguments(first.value).map((part) => part.value) : [first.value];
  return objects.map((row) => ({ name: view.text(view.argument(row, 'name')), referenced: view.text(view.argument(row, 'referencedColumnName')) }));
}

/** The table between two entities, on the side with `JoinTable`. */
export function joinTableOf({ part, member }: PlacedMember, one: ClassView, context: SchemaContext): TableFact | undefined {
  const { view } = part;
  const site = findDecorator(part, member, 'ManyToMany');
  const join = findDecorator(part, member, 'JoinTable');
  if (site === undefined || join === undefined) return undefined;
  const target = classNamed(part, member, site, context);
  const [own, other] = [entityName(one), target === undefined ? undefined : entityName(target)];
  if (target === undefined || own === undefined || other === undefined) return undefined;
  const place = part.placeOf(member.symbol);
  const isSelf = target.key === one.key;
  const name = view.text(view.argument(join.expression, 0)) ?? view.text(optionOf(view, join, 'name')) ?? joinTableName(own.name, member.name, other.name);
  const schema = view.text(optionOf(view, join, 'schema')) ?? own.schema;
  const side = (entity: ClassView, table: string, single: string, ordinal: number): { readonly columns: readonly ColumnFact[]; readonly foreignKey: ForeignKeyFact } => {
    const given = joinColumnsIn(view, optionOf(view, join, single), optionOf(view, join, `${single}s`));
    const keys = keyOf(entity, context);
    const pairs = keys.map((key) => {
      const stated = given.find((one) => one.referenced === key.member) ?? (given.length === keys.length ? given[keys.indexOf(key)] : undefined);
      return { name: stated?.name ?? `${joinTableColumnName(table, key.stated ?? key.member)}${isSelf ? `_${ordinal}` : ''}`, column: key.name };
    });
    return {
      columns: pairs.map((pair) => ({ name: pair.name, isNullable: false, isPrimaryKey: true, place })),
      foreignKey: { columns: pairs.map((pair) => pair.name), target: { model: entity.key, columns: pairs.map(({ column }) => column) }, place },
    };
  };
  const [first, second] = [side(one, own.name, 'joinColumn', 1), side(target, other.name, 'inverseJoinColumn', 2)];
  const columns = [...first.columns, ...second.columns];
  return { kind: 'table', family: 'typeorm', origin: 'model', name, ...(schema === undefined ? {} : { schema }), columns, primaryKey: columns.map((column) => column.name), foreignKeys: [first.foreignKey, second.foreignKey], place };
}

function joinColumnsIn(view: FileView, single: number, list: number): readonly JoinColumn[] {
  const rows = list >= 0 ? view.arguments(list).map((part) => part.value) : single >= 0 ? [single] : [];
  return rows.map((row) => ({ name: view.text(view.argument(row, 'name')), referenced: view.text(view.argument(row, 'referencedColumnName')) }));
}
