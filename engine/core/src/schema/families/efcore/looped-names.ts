import type { ClassView } from '../../class-view.js';
import type { SchemaContext } from '../../family.js';
import type { OperationFact, TableFact } from '../../model.js';
import type { NamedType } from './composed-names.js';
import { tableNameOf } from './entity.js';
import type { Entity } from './entity.js';
import type { FluentFact } from './fluent.js';
import type { NamingLoop } from './naming-loops.js';

/** Entities whose tables a loop over all types names, with that name among what the fluent interface says of them. */
export interface Renamed {
  readonly entities: ReadonlyMap<string, Entity>;
  /** What the loops say of tables without a class. */
  readonly change: (fact: TableFact) => TableFact;
}

/** @param loopsOf the loops that hold for an entity, in their order; those that hold for all of a repository without one */
export function renamed(entities: ReadonlyMap<string, Entity>, loopsOf: (entity?: Entity) => readonly NamingLoop[], operations: readonly OperationFact[], { program }: SchemaContext): Renamed {
  const made = new Map(operations.flatMap((fact) => (fact.operation === 'createTable' ? [[fact.table.name.toLowerCase(), fact.table.name] as const] : fact.operation === 'renameTable' ? [[fact.to.toLowerCase(), fact.to] as const] : [])));
  const nameOf = (loops: readonly NamingLoop[], type: NamedType, stated: string | undefined): string | undefined | null => {
    let table: string | undefined = type.table;
    let isChanged = false;
    for (const loop of loops) {
      // What is stated for one type mostly comes after what is done for all.
      if (!loop.isOfCurrent && stated !== undefined) continue;
      const name: string | undefined = loop.nameOf({ ...type, table: table ?? type.table });
      // Whether the condition holds is seen where migrations make a table of the name.
      if (loop.isPerhaps && (name === undefined || !made.has(name.toLowerCase()))) {
        if (name !== undefined || made.has((table ?? type.table).toLowerCase())) continue;
      }
      table = name;
      isChanged = true;
    }
    return isChanged ? (table ?? null) : undefined;
  };
  const found = new Map([...entities].map(([key, entity]): readonly [string, Entity] => {
    // Classes that others continue have the table of the first of them.
    const isContinued = entity.view.bases().some((base) => entities.has(base.key));
    const loops = isContinued ? [] : loopsOf(entity);
    const stated = entity.fluent.flatMap(({ fact }) => fact.name ?? []).pop();
    const current = tableNameOf(entity).name;
    const name = loops.length === 0 || current === undefined ? undefined : nameOf(loops, { name: entity.view.name, namespace: namespaceOf(entity.view, program), table: current }, stated);
    if (name === undefined || current === undefined) return [key, entity];
    return [key, name === null ? unknownName(entity, made, entities) : { ...entity, fluent: [...entity.fluent, naming(entity, { name })] }];
  }));
  const change = (fact: TableFact): TableFact => {
    if (fact.model !== undefined || fact.name === undefined) return fact;
    const loops = loopsOf().filter(({ isOfCurrent }) => isOfCurrent);
    const name = loops.length === 0 ? undefined : nameOf(loops, { name: fact.name, namespace: '', table: fact.name }, undefined);
    return typeof name === 'string' ? { ...fact, name } : fact;
  };
  return { entities: found, change };
}

/** A table whose name only the running program knows is the one table of the migrations that ends in the class's name; where there is none it is held against none. */
function unknownName(entity: Entity, made: ReadonlyMap<string, string>, entities: ReadonlyMap<string, Entity>): Entity {
  const own = [entity.view.name, tableNameOf(entity).name ?? ''].map(bare).filter((name) => name !== '');
  const longer = [...entities.values()].map(({ view }) => bare(view.name)).filter((name) => name !== bare(entity.view.name));
  const ending = [...made].filter(([key]) => own.some((name) => bare(key).endsWith(name)) && !longer.some((name) => bare(key).endsWith(name) && own.every((one) => name.length > one.length)));
  const [only] = ending;
  return ending.length === 1 && only !== undefined ? { ...entity, fluent: [...entity.fluent, naming(entity, { name: only[1] })] } : { ...entity, table: { ...entity.table, isMigratedElsewhere: true } };
}

function bare(name: string): string {
  return name.replaceAll(/[^\p{L}\d]/gu, '').toLowerCase();
}

function naming({ view }: Entity, said: Pick<TableFact, 'name'>): FluentFact {
  return { entity: view, fact: { kind: 'table', family: 'efcore', origin: 'model', model: view.key, columns: [], ...said }, relations: [], owns: [], properties: [], configuredBy: '', by: -1, path: view.view.file.path };
}

/** Names of the namespaces around a class. */
function namespaceOf({ view, symbol }: ClassView, program: SchemaContext['program']): string {
  const names: string[] = [];
  for (let at = program.parentOf(view.file.firstSymbol + symbol); at >= 0; at = program.parentOf(at)) names.unshift(program.nameOf(at));
  return names.join('.');
}
