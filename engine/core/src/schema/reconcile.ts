import { namedValues } from '../named-values.js';
import type { SchemaDrift } from '../scan-api.js';
import { driftsOf } from './drift.js';
import type { TableSide } from './drift.js';
import { inferKeys } from './inferred-keys.js';
import { MigrationHistory } from './migration-history.js';
import type { ColumnFact, ForeignKeyFact, IndexFact, OperationFact, Place, RelationFact, SchemaFact, TableFact } from './model.js';
import { memberName, primaryKeyOf, tableKey } from './model.js';
import { inStyle } from './names.js';

/** A table as all sources together declare it. */
export interface Table {
  readonly key: string;
  name: string;
  schema: string | undefined;
  readonly models: Set<string>;
  /** Names that its models were defined under. */
  readonly modelNames: Set<string>;
  /** Keys of abstract classes from which its models are derived. */
  readonly bases: Set<string>;
  readonly families: Set<string>;
  readonly columns: Map<string, ColumnFact>;
  primaryKey: readonly string[];
  indexes: IndexFact[];
  foreignKeys: ForeignKeyFact[];
  /** By the names of the members that lead to them. */
  readonly relations: Map<string, RelationFact>;
  place: Place | undefined;
  /** What models and migrations each say of it, where they do. */
  readonly sides: { model?: TableSide; migration?: TableSide };
}

export interface Schema {
  readonly tables: readonly Table[];
  readonly drifts: readonly SchemaDrift[];
  /** Keys of tables that migrations made and then dropped, or called otherwise. */
  readonly former: ReadonlySet<string>;
}

