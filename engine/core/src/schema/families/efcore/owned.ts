import type { ClassView } from '../../class-view.js';
import type { ColumnFact, TableFact } from '../../model.js';
import { memberName } from '../../model.js';
import { conventionsOf, mayBeNull } from './conventions.js';
import { tableNameOf } from './entity.js';
import type { Entity } from './entity.js';
import type { FluentFact, Ownership } from './fluent.js';
import { memberOf } from './navigation.js';
import { keyName } from './relations.js';

const NO_ENTITIES: ReadonlySet<string> = new Set();

/** Ownerships of the fluent interface, and those that `[Owned]` at a class makes of every navigation to it. */
function ownershipsOf({ view, fluent, navigations }: Pick<Entity, 'view' | 'fluent' | 'navigations'>): readonly Ownership[] {
  const stated = fluent.flatMap(({ owns }) => owns);
  const marked = navigations
    .filter(({ target, member }) => isOwned(target) && !stated.some(({ navigation }) => navigation === member.name))
    .map(({ member, isCollection }): Ownership => ({ owner: view, navigation: member.name, isCollection }));
  return [...stated, ...marked];
}

/** `[Owned]`, `[ComplexType]`. */
export function isOwned(one: ClassView): boolean {
  return one.decoration('Owned') !== undefined || one.decoration('ComplexType') !== undefined;
}

/**
 * Columns of owned objects in their owners' tables, and the tables of owned collections.
 * Source: https://learn.microsoft.com/ef/core/modeling/owned-entities
 */
export function ownedFacts(entities: ReadonlyMap<string, Entity>, fluent: readonly FluentFact[]): readonly TableFact[] {
  const owned = fluent.filter((fact) => fact.owned !== undefined);
  return [...entities.values()].flatMap((entity) => {
    const ownerships = ownershipsOf(entity);
    const isApart = (ownership: Ownership): boolean => ownership.isCollection || saidOf(ownership, owned).some(({ name }) => name !== undefined && name !== tableNameOf(entity).name);
    const columns = ownerships.filter((ownership) => !isApart(ownership)).flatMap((ownership) => columnsOf(ownership, owned));
    const inOwner: TableFact[] = columns.length === 0 ? [] : [{ kind: 'table', family: 'efcore', origin: 'model', model: entity.view.key, columns }];
    return [...inOwner, ...ownerships.filter(isApart).flatMap((ownership) => tableOf(entity, ownership, owned))];
  });
}

function targetOf(owner: ClassView, navigation: string): { readonly target: ClassView; readonly isOptional: boolean } | undefined {
  const found = memberOf(owner, navigation);
  if (found === undefined) return undefined;
  const { part, member } = found;
  const [inner] = part.view.typeArguments(member.type);
  const target = part.classOf(member.type) ?? (inner === undefined ? undefined : part.classOf(inner));
  return target === undefined ? undefined : { target, isOptional: mayBeNull(part, member) };
}

function saidOf(ownership: Ownership, fluent: readonly FluentFact[]): readonly TableFact[] {
  return factsOf(ownership, fluent).map(({ fact }) => fact);
}

function factsOf(ownership: Ownership, fluent: readonly FluentFact[]): readonly FluentFact[] {
  return fluent.filter(({ owned }) => owned?.owner.key === ownership.owner.key && owned.navigation === ownership.navigation);
}

/** The columns of an owned object, each named after its member of the owner; what is said of one by name stands. */
function columnsOf(ownership: Ownership, fluent: readonly FluentFact[]): readonly ColumnFact[] {
  const found = targetOf(ownership.owner, ownership.navigation);
  if (found === undefined) return [];
  const { target, isOptional } = found;
  const said = saidOf(ownership, fluent);
  const ignored = new Set(said.flatMap((fact) => fact.ignored ?? []));
  const own = conventionsOf(target, '', NO_ENTITIES).columns.filter(({ name, member }) => !ignored.has(name) && (member === undefined || !ignored.has(member)));
  return merged(own, said.flatMap((fact) => fact.columns)).map(({ column, isNamed }): ColumnFact => {
    const { isPrimaryKey: _key, ...rest } = column;
    return { ...rest, ...(isNamed ? { name: column.name, isNamed } : { name: `${ownership.navigation}_${column.name}` }), ...(isOptional ? { isNullable: true } : {}) };
  });
}

/** Conventions' columns with what the fluent interface changes; whether it gives the name. */
function merged(own: readonly ColumnFact[], changes: readonly ColumnFact[]): readonly { readonly column: ColumnFact; readonly isNamed: boolean }[] {
  const known = new Map<string, { column: ColumnFact; isNamed: boolean }>();
  for (const column of own) known.set(column.member ?? column.name, { column, isNamed: column.member !== undefined && memberName(column.member) !== column.name });
  for (const change of changes) {
    const id = change.member ?? change.name;
    const before = known.get(id);
    const isNamed = change.isNamed === true || (change.member !== undefined && memberName(change.member) !== change.name);
    known.set(id, { column: { ...before?.column, ...change, ...(isNamed || before === undefined ? {} : { name: before.column.name }) }, isNamed: isNamed || before?.isNamed === true });
  }
  return [...known.values()];
}

/** The table of owned objects: their owner's key, and of a collection one of their own. */
function tableOf(owner: Entity, ownership: Ownership, fluent: readonly FluentFact[]): readonly TableFact[] {
  const found = targetOf(owner.view, ownership.navigation);
  const [ownerKey] = owner.key;
  if (found === undefined || ownerKey === undefined || owner.key.length > 1) return [];
  const { target } = found;
  const said = saidOf(ownership, fluent);
  const conventions = conventionsOf(target, '', NO_ENTITIES);
  const foreignKey = factsOf(ownership, fluent).flatMap((fact) => fact.ownerKey ?? []).pop() ?? keyName(owner.view.name, ownerKey);
  const columns = merged(conventions.columns, said.flatMap((fact) => fact.columns)).map(({ column }) => column);
  const named = (name: string): string => columns.find(({ member }) => member !== undefined && memberName(member) === name)?.name ?? name;
  const stated = said.flatMap((fact) => (fact.primaryKey === undefined ? [] : [fact.primaryKey])).pop()?.map(named);
  const key = ownership.isCollection && stated === undefined ? (conventions.primaryKey?.[0] ?? 'Id') : undefined;
  const keys = stated ?? [foreignKey, ...(key === undefined ? [] : [key])];
  const ownerType = owner.table.columns.find(({ name }) => name === ownerKey)?.type;
  const schema = said.flatMap((fact) => fact.schema ?? []).pop() ?? tableNameOf(owner).schema;
  return [
    {
      kind: 'table',
      family: 'efcore',
      origin: 'model',
      name: said.flatMap((fact) => fact.name ?? []).pop() ?? target.name,
      ...(schema === undefined ? {} : { schema }),
      columns: [
        ...(columns.some(({ name }) => name === foreignKey) ? [] : [{ name: foreignKey, isNullable: false, ...(keys.includes(foreignKey) ? { isPrimaryKey: true } : {}), ...(ownerType === undefined ? {} : { type: ownerType }) }]),
        ...(key === undefined || columns.some(({ name }) => name === key) ? [] : [{ name: key, type: 'int', isNullable: false, isPrimaryKey: true }]),
        ...columns.map((column) => (keys.includes(column.name) ? { ...column, isPrimaryKey: true, isNullable: false } : column)),
      ],
      primaryKey: keys,
      foreignKeys: [{ columns: [foreignKey], target: { model: owner.view.key }, rule: 'schema.foreignKey.convention' }],
      place: target.place,
    },
  ];
}
