import type { ColumnFact, ForeignKeyFact, IndexFact, OperationFact, Place, TableFact } from './model.js';
import { primaryKeyOf, tableKey } from './model.js';

interface Migrated {
  name: string;
  schema: string | undefined;
  readonly family: string;
  readonly history: string | undefined;
  readonly isMigratedElsewhere: boolean;
  place: Place;
  readonly columns: Map<string, ColumnFact>;
  primaryKey: readonly string[];
  primaryKeyName: string;
  indexes: IndexFact[];
  foreignKeys: ForeignKeyFact[];
}

/** What says how a table was before, in the history that it is of. */
const CHANGES_OWN: ReadonlySet<OperationFact['operation']> = new Set(['alterColumn', 'renameColumn', 'renameTable', 'dropTable']);

type Creation = Extract<OperationFact, { readonly operation: 'createTable' }>;

/** Runs the changes of migrations one after the other, and knows which tables stand in the end. */
export class MigrationHistory {
  private readonly byKey = new Map<string, Migrated>();
  /** Tables that have, or had, a foreign key to a table, by its key. */
  private readonly referrers = new Map<string, Set<Migrated>>();

  private readonly dropped = new Set<string>();
  /** Histories that make a table that another one has made: what they change of it, they change of their own. */
  private readonly repeated = new Set<string>();
  /** Tables that have, or had, a column of a type. */
  private readonly users = new Map<string, Set<Migrated>>();

  /** Values of enumerations by their types. */
  private readonly enums = new Map<string, readonly string[]>();

  /** Keys of tables that it made and then dropped, or calls otherwise: what it drops only, something else may still make. */
  readonly former = new Set<string>();

  /** Keys of views that it makes: models may stand for them as for tables. */
  readonly views = new Set<string>();

  /** Whether it changes a table that it does not make: then something before it made tables too. */
  isOpen = false;

  /** @param known keys of tables that migrations of another kind make */
  constructor(
    operations: readonly OperationFact[],
    private readonly known: ReadonlySet<string> = new Set(),
  ) {
    const ordered = operations.map((operation, index) => ({ operation, index })).sort((a, b) => (a.operation.family === b.operation.family ? compare(a.operation.order, b.operation.order) : compare(a.operation.family, b.operation.family)) || a.index - b.index);
    for (const { operation } of ordered) this.apply(operation);
  }

  tables(): readonly (TableFact & { readonly name: string })[] {
    return [...this.byKey.values()].map((table) => ({
      kind: 'table',
      family: table.family,
      origin: 'migration',
      name: table.name,
      ...(table.schema === undefined ? {} : { schema: table.schema }),
      columns: [...table.columns.values()].map((column) => this.withValues(column)),
      primaryKey: table.primaryKey,
      indexes: table.indexes,
      foreignKeys: table.foreignKeys,
      place: table.place,
      ...(table.isMigratedElsewhere ? { isMigratedElsewhere: true } : {}),
    }));
  }

