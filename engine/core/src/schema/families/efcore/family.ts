import type { ClassView } from '../../class-view.js';
import type { SchemaFamily } from '../../family.js';
import type { TableFact } from '../../model.js';
import { inStyle } from '../../names.js';
import type { NameStyle } from '../../names.js';
import { contextsOf } from './contexts.js';
import type { Context } from './contexts.js';
import { conventionsOf, heldKeysOf, statedTable } from './conventions.js';
import { entityOf, navigationsOf, propertiesIn } from './entity.js';
import type { Entity } from './entity.js';
import { fluentFacts } from './fluent.js';
import type { FluentFact } from './fluent.js';
import { hierarchyFacts } from './hierarchy.js';
import { identityFacts, identityOf, renamedTables } from './identity.js';
import { renamed } from './looped-names.js';
import { migrationOperations } from './migrations.js';
import { mentionsConvention, namingConventions } from './naming-conventions.js';
import type { NamingConvention } from './naming-conventions.js';
import { namingLoops } from './naming-loops.js';
import type { NamingLoop } from './naming-loops.js';
import { isOwned, ownedFacts } from './owned.js';
import { isKeyless } from './navigation.js';
import { relationFacts } from './relations.js';

const GENERATED = /(?:\.Designer|ModelSnapshot)\.cs$/;

/** Entity Framework Core: sets of a context, conventions, attributes, the fluent interface, and migrations. */
export const family: SchemaFamily = {
  id: 'efcore',
  languages: ['csharp'],
  accesses: { follows: /^(?:Then)?Include$/, flushes: /^SaveChanges(?:Async)?$/, hasMemberPaths: true },
  isCandidate: (view) => view.file.role !== 'test' && (['DbContext', 'DbSet', 'IEntityTypeConfiguration', 'MigrationBuilder', 'ModelBuilder'].some((name) => view.facts.indexOf(name) >= 0) || mentionsConvention(view)),
  read(views, schema) {
    const contexts = views.flatMap((view) => contextsOf(view, schema));
    const fluent = views.filter((view) => !GENERATED.test(view.file.path)).flatMap((view) => fluentFacts(view, schema));
    const identities = contexts.flatMap(({ view }) => identityOf(view) ?? []);
    const stated = entitiesOf(contexts, fluent, identities.flatMap(({ user, role, others }) => [user ?? [], role ?? [], ...others.values()].flat()));
    const projectOf = new Map(views.map((view) => [view.file.path, view.manifestPath]));
    const operations = views.flatMap((view) => migrationOperations(view));
    const { stylesFor, whole } = stylesOf(views.flatMap((view) => namingConventions(view, schema)), contexts, stated, projectOf);
    const { entities, change } = renamed(spelled(stated, stylesFor), loopsOf(views.flatMap((view) => namingLoops(view, schema)), contexts, stated, projectOf), operations, schema);
    const styles = [...entities.values()].flatMap(({ view }): readonly TableFact[] => {
      return stylesFor(view).map(({ style, isOfColumns }) => ({ kind: 'table', family: 'efcore', origin: 'model', model: view.key, columns: [], columnStyle: style, isStyleOfAll: isOfColumns }));
    });
    const hierarchy = hierarchyFacts(entities);
    const keys = new Set(entities.keys());
    const ofIdentity = new Map(identities.length === 0 ? [] : views.filter((view) => !GENERATED.test(view.file.path)).flatMap(renamedTables));
    const tables = [...entities.values()].flatMap((entity): readonly TableFact[] => [hierarchy.get(entity.view.key) ?? entity.table, ...heldKeysOf(entity.view, keys)]);
    const said = fluent.filter(({ owned, fact }) => owned === undefined && fact.model !== undefined && keys.has(fact.model)).map(({ fact }) => fact);
    const named = [...entities.values()].flatMap(({ fluent: own }) => own.filter(({ by }) => by < 0).map(({ fact }) => fact));
    const facts: readonly TableFact[] = [...ofContexts(contexts, entities, projectOf), ...tables, ...identities.flatMap((identity) => identityFacts(identity, ofIdentity, contexts.find(({ view }) => view === identity.context)?.defaultSchema)), ...relationFacts(entities), ...ownedFacts(entities, fluent), ...said, ...named, ...styles];
    return [...facts.map((fact) => inWholeStyle(change(fact), whole)), ...operations];
  },
};

