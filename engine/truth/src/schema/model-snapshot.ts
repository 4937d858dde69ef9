import { comparableType } from './comparable-type.js';
import { comparableTable, foreignKeyPair } from './database-schema.js';
import type { ComparedColumn, ComparedTable, DatabaseSchema } from './database-schema.js';

/** An entity as EF Core's snapshot writes it. */
interface SnapshotEntity {
  readonly name: string;
  base: string | undefined;
  table: string | undefined;
  /** Columns by property. */
  readonly columns: Map<string, { readonly name: string; readonly column: ComparedColumn }>;
  readonly key: string[];
  readonly relations: { readonly target: string; readonly properties: readonly string[]; readonly principal: readonly string[] }[];
}

const VALUES = /^(?:bool|byte|sbyte|char|decimal|double|float|int|uint|long|ulong|short|ushort|nint|nuint|Guid|DateTime|DateTimeOffset|DateOnly|TimeOnly|TimeSpan)$/;

/** Types of C# that SQL calls otherwise, or by a name that means another there. */
const TYPES: Readonly<Record<string, string>> = { 'byte[]': 'bytes', float: 'real', uint: 'bigint', ulong: 'numeric', ushort: 'integer', sbyte: 'smallint', TimeSpan: 'time', TimeOnly: 'time', DateOnly: 'date' };

/** Reads what EF Core wrote down of its own model, by nothing but the shape of its generator's output. @param source of a `*ModelSnapshot.cs` */
export function readModelSnapshot(source: string): DatabaseSchema {
  const entities = new Map<string, SnapshotEntity>();
  const schema = /\.HasDefaultSchema\("([^"]+)"\)/.exec(source)?.[1];
  for (const { name, block } of blocksOf(source, /modelBuilder\.Entity\("([^"]+)",\s*b =>\s*\{/g)) readEntity(entities, name, block, schema);
  for (const entity of entities.values()) addInheritedKey(entities, entity);
  const tables = new Map<string, { readonly columns: Map<string, ComparedColumn>; readonly primaryKey: string[] }>();
  for (const entity of entities.values()) {
    const table = comparableTable(tableOf(entities, entity) ?? '');
    if (table === undefined || table === '') continue;
    const known = tables.get(table) ?? { columns: new Map<string, ComparedColumn>(), primaryKey: [] };
    tables.set(table, known);
    for (const { name, column } of entity.columns.values()) {
      known.columns.set(name.toLowerCase(), column);
    }
    if (known.primaryKey.length === 0) known.primaryKey.push(...entity.key.map((property) => columnOf(entities, entity, property).toLowerCase()));
  }
  for (const { columns, primaryKey } of tables.values()) for (const name of primaryKey) columns.set(name, { type: columns.get(name)?.type, isNullable: false });
  const foreignKeys = new Set<string>();
  for (const entity of entities.values()) {
    const table = comparableTable(tableOf(entities, entity) ?? '');
    for (const relation of entity.relations) {
      const target = entities.get(relation.target);
      const targetTable = target === undefined ? undefined : comparableTable(tableOf(entities, target) ?? '');
      if (table === undefined || target === undefined || targetTable === undefined || (table === targetTable && entity !== target && relation.properties.every((property) => entity.key.includes(property)))) continue;
      const principal = relation.principal.length > 0 ? relation.principal : rootOf(entities, target).key;
      relation.properties.forEach((property, index) => foreignKeys.add(foreignKeyPair(table, columnOf(entities, entity, property), targetTable, columnOf(entities, target, principal[index] ?? ''))));
    }
  }
  return { tables: new Map<string, ComparedTable>(tables), foreignKeys, enumerations: new Set() };
}

/** Blocks in braces that follow a heading. @param heading ends with the opening brace; its first group is the name */
function blocksOf(source: string, heading: RegExp): readonly { readonly name: string; readonly block: string }[] {
  return [...source.matchAll(heading)].map((match) => {
    const start = match.index + match[0].length;
    let at = start;
    for (let depth = 1; at < source.length && depth > 0; at++) depth += source[at] === '{' ? 1 : source[at] === '}' ? -1 : 0;
    return { name: match[1] ?? '', block: source.slice(start, at - 1) };
  });
}

