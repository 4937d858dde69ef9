import type { TableFact } from '../../model.js';
import { statedTable } from './conventions.js';
import { tableNameOf } from './entity.js';
import type { Entity } from './entity.js';

const DISCRIMINATOR = 'Discriminator';

/**
 * Tables of classes that derive from other entities: by convention their columns lie in the root's table, beside one that
 * tells the types apart; a class that names a table of its own has its own columns there, and the root's key.
 * Source: https://learn.microsoft.com/ef/core/modeling/inheritance
 */
export function hierarchyFacts(entities: ReadonlyMap<string, Entity>): ReadonlyMap<string, TableFact> {
  const changed = new Map<string, TableFact>();
  for (const entity of entities.values()) {
    const above = entity.view.bases().filter(({ kind, key }) => kind !== 'interface' && entities.has(key));
    const [parent, root] = [above[0], above[above.length - 1]].map((base) => entities.get(base?.key ?? ''));
    if (parent === undefined || root === undefined) continue;
    const inherited = new Set(above.flatMap(({ key }) => entities.get(key)?.table.columns.flatMap(({ member }) => member ?? []) ?? []));
    const own = entity.table.columns.filter(({ member }) => member === undefined || !inherited.has(member));
    const { name, schema } = tableNameOf(root);
    const stated = entity.fluent.flatMap(({ fact }) => fact.name ?? []).pop() ?? statedTable(entity.view).name;
    const foreignKeys = (entity.table.foreignKeys ?? []).filter(({ columns }) => columns.every((column) => own.some((one) => one.name === column)));
    if (stated !== undefined && stated !== name) {
      const keys = root.table.columns.filter(({ name: column }) => root.key.includes(column)).map(({ member: _member, ...column }) => column);
      changed.set(entity.view.key, { ...entity.table, columns: [...keys, ...own], primaryKey: root.key, foreignKeys: [...foreignKeys, { columns: root.key, target: { model: parent.view.key }, rule: 'schema.foreignKey.convention' }] });
      continue;
    }
    changed.set(entity.view.key, { ...entity.table, ...(name === undefined ? {} : { name }), ...(schema === undefined ? {} : { schema }), columns: own.map((column) => ({ ...column, isNullable: true })), primaryKey: [], foreignKeys });
    const before = changed.get(root.view.key) ?? root.table;
    const discriminator = root.fluent.flatMap((fact) => fact.discriminator ?? []).pop() ?? DISCRIMINATOR;
    if (!before.columns.some((column) => column.name === discriminator)) changed.set(root.view.key, { ...before, columns: [...before.columns, { name: discriminator, type: 'nvarchar(max)', isNullable: false }] });
  }
  return changed;
}