/** The project of each file. */
type ProjectOf = ReadonlyMap<string, string>;

/** Loops that name the tables of an entity: all where there is one context, else those of a context that it belongs to; one of which no context speaks belongs to the only one that has loops. */
function loopsOf(loops: readonly NamingLoop[], contexts: readonly Context[], entities: ReadonlyMap<string, Entity>, projectOf: ProjectOf): (entity?: Entity) => readonly NamingLoop[] {
  if (loops.length === 0) return () => [];
  const ofContext = (context: Context): readonly NamingLoop[] => loops.filter(({ within, path, by }) => (within === context.view.name && path === context.view.view.file.path) || context.calls.has(by));
  if (contexts.length < 2) return () => loops;
  const members = contexts.map((context) => ({ loops: ofContext(context), keys: new Set(entitiesIn(context, entities, projectOf).map(({ key }) => key)) }));
  const naming = members.filter(({ loops: own }) => own.length > 0);
  return (entity) => {
    const around = entity === undefined ? [] : members.filter(({ keys }) => keys.has(entity.view.key));
    if (around.length === 0) return naming.length === 1 ? (naming[0]?.loops ?? []) : [];
    return around.find(({ loops: own }) => own.length > 0)?.loops ?? [];
  };
}

/** How names are spelled: of an entity by the conventions of the first context that it belongs to and that has some, of what has no class where all agree. */
interface Styles {
  readonly stylesFor: (one: ClassView) => readonly NamingConvention[];
  readonly whole: NameStyle | undefined;
}

function stylesOf(conventions: readonly NamingConvention[], contexts: readonly Context[], entities: ReadonlyMap<string, Entity>, projectOf: ProjectOf): Styles {
  if (conventions.length === 0) return { stylesFor: () => [], whole: undefined };
  const names = new Set(contexts.map(({ view }) => view.name));
  const holdsFor = (convention: NamingConvention, { view, calls }: Context): boolean => {
    if (convention.isOfColumns) return calls.has(convention.by);
    const stated = convention.contexts.filter((name) => names.has(name));
    return stated.length === 0 || stated.includes(view.name);
  };
  const byKey = new Map<string, readonly NamingConvention[]>();
  for (const context of contexts) {
    const held = conventions.filter((convention) => holdsFor(convention, context));
    if (held.length > 0) for (const { key } of entitiesIn(context, entities, projectOf)) if (!byKey.has(key)) byKey.set(key, held);
  }
  const [style, ...others] = new Set(conventions.map((convention) => convention.style));
  return { stylesFor: ({ key }) => byKey.get(key) ?? [], whole: others.length === 0 ? style : undefined };
}

/** Entities whose tables nothing names, with the names that a convention gives them. */
function spelled(entities: ReadonlyMap<string, Entity>, stylesFor: Styles['stylesFor']): ReadonlyMap<string, Entity> {
  return new Map([...entities].map(([key, entity]): readonly [string, Entity] => {
    const convention = stylesFor(entity.view).find(({ isOfColumns }) => !isOfColumns);
    const { name } = entity.table;
    const isStated = statedTable(entity.view).name !== undefined || entity.fluent.some(({ fact }) => fact.name !== undefined);
    return [key, convention === undefined || name === undefined || isStated ? entity : { ...entity, table: { ...entity.table, name: inStyle(name, convention.style) } }];
  }));
}

/** Columns of a table without a class of its own, such as those of Identity. */
function inWholeStyle(fact: TableFact, style: NameStyle | undefined): TableFact {
  if (style === undefined || fact.model !== undefined) return fact;
  const of = (names: readonly string[]): readonly string[] => names.map((name) => inStyle(name, style));
  return {
    ...fact,
    columns: fact.columns.map((column) => (column.isNamed === true ? column : { ...column, name: inStyle(column.name, style) })),
    ...(fact.primaryKey === undefined ? {} : { primaryKey: of(fact.primaryKey) }),
    ...(fact.indexes === undefined ? {} : { indexes: fact.indexes.map((index) => ({ ...index, columns: of(index.columns) })) }),
    ...(fact.foreignKeys === undefined ? {} : { foreignKeys: fact.foreignKeys.map((foreignKey) => ({ ...foreignKey, columns: of(foreignKey.columns) })) }),
  };
}