/** Puts what all sources say together: one table for each name, and where models and migrations disagree. */
export function reconcile(stated: readonly SchemaFact[]): Schema {
  const facts = stated.flatMap((fact) => named(fact) ?? []);
  const tables = new Map<string, Table>();
  for (const fact of mergeModels(facts.filter((fact) => fact.kind === 'table'))) add(tables, fact);
  const migrated = new Set([...tables.values()].flatMap(({ key, sides }) => (sides.migration === undefined ? [] : [key])));
  const history = new MigrationHistory(facts.filter((fact): fact is OperationFact => fact.kind === 'operation'), migrated);
  for (const fact of history.tables()) add(tables, fact);
  const found = [...tables.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  resolveTargets(found);
  // A key may point at one that points on itself.
  for (let pass = 0; pass < 2; pass++) for (const table of found) for (const foreignKey of table.foreignKeys) typeColumns(table, foreignKey, tables);
  inferKeys(found);
  return { tables: found, drifts: driftsOf(found.filter(({ key, sides }) => sides.migration !== undefined || !history.views.has(key)), history.isOpen), former: new Set([...history.former].filter((key) => !tables.has(key))) };
}

/** Names that only the running program knows (`{}` in a text, or none) name nothing that could be shown. */
function isKnown(name: string): boolean {
  return name !== '' && !name.includes('{}');
}

/** A fact without what has no known name; undefined where nothing is left. */
function named(fact: SchemaFact): SchemaFact | undefined {
  if (fact.kind === 'operation') {
    if (fact.operation !== 'createTable') return isKnown(fact.name) ? fact : undefined;
    return isKnown(fact.table.name) ? { ...fact, table: { ...fact.table, ...knownParts(fact.table) } } : undefined;
  }
  return fact.name === undefined || isKnown(fact.name) ? { ...fact, ...knownParts(fact) } : undefined;
}

function knownParts({ columns, indexes, foreignKeys }: TableFact): Partial<TableFact> {
  return {
    columns: columns.filter(({ name }) => isKnown(name)),
    ...(indexes === undefined ? {} : { indexes: indexes.filter((index) => index.columns.every(isKnown)) }),
    ...(foreignKeys === undefined ? {} : { foreignKeys: foreignKeys.filter((key) => key.columns.every(isKnown)) }),
  };
}

/** Parts of one model become one table; parts without any name say nothing. */
function mergeModels(facts: readonly TableFact[]): readonly (TableFact & { readonly name: string })[] {
  const byModel = new Map<string, TableFact[]>();
  const rest: (TableFact & { readonly name: string })[] = [];
  for (const fact of facts) {
    if (fact.model === undefined || fact.isBase === true) {
      if (fact.name !== undefined) rest.push({ ...fact, name: fact.name });
      continue;
    }
    const parts = byModel.get(fact.model);
    if (parts === undefined) byModel.set(fact.model, [fact]);
    else parts.push(fact);
  }
  return [...[...byModel.values()].flatMap((parts) => mergeParts(parts) ?? []), ...rest];
}

function mergeParts(parts: readonly TableFact[]): (TableFact & { readonly name: string }) | undefined {
  const [first] = parts;
  const last = <Value>(read: (part: TableFact) => Value | undefined): Value | undefined => parts.map(read).filter((value) => value !== undefined).pop();
  const name = last((part) => part.name);
  if (first === undefined || name === undefined) return undefined;
  const ignored = new Set(parts.flatMap((part) => part.ignored ?? []));
  // A part may name a column by its member alone: then it is the member's column.
  const columns = new Map<string, ColumnFact>();
  for (const part of parts) {
    // A member that one part gives several columns to is none of them alone.
    const several = repeatedMembers(part.columns);
    for (const column of part.columns) {
      const id = column.member === undefined || several.has(column.member) ? column.name.toLowerCase() : column.member;
      columns.set(id, { ...columns.get(id), ...column });
    }
  }
  const statedKey = last((part) => part.primaryKey) ?? [];
  const isKey = (column: ColumnFact): boolean => statedKey.includes(column.name) || (column.member !== undefined && statedKey.includes(memberName(column.member)));
  const kept = [...columns].filter(([id, column]) => !ignored.has(id) && !ignored.has(column.name)).map(([, column]) => (isKey(column) ? { ...column, isPrimaryKey: true, isNullable: false } : column));
  const schema = last((part) => part.schema);
  const style = last((part) => part.columnStyle);
  const isStyleOfAll = parts.some((part) => part.isStyleOfAll === true);
  const spelled = ({ name: own, isNamed }: ColumnFact): string => (style === undefined || (isNamed === true && !isStyleOfAll) ? own : inStyle(own, style));
  const columnNamed = (own: string): string => {
    const called = columnOf(kept, own);
    const column = kept.find((one) => one.name.toLowerCase() === called.toLowerCase());
    return column === undefined || style === undefined ? called : spelled(column);
  };
  const place = last((part) => (part.columns.length > 0 ? part.place : undefined)) ?? last((part) => part.place);
  return {
    ...first,
    name,
    ...(schema === undefined ? {} : { schema }),
    columns: style === undefined ? kept : kept.map((column) => ({ ...column, name: spelled(column) })),
    primaryKey: (statedKey.length > 0 ? statedKey : primaryKeyOf(kept)).map(columnNamed),
    indexes: parts.flatMap((part) => part.indexes ?? []).map((index) => ({ ...index, columns: index.columns.map(columnNamed) })),
    foreignKeys: parts.flatMap((part) => part.foreignKeys ?? []).map((foreignKey) => ({ ...foreignKey, columns: foreignKey.columns.map(columnNamed) })),
    relations: parts.flatMap((part) => part.relations ?? []),
    ...(place === undefined ? {} : { place }),
  };
}

/** The column that a part of a model names: by its name, or by its member's. */
function columnOf(columns: readonly ColumnFact[], name: string): string {
  if (columns.some((column) => column.name.toLowerCase() === name.toLowerCase())) return name;
  return columns.find(({ member }) => member !== undefined && memberName(member) === name)?.name ?? name;
}

function repeatedMembers(columns: readonly ColumnFact[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const several = new Set<string>();
  for (const { member } of columns) {
    if (member === undefined) continue;
    if (seen.has(member)) several.add(member);
    seen.add(member);
  }
  return several;
}

function add(tables: Map<string, Table>, fact: TableFact & { readonly name: string }): void {
  const key = tableKey(fact.name, fact.schema);
  const table = tables.get(key) ?? fresh(key, fact);
  tables.set(key, table);
  if (fact.model !== undefined) (fact.isBase === true ? table.bases : table.models).add(fact.model);
  if (fact.modelName !== undefined) table.modelNames.add(fact.modelName);
  table.families.add(fact.family);
  table.place ??= fact.place;
  const side = new Map(table.sides[fact.origin]?.columns);
  for (const column of fact.columns) {
    const id = column.name.toLowerCase();
    side.set(id, { ...side.get(id), ...column });
    // Migrations say what the database has; models say which member stands for it.
    const known = table.columns.get(id);
    table.columns.set(id, known === undefined ? column : fact.origin === 'migration' ? { ...known, ...column, ...keep(known) } : { ...column, ...known, ...keep(column) });
  }
  if (fact.isNameOnly !== true && fact.isMigratedElsewhere !== true) table.sides[fact.origin] = { columns: side, isPartial: fact.isPartial === true || table.sides[fact.origin]?.isPartial === true };
  if ((fact.primaryKey ?? []).length > 0 && table.primaryKey.length === 0) table.primaryKey = fact.primaryKey ?? [];
  for (const index of fact.indexes ?? []) if (!table.indexes.some((other) => isSameIndex(other, index))) table.indexes.push(index);
  for (const foreignKey of fact.foreignKeys ?? []) addForeignKey(table, foreignKey);
  for (const relation of fact.relations ?? []) if (!table.relations.has(relation.name)) table.relations.set(relation.name, relation);
}

function keep({ member, place }: ColumnFact): Partial<ColumnFact> {
  return { ...(member === undefined ? {} : { member }), ...(place === undefined ? {} : { place }) };
}

function fresh(key: string, fact: TableFact & { readonly name: string }): Table {
  return { key, name: fact.name, schema: fact.schema, models: new Set(), modelNames: new Set(), bases: new Set(), families: new Set(), columns: new Map(), primaryKey: [], indexes: [], foreignKeys: [], relations: new Map(), place: fact.place, sides: {} };
}

function isSameIndex(a: IndexFact, b: IndexFact): boolean {
  return a.columns.join().toLowerCase() === b.columns.join().toLowerCase() && (a.isUnique === true) === (b.isUnique === true);
}

/** A declared key stands before one that a rule concluded from the same columns. */
function addForeignKey(table: Table, foreignKey: ForeignKeyFact): void {
  const columns = foreignKey.columns.join().toLowerCase();
  const known = table.foreignKeys.findIndex((other) => other.columns.join().toLowerCase() === columns);
  const before = table.foreignKeys[known];
  if (before === undefined) table.foreignKeys.push(foreignKey);
  else if ((before.confidence ?? 100) < (foreignKey.confidence ?? 100)) table.foreignKeys[known] = foreignKey;
}

/** Models in foreign keys become their tables; keys to what is not declared stay by name. */
function resolveTargets(tables: readonly Table[]): void {
  const ofModel = new Map(tables.flatMap((table) => [...table.models].map((model) => [model, table] as const)));
  for (const table of tables) {
    table.foreignKeys = table.foreignKeys.map((foreignKey) => {
      const target = foreignKey.target.model === undefined ? undefined : ofModel.get(foreignKey.target.model);
      return target === undefined ? foreignKey : { ...foreignKey, target: { ...foreignKey.target, table: target.key } };
    });
  }
}

const COUNTED: Readonly<Record<string, string>> = namedValues({ serial: 'integer', bigserial: 'bigint', smallserial: 'smallint' });

/** A column of a foreign key whose type is not said has the type of the column that it points at. */
function typeColumns(table: Table, { columns, target }: ForeignKeyFact, tables: ReadonlyMap<string, Table>): void {
  const other = target.table === undefined ? undefined : tables.get(tableKey(target.table));
  if (other === undefined) return;
  columns.forEach((name, index) => {
    const column = table.columns.get(name.toLowerCase());
    const type = other.columns.get((target.columns ?? other.primaryKey)[index]?.toLowerCase() ?? '')?.type;
    if (column !== undefined && (column.type === undefined || column.type === '') && type !== undefined) table.columns.set(name.toLowerCase(), { ...column, type: COUNTED[type] ?? type });
  });
}
