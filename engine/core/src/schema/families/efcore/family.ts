import { classesOf } from '../../class-view.js';
import type { ClassView } from '../../class-view.js';
import type { SchemaFamily } from '../../family.js';
import type { SchemaFact, TableFact } from '../../model.js';
import { conventionsOf, heldKeysOf } from './conventions.js';
import { fluentFacts } from './fluent.js';
import { migrationOperations } from './migrations.js';
import { navigationTarget } from './navigation.js';

const CONTEXT = /DbContext$/;

/** Entity Framework Core: sets of a context, conventions, attributes, the fluent interface, and migrations. */
export const family: SchemaFamily = {
  id: 'efcore',
  languages: ['csharp'],
  isCandidate: (view) => view.file.role !== 'test' && ['DbContext', 'DbSet', 'IEntityTypeConfiguration', 'MigrationBuilder', 'ModelBuilder'].some((name) => view.facts.indexOf(name) >= 0),
  read(views, context) {
    const sets = views.flatMap((view) => classesOf(view, context).filter(isContext).flatMap((one) => setsOf(one)));
    const fluent = views.filter((view) => !/(?:\.Designer|ModelSnapshot)\.cs$/.test(view.file.path)).flatMap((view) => fluentFacts(view, context));
    const entities = reach([...sets.map(({ entity }) => entity), ...fluent.flatMap(({ entity }) => entity ?? [])]);
    const names = new Map(sets.map(({ entity, name }) => [entity.key, name]));
    const owners = new Set(entities.map((one) => one.key));
    const facts: SchemaFact[] = [...entities.map((one): TableFact => conventionsOf(one, names.get(one.key) ?? one.name, owners)), ...entities.flatMap((one) => heldKeysOf(one, owners))];
    return [...facts, ...fluent.map(({ fact }) => fact).filter((fact) => fact.model !== undefined && owners.has(fact.model)), ...views.flatMap((view) => migrationOperations(view))];
  },
};

function isContext(one: ClassView): boolean {
  return one.baseNames().some((name) => CONTEXT.test(name));
}

/** `DbSet<User> Users`: the entity, and the table's name by convention. */
function setsOf(one: ClassView): readonly { readonly entity: ClassView; readonly name: string }[] {
  return one.members().flatMap((member) => {
    const [argument] = one.view.typeArguments(member.type);
    if (argument === undefined || !/^DbSet\b/.test(one.view.typeText(member.type))) return [];
    const entity = one.classOf(argument);
    return entity === undefined ? [] : [{ entity, name: member.name }];
  });
}

/** Entities that navigations of entities lead to are entities too. */
function reach(start: readonly ClassView[]): readonly ClassView[] {
  const found = new Map<string, ClassView>();
  const open = [...start];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    if (found.has(next.key)) continue;
    found.set(next.key, next);
    for (const member of next.members()) {
      if (next.isStatic(member) || member.decorations.some((site) => site.name === 'NotMapped')) continue;
      const target = navigationTarget(next, member.type);
      if (target !== undefined && !found.has(target.key)) open.push(target);
    }
  }
  return [...found.values()];
}