function readEntity(entities: Map<string, SnapshotEntity>, name: string, block: string, schema: string | undefined): void {
  const entity: SnapshotEntity = entities.get(name) ?? { name, base: undefined, table: undefined, columns: new Map(), key: [], relations: [] };
  entities.set(name, entity);
  // Owned objects stand in blocks of their own inside.
  for (const { name: owned, block: inner } of blocksOf(block, /\.OwnsOne\("[^"]+",\s*"([^"]+)",\s*b\d* =>\s*\{/g)) readOwned(entities, entity, owned, inner, schema);
  for (const statement of block.replaceAll(/\.Owns(?:One|Many)\([\s\S]*?\n {20,}\}\);/g, ';').split(';')) readStatement(entity, statement, schema);
}

/** An owned object's columns begin with the member's name, in its owner's table; in one of its own they do not. */
function readOwned(entities: Map<string, SnapshotEntity>, owner: SnapshotEntity, member: string, block: string, schema: string | undefined): void {
  const owned: SnapshotEntity = { name: `${owner.name}.${member}#`, base: undefined, table: undefined, columns: new Map(), key: [], relations: [] };
  entities.set(owned.name, owned);
  for (const statement of block.split(';')) readStatement(owned, statement, schema);
  if (owned.table !== owner.table) return;
  for (const [property, { name, column }] of owned.columns) if (name === property) owned.columns.set(property, { name: `${member}_${name}`, column });
  for (const property of owned.key) owned.columns.delete(property);
  owned.key.length = 0;
}

function readStatement(entity: SnapshotEntity, statement: string, schema: string | undefined): void {
  const texts = (method: string): readonly string[] | undefined => {
    const given = new RegExp(`\\.${method}\\(([^)]*)\\)`).exec(statement)?.[1];
    return given === undefined ? undefined : [...given.matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? '');
  };
  const property = /\.(?:Property|PrimitiveCollection)<([\w.<>?[\], ]+)>\("([^"]+)"\)/.exec(statement);
  if (property !== null) {
    const [, written = '', name = ''] = property;
    const bare = written.replace(/\?$/, '');
    const isNullable = written.endsWith('?') || (!VALUES.test(bare) && !/\.IsRequired\(\)/.test(statement));
    entity.columns.set(name, { name: texts('HasColumnName')?.[0] ?? name, column: { type: comparableType(TYPES[bare] ?? bare), isNullable } });
    return;
  }
  const table = /\.ToTable\("([^"]+)"(?:,\s*"([^"]+)")?/.exec(statement);
  if (table !== null) entity.table = [table[2] ?? schema, table[1]].filter((part) => part !== undefined).join('.');
  entity.base = texts('HasBaseType')?.[0] ?? entity.base;
  if (/^\s*b\d*\.HasKey\(/.test(statement)) entity.key.push(...(texts('HasKey') ?? []));
  const target = texts('HasOne')?.[0];
  const properties = texts('HasForeignKey');
  // Of one to one the dependent side's name stands first.
  if (target !== undefined && properties !== undefined) entity.relations.push({ target, properties: properties.filter((name) => name !== entity.name && entity.name !== name), principal: (texts('HasPrincipalKey') ?? []).filter((name) => name !== target) });
}

/** A derived entity with a table of its own has its root's key there. */
function addInheritedKey(entities: ReadonlyMap<string, SnapshotEntity>, entity: SnapshotEntity): void {
  const root = rootOf(entities, entity);
  if (root === entity || entity.table === undefined || entity.table === root.table) return;
  for (const property of root.key) {
    const column = root.columns.get(property);
    if (column !== undefined) entity.columns.set(property, column);
  }
  entity.key.push(...root.key);
}

function rootOf(entities: ReadonlyMap<string, SnapshotEntity>, entity: SnapshotEntity): SnapshotEntity {
  let root = entity;
  for (let base = root.base; base !== undefined; base = root.base) {
    const next = entities.get(base);
    if (next === undefined) break;
    root = next;
  }
  return root;
}

function tableOf(entities: ReadonlyMap<string, SnapshotEntity>, entity: SnapshotEntity): string | undefined {
  return entity.table ?? (entity.base === undefined ? undefined : rootOf(entities, entity).table);
}

function columnOf(entities: ReadonlyMap<string, SnapshotEntity>, entity: SnapshotEntity, property: string): string {
  return entity.columns.get(property)?.name ?? rootOf(entities, entity).columns.get(property)?.name ?? property;
}