  private apply(fact: OperationFact): void {
    if (fact.operation === 'createTable') {
      const made = this.byKey.get(tableKey(fact.table.name, fact.table.schema));
      if (made !== undefined && historyOf(made, '') !== historyOf(fact, '')) this.repeated.add(historyOf(fact, tableKey(fact.table.name, fact.table.schema)));
      this.create(fact, fact.isReplaceable === true);
      return;
    }
    if (fact.operation === 'createEnum' || fact.operation === 'addEnumValue') {
      const id = typeId(fact.name);
      this.enums.set(id, fact.operation === 'createEnum' ? fact.values : [...(this.enums.get(id) ?? []), fact.value]);
      return;
    }
    if (fact.operation === 'renameType') {
      this.renameType(fact.name, fact.to);
      return;
    }
    const key = tableKey(fact.name);
    if (fact.operation === 'createView') {
      this.views.add(key);
      return;
    }
    const table = this.byKey.get(key);
    if (this.repeated.has(historyOf(fact, key)) && (CHANGES_OWN.has(fact.operation) || (fact.operation === 'addColumn' && table?.columns.has(id(fact.column.name)) === true))) return;
    // A change of a table that other means made: what is known of it is what is changed here.
    if (table === undefined) {
      if (fact.operation === 'renameTable') this.noteName(key, tableKey(fact.to, fact.toSchema === '' ? undefined : fact.toSchema));
      // Views have indexes too, and statements among Django's migrations change what those make.
      const isTelling = fact.operation !== 'dropTable' && fact.operation !== 'addIndex' && fact.family !== 'django' && fact.isLoose !== true;
      if (isTelling && !this.known.has(key) && !this.dropped.has(key)) this.isOpen = true;
      return;
    }
    switch (fact.operation) {
      case 'dropTable':
        this.byKey.delete(key);
        this.dropped.add(key);
        this.former.add(key);
        if (fact.isCascading === true) this.retarget(key, () => undefined);
        return;
      case 'renameTable': {
        this.byKey.delete(key);
        table.name = fact.to;
        if (fact.toSchema !== undefined) table.schema = fact.toSchema === '' ? undefined : fact.toSchema;
        const renamed = tableKey(fact.to, table.schema);
        this.byKey.set(renamed, table);
        this.noteName(key, renamed);
        this.retarget(key, (foreignKey) => ({ ...foreignKey, target: { ...foreignKey.target, table: renamed } }));
        return;
      }
      case 'addColumn':
        table.columns.set(id(fact.column.name), { place: fact.place, ...fact.column });
        this.noteType(table, fact.column);
        if (fact.column.isPrimaryKey === true) table.primaryKey = [...table.primaryKey, fact.column.name];
        return;
      case 'alterColumn': {
        const known = table.columns.get(id(fact.column.name));
        if (known !== undefined) table.columns.set(id(fact.column.name), withoutEmptyDefault({ ...known, ...fact.column, name: known.name }));
        this.noteType(table, fact.column);
        return;
      }
      case 'dropColumn':
        table.columns.delete(id(fact.column));
        table.primaryKey = table.primaryKey.filter((column) => id(column) !== id(fact.column));
        table.foreignKeys = table.foreignKeys.filter((foreignKey) => !foreignKey.columns.some((column) => id(column) === id(fact.column)));
        table.indexes = table.indexes.filter((index) => !index.columns.some((column) => id(column) === id(fact.column)));
        return;
      case 'renameColumn':
        rename(table, fact.column, fact.to);
        this.retarget(key, (foreignKey) => ({ ...foreignKey, target: { ...foreignKey.target, ...(foreignKey.target.columns === undefined ? {} : { columns: foreignKey.target.columns.map((name) => (id(name) === id(fact.column) ? fact.to : name)) }) } }));
        return;
      case 'addForeignKey':
        this.addForeignKey(table, fact.foreignKey);
        return;
      case 'dropForeignKey':
        table.foreignKeys = table.foreignKeys.filter((foreignKey) => id(foreignKey.columns.join()) !== id(fact.columns.join()));
        return;
      case 'dropConstraint':
        table.foreignKeys = table.foreignKeys.filter((foreignKey) => id(foreignKey.name ?? '') !== id(fact.constraint));
        table.indexes = table.indexes.filter((index) => id(index.name ?? '') !== id(fact.constraint));
        if (id(table.primaryKeyName) === id(fact.constraint)) table.primaryKey = [];
        return;
      case 'dropPrimaryKey':
        table.primaryKey = [];
        return;
      case 'addPrimaryKey':
        table.primaryKey = fact.columns;
        if (fact.constraint !== undefined) table.primaryKeyName = fact.constraint;
        for (const column of fact.columns) {
          const known = table.columns.get(id(column));
          if (known !== undefined) table.columns.set(id(column), { ...known, isNullable: false });
        }
        return;
      case 'addIndex':
        table.indexes.push(fact.index);
    }
  }

  private withValues(column: ColumnFact): ColumnFact {
    const values = column.values ?? this.enums.get(typeId((column.type ?? '').replace(/^.*\./s, '')));
    return values === undefined ? column : { ...column, values };
  }

  private noteName(from: string, to: string): void {
    this.former.add(from);
    this.former.delete(to);
  }

  private noteType(table: Migrated, { type }: ColumnFact): void {
    if (type === undefined) return;
    const known = this.users.get(typeId(type));
    if (known === undefined) this.users.set(typeId(type), new Set([table]));
    else known.add(table);
  }

  private renameType(from: string, to: string): void {
    const values = this.enums.get(typeId(from));
    this.enums.delete(typeId(from));
    if (values !== undefined) this.enums.set(typeId(to), values);
    const tables = this.users.get(typeId(from)) ?? new Set();
    this.users.delete(typeId(from));
    for (const table of tables) {
      for (const [name, column] of table.columns) {
        if (typeId(column.type ?? '') !== typeId(from)) continue;
        const renamed = { ...column, type: to };
        table.columns.set(name, renamed);
        this.noteType(table, renamed);
      }
    }
  }