const NOTHING: ReadonlySet<string> = new Set();

/** Everything that a context has a set of or speaks of, and what is reached from there. */
function entitiesOf(contexts: readonly Context[], fluent: readonly FluentFact[], others: readonly ClassView[]): ReadonlyMap<string, Entity> {
  const sets = contexts.flatMap((context) => context.sets);
  const names = new Map(sets.map(({ entity, name }) => [entity.key, name]));
  const byEntity = Map.groupBy(fluent.filter(({ owned }) => owned === undefined), ({ entity }) => entity?.key);
  const owned = new Set(fluent.flatMap((fact) => (fact.owned === undefined ? [] : [fact.entity?.key])));
  const targets = fluent.flatMap(({ relations, subtypes = [] }) => [...relations.flatMap(({ target, joinEntity }) => [target, joinEntity]), ...subtypes]).filter((target) => target !== undefined);
  const start = [...sets.map(({ entity }) => entity), ...fluent.flatMap((fact) => (fact.owned === undefined ? (fact.entity ?? []) : [])), ...targets, ...others];
  const started = new Set(start.map(({ key }) => key));
  const isSpokenOf = (one: ClassView): boolean => names.has(one.key) || byEntity.has(one.key) || started.has(one.key);
  const isApart = (one: ClassView): boolean => owned.has(one.key) || isOwned(one);
  const isValue = (one: ClassView): boolean => !isSpokenOf(one) && !isApart(one) && isKeyless(one);
  const classes = reach(start, (one) => isSpokenOf(one) || !(isApart(one) || isValue(one)), (one) => propertiesIn(byEntity.get(one.key) ?? []));
  const keys = new Set(classes.map((one) => one.key));
  return new Map(classes.map((one) => [one.key, entityOf(one, conventionsOf(one, names.get(one.key) ?? one.name, keys, isValue), byEntity.get(one.key) ?? [], keys)]));
}

/** Entities that navigations of entities lead to are entities too. */
function reach(start: readonly ClassView[], isEntity: (one: ClassView) => boolean, propertiesOf: (one: ClassView) => ReadonlySet<string> = () => NOTHING): readonly ClassView[] {
  const found = new Map<string, ClassView>();
  const open = start.filter(isEntity);
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    if (found.has(next.key)) continue;
    found.set(next.key, next);
    const properties = propertiesOf(next);
    open.push(...navigationsOf(next).filter(({ member }) => !properties.has(member.name)).map(({ target }) => target).filter((target) => !found.has(target.key) && isEntity(target)));
  }
  return [...found.values()];
}

/** What a context says of all that it has sets of, configures, and reaches from there: `HasDefaultSchema`, where what names a schema keeps it; and that a base of another library may add columns. */
function ofContexts(contexts: readonly Context[], entities: ReadonlyMap<string, Entity>, projectOf: ProjectOf): readonly TableFact[] {
  return contexts.flatMap((context) => {
    const { defaultSchema, isExtended } = context;
    if (defaultSchema === undefined && !isExtended) return [];
    return entitiesIn(context, entities, projectOf).map((one): TableFact => ({ kind: 'table', family: 'efcore', origin: 'model', model: one.key, ...(defaultSchema === undefined ? {} : { schema: defaultSchema }), columns: [], ...(isExtended ? { isPartial: true } : {}) }));
  });
}

/** What a context has sets of, configures, and reaches from there. */
function entitiesIn({ view, sets, configurations, projects, calls }: Context, entities: ReadonlyMap<string, Entity>, projectOf: ProjectOf): readonly ClassView[] {
  const isConfigured = ({ fluent }: Entity): boolean => fluent.some(({ path, by, configuredBy }) => (configuredBy === view.name && path === view.view.file.path) || calls.has(by) || (configurations?.has(configuredBy) ?? (configuredBy !== '' && projects.has(projectOf.get(path) ?? ''))));
  const start = [...sets.map(({ entity }) => entity), ...[...entities.values()].filter(isConfigured).map((entity) => entity.view)];
  return reach(start, (one) => entities.has(one.key));
}
