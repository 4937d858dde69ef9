import type { ClassView, MemberView } from '../../class-view.js';
import type { TableFact } from '../../model.js';
import { isMapped } from './conventions.js';
import type { FluentFact, Relation } from './fluent.js';
import { isCollection, navigationTarget } from './navigation.js';

/** A member that leads to another class of the model. */
export interface Navigation {
  /** The class that declares it: the entity or a base. */
  readonly part: ClassView;
  readonly member: MemberView;
  readonly target: ClassView;
  readonly isCollection: boolean;
}

/** An entity with all that its class and the fluent interface say of it. */
export interface Entity {
  readonly view: ClassView;
  readonly table: TableFact;
  readonly fluent: readonly FluentFact[];
  readonly relations: readonly Relation[];
  readonly navigations: readonly Navigation[];
  /** Names of its key's columns. */
  readonly key: readonly string[];
}

/** @param keys of all entities: what a base that is one declares is the base's */
export function entityOf(view: ClassView, table: TableFact, fluent: readonly FluentFact[], keys: ReadonlySet<string>): Entity {
  const ignored = new Set(fluent.flatMap(({ fact }) => fact.ignored ?? []));
  const properties = propertiesIn(fluent);
  return {
    view,
    table,
    fluent,
    // `HasOne(chapter => chapter.Item)` alone says no more than the member.
    relations: fluent.flatMap(({ relations }) => relations).filter(({ isInverseCollection, hasForeignKey }) => isInverseCollection !== undefined || hasForeignKey),
    navigations: navigationsOf(view).filter(({ part, member }) => (part.key === view.key || !keys.has(part.key)) && !ignored.has(part.keyOf(member.symbol)) && !ignored.has(member.name) && !properties.has(member.name)),
    key: fluent.flatMap(({ fact }) => (fact.primaryKey === undefined ? [] : [fact.primaryKey])).pop() ?? keyOf(view, table),
  };
}

/** Members that the fluent interface makes columns of, such as a class that is converted into a value. */
export function propertiesIn(fluent: readonly FluentFact[]): ReadonlySet<string> {
  return new Set(fluent.flatMap(({ properties }) => properties));
}

/** Users and roles of ASP.NET Core Identity have a key that their bases declare, outside the repository. */
function keyOf(view: ClassView, { primaryKey = [] }: TableFact): readonly string[] {
  return primaryKey.length === 0 && view.baseNames().some((name) => /^Identity(?:User|Role)$/.test(name)) ? ['Id'] : primaryKey;
}

/** The name of its table, as far as anything says it. */
export function tableNameOf({ table, fluent }: Entity): { readonly name: string | undefined; readonly schema: string | undefined } {
  const last = (field: 'name' | 'schema'): string | undefined => [table, ...fluent.map(({ fact }) => fact)].flatMap((fact) => fact[field] ?? []).pop();
  return { name: last('name'), schema: last('schema') };
}

/** Members of a class and its bases that lead to classes of the repository. */
export function navigationsOf(view: ClassView): readonly Navigation[] {
  const seen = new Set<string>();
  return [view, ...view.bases().filter(({ kind }) => kind !== 'interface')].flatMap((part) =>
    part.members('property', 'accessor').flatMap((member): Navigation[] => {
      // A member of a base may be hidden by one of its name.
      if (seen.has(member.name)) return [];
      seen.add(member.name);
      const target = isMapped(part, member) ? navigationTarget(part, member.type) : undefined;
      return target === undefined ? [] : [{ part, member, target, isCollection: isCollection(part.view, member.type) }];
    }),
  );
}
