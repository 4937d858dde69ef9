import type { TableFact } from '../../model.js';
import { foreignKeyText, mayBeNull } from './conventions.js';
import { tableNameOf } from './entity.js';
import type { Entity, Navigation } from './entity.js';
import type { Relation } from './fluent.js';

type Entities = ReadonlyMap<string, Entity>;

/** One relation as both of its ends see it. */
interface Ends {
  readonly from: Entity;
  readonly navigation: Navigation;
  readonly target: Entity;
  readonly configured: Relation | undefined;
  /** The other end's navigation, where there is one. */
  readonly inverse: Navigation | undefined;
  readonly isInverseCollection: boolean | undefined;
}

/**
 * What relations add to the tables: keys that no member stands for, and the tables between two collections.
 * Source: https://learn.microsoft.com/ef/core/modeling/relationships/conventions
 */
export function relationFacts(entities: Entities): readonly TableFact[] {
  return [...entities.values()].flatMap((from) => [
    ...from.navigations.flatMap((navigation) => {
      const ends = endsOf(from, navigation, entities);
      return ends === undefined ? [] : factsOf(ends);
    }),
    ...from.relations.flatMap((relation) => withoutNavigation(from, relation, entities)),
  ]);
}

function endsOf(from: Entity, navigation: Navigation, entities: Entities): Ends | undefined {
  const target = entities.get(navigation.target.key);
  if (target === undefined) return undefined;
  const { name } = navigation.member;
  const own = from.relations.find((relation) => relation.navigation === name);
  const theirs = target.relations.find((relation) => relation.inverse === name && relation.target?.key === from.view.key);
  const inverse = inverseOf(from, navigation, target, own, theirs);
  const isInverseCollection = own?.isInverseCollection ?? theirs?.isCollection ?? inverse?.isCollection;
  return { from, navigation, target, configured: own ?? theirs, inverse, isInverseCollection };
}

/** The navigation back: the configured one, that of `[InverseProperty]`, or the only one where there is one in each direction. */
function inverseOf(from: Entity, { member, part }: Navigation, target: Entity, own: Relation | undefined, theirs: Relation | undefined): Navigation | undefined {
  const stated = member.decorations.find((site) => site.name === 'InverseProperty');
  const name = own?.inverse ?? theirs?.navigation ?? (stated === undefined ? undefined : part.view.text(part.view.argument(stated.expression, 0)));
  if (name !== undefined) return target.navigations.find((other) => other.member.name === name);
  if (own !== undefined || theirs !== undefined || from === target) return undefined;
  const taken = (entity: Entity, other: Entity): readonly Navigation[] => entity.navigations.filter((one) => one.target.key === other.view.key && !isConfigured(entity, one, other));
  const [there, back] = [taken(from, target), taken(target, from)];
  return there.length === 1 && back.length === 1 ? back[0] : undefined;
}

function isConfigured(entity: Entity, { member }: Navigation, other: Entity): boolean {
  return entity.relations.some(({ navigation }) => navigation === member.name) || other.relations.some(({ inverse, target }) => inverse === member.name && target?.key === entity.view.key);
}

function factsOf(ends: Ends): readonly TableFact[] {
  const { from, navigation, target, configured, inverse, isInverseCollection } = ends;
  if (configured?.hasForeignKey === true) return [];
  if (navigation.isCollection && isInverseCollection === true) return joinFacts(ends);
  // Of one to one, which side has the key is only told where a member or the fluent interface says it.
  if (!navigation.isCollection) return isInverseCollection === false ? [] : keyFacts(from, target, navigation.member.name, navigation, mayBeNull(navigation.part, navigation.member) && !isRequired(navigation));
  // The other end has a navigation, which tells of the key.
  return inverse === undefined && target !== from ? keyFacts(target, from, from.view.name, navigation, true) : [];
}

/** `HasOne<Payment>().WithMany()`, without a member at this end. */
function withoutNavigation(from: Entity, relation: Relation, entities: Entities): readonly TableFact[] {
  const target = relation.target === undefined ? undefined : entities.get(relation.target.key);
  if (target === undefined || relation.navigation !== undefined || relation.inverse !== undefined || relation.hasForeignKey) return [];
  if (relation.isCollection) return relation.isInverseCollection === true ? [] : keyFacts(target, from, from.view.name, undefined, true);
  return relation.isInverseCollection === true ? keyFacts(from, target, target.view.name, undefined, true) : [];
}