  /** Its name is the stated one, or what PostgreSQL gives it: names stay when tables and columns are renamed. */
  private addForeignKey(table: Migrated, foreignKey: ForeignKeyFact): void {
    table.foreignKeys.push({ name: `${table.name}_${foreignKey.columns.join('_')}_fkey`, ...foreignKey });
    if (foreignKey.target.table === undefined) return;
    const target = tableKey(foreignKey.target.table);
    const known = this.referrers.get(target);
    if (known === undefined) this.referrers.set(target, new Set([table]));
    else known.add(table);
  }

  /** Changes or takes away the foreign keys to a table. @param key the table's */
  private retarget(key: string, change: (foreignKey: ForeignKeyFact) => ForeignKeyFact | undefined): void {
    const tables = this.referrers.get(key);
    if (tables === undefined) return;
    this.referrers.delete(key);
    for (const table of tables) {
      const kept = table.foreignKeys;
      table.foreignKeys = [];
      for (const foreignKey of kept) {
        const isHere = foreignKey.target.table !== undefined && tableKey(foreignKey.target.table) === key;
        const changed = isHere ? change(foreignKey) : foreignKey;
        if (changed !== undefined) this.addForeignKey(table, changed);
      }
    }
  }

  private create({ table: fact, place, history, copies = [], copiesKeys = false }: Creation, isReplaceable: boolean): void {
    const key = tableKey(fact.name, fact.schema);
    if (this.byKey.has(key) && !isReplaceable) return;
    const sources = copies.flatMap((name) => this.byKey.get(tableKey(name)) ?? []);
    const copied = sources.flatMap(({ columns }) => [...columns.values()]).map(({ isPrimaryKey, isUnique, ...column }) => (copiesKeys ? { ...column, ...(isPrimaryKey === true ? { isPrimaryKey } : {}), ...(isUnique === true ? { isUnique } : {}) } : column));
    const keys = copiesKeys ? sources : [];
    const table: Migrated = {
      name: fact.name,
      schema: fact.schema,
      family: fact.family,
      history,
      isMigratedElsewhere: fact.isMigratedElsewhere === true,
      place: fact.place ?? place,
      columns: new Map([...copied, ...fact.columns].map((column) => [id(column.name), column])),
      primaryKey: keys[0]?.primaryKey ?? fact.primaryKey ?? primaryKeyOf(fact.columns),
      primaryKeyName: fact.primaryKeyName ?? `${fact.name}_pkey`,
      indexes: [...keys.flatMap(({ indexes }) => indexes), ...(fact.indexes ?? [])],
      foreignKeys: [],
    };
    this.byKey.set(key, table);
    for (const column of table.columns.values()) this.noteType(table, column);
    for (const foreignKey of fact.foreignKeys ?? []) this.addForeignKey(table, foreignKey);
  }
}

function historyOf({ family, history = '' }: { readonly family: string; readonly history?: string | undefined }, table: string): string {
  return `${family} ${history} ${table}`;
}

function id(name: string): string {
  return name.toLowerCase();
}

/** A type may be written with the schema that is there anyway. */
function typeId(type: string): string {
  return id(type).replace(/^public\./, '');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A default that was dropped is given as an empty one. */
function withoutEmptyDefault(column: ColumnFact): ColumnFact {
  if (column.default !== '') return column;
  const { default: _, ...rest } = column;
  return rest;
}

/** The column keeps its place among the others. */
function rename(table: Migrated, from: string, to: string): void {
  const columns = [...table.columns.values()].map((column) => (id(column.name) === id(from) ? { ...column, name: to } : column));
  table.columns.clear();
  for (const column of columns) table.columns.set(id(column.name), column);
  const renamed = (names: readonly string[]): readonly string[] => names.map((name) => (id(name) === id(from) ? to : name));
  table.primaryKey = renamed(table.primaryKey);
  table.indexes = table.indexes.map((index) => ({ ...index, columns: renamed(index.columns) }));
  table.foreignKeys = table.foreignKeys.map((foreignKey) => ({ ...foreignKey, columns: renamed(foreignKey.columns) }));
}