/** A key without a member: named after the navigation, or after the entity that it points at. */
function keyFacts(dependent: Entity, principal: Entity, base: string, navigation: Navigation | undefined, isNullable: boolean): readonly TableFact[] {
  const [key] = principal.key;
  if (key === undefined || principal.key.length > 1 || hasStatedKey(navigation)) return [];
  const known = [`${base}${key}`, `${base}Id`, `${principal.view.name}${key}`, `${principal.view.name}Id`];
  const names = new Map(columnsOf(dependent).map(({ name }) => [name.toLowerCase(), name]));
  const held = known.flatMap((one) => names.get(one.toLowerCase()) ?? [])[0];
  const name = held ?? keyName(base, key);
  const place = navigation?.part.placeOf(navigation.member.symbol);
  const where = place === undefined ? {} : { place };
  return [
    {
      kind: 'table',
      family: 'efcore',
      origin: 'model',
      model: dependent.view.key,
      columns: held !== undefined ? [] : [{ name, isNullable, ...typeOf(principal, key), ...where }],
      foreignKeys: [{ columns: [name], target: { model: principal.view.key }, rule: 'schema.foreignKey.convention', ...where }],
    },
  ];
}

/** `BookId` for a key `Id` or `BookId`. */
export function keyName(base: string, key: string): string {
  return key.toLowerCase().startsWith(base.toLowerCase()) ? key : `${base}${key}`;
}

function columnsOf({ table, fluent }: Entity): TableFact['columns'] {
  return [...table.columns, ...fluent.flatMap(({ fact }) => fact.columns)];
}

function isRequired({ member }: Navigation): boolean {
  return member.decorations.some(({ name }) => name === 'Required');
}

/** `[ForeignKey("…")]` at the navigation, or at the member that is its key. */
function hasStatedKey(navigation: Navigation | undefined): boolean {
  if (navigation === undefined) return false;
  const { part, member } = navigation;
  return foreignKeyText(part, member) !== undefined || [part, ...part.bases()].some((one) => one.members('property', 'accessor').some((other) => foreignKeyText(one, other) === member.name));
}

/** The table between two collections; of its two ends the first by name tells of it. */
function joinFacts({ from, navigation, target, configured, inverse }: Ends): readonly TableFact[] {
  // A class for the table says itself what it holds.
  if (configured?.joinEntity !== undefined) return [];
  if (inverse !== undefined && `${target.view.name}\0${inverse.member.name}` < `${from.view.name}\0${navigation.member.name}`) return [];
  const [key, otherKey] = [from.key[0], target.key[0]];
  if (key === undefined || otherKey === undefined || from.key.length > 1 || target.key.length > 1) return [];
  // Each column is named after the navigation that leads to what it points at.
  const sides = [
    { column: configured?.joinKeys.get(from.view.key) ?? `${inverse?.member.name ?? from.view.name}${key}`, entity: from, key },
    { column: configured?.joinKeys.get(target.view.key) ?? `${navigation.member.name}${otherKey}`, entity: target, key: otherKey },
  ];
  const place = navigation.part.placeOf(navigation.member.symbol);
  const { schema } = tableNameOf(from);
  return [
    {
      kind: 'table',
      family: 'efcore',
      origin: 'model',
      name: configured?.joinTable ?? sides.map(({ entity }) => entity.view.name).sort().join(''),
      ...(schema === undefined ? {} : { schema }),
      columns: sides.map(({ column, entity, key: of }) => ({ name: column, isNullable: false, isPrimaryKey: true, place, ...typeOf(entity, of) })),
      primaryKey: sides.map(({ column }) => column),
      foreignKeys: sides.map(({ column, entity }) => ({ columns: [column], target: { model: entity.view.key }, rule: 'schema.foreignKey.convention', place })),
      place,
    },
  ];
}

function typeOf(entity: Entity, key: string): { readonly type?: string } {
  const type = columnsOf(entity).find(({ name }) => name === key)?.type;
  return type === undefined ? {} : { type };
}
