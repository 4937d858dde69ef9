import type { GraphEdge, GraphSink } from '@pinata/graph';
import { descriptorName } from '../parse/descriptor.js';
import type { TriggerAccess } from '../workflows/assemble-workflows.js';
import type { AccessSite, ColumnFact, ReferenceTarget } from './model.js';
import { memberName, tableKey } from './model.js';
import { snakeCase } from './names.js';
import type { Schema, Table } from './reconcile.js';
import { Relations } from './relations.js';

/** The accesses of one file. */
export interface FileAccesses {
  /** Number of the file's node in the builder. */
  readonly node: number;
  readonly accesses: readonly AccessSite[];
  /** What a test's statements name that is declared nowhere is made up. */
  readonly isTest: boolean;
}

/** How sure it is that a framework's default does what it does by its documentation: settings and other methods may change it. */
const BY_FRAMEWORK = 90;
/** Of an abstract model's tables one or another is meant. */
const BY_BASE = 50;
const MOST_OF_BASE = 8;
const IN_CAMEL_CASE = /^[a-z]\w*[a-z\d][A-Z]/;
const REPOSITORY_KEY = 'pinata repository . . ';

/** Makes tables, columns and their edges. */
export class SchemaAssembler {
  private readonly nodes = new Map<string, number>();
  private readonly tables = new Map<string, Table>();
  private readonly tableOfModel = new Map<string, Table>();
  private readonly tablesOfBase = new Map<string, Table[]>();
  private byBareName: Map<string, Table[]> | undefined;
  private readonly tableOfName = new Map<string, Table>();
  private former: ReadonlySet<string> = new Set();
  private relations = new Relations([], () => undefined);
  private readonly columnsOfMembers = new Map<Table, ReadonlyMap<string, ColumnFact>>();
  /** By the names that models were defined under; none where several tables share one. */
  private readonly tableOfCall = new Map<string, Table | undefined>();

  constructor(
    private readonly builder: GraphSink,
    /** Number of a file's node by its path, or -1. */
    private readonly fileNode: (path: string) => number,
  ) {}

  /** @param triggers for which a framework reads or writes a table itself */
  assemble(schema: Schema, files: readonly FileAccesses[], triggers: readonly TriggerAccess[] = []): void {
    this.former = schema.former;
    this.relations = new Relations(schema.tables, (target) => this.targetOf(target));
    for (const table of schema.tables) this.addTable(table);
    for (const table of schema.tables) this.addForeignKeys(table);
    const named = Map.groupBy(files.flatMap(({ accesses }) => accesses.filter(({ statement }) => statement !== undefined)), ({ statement }) => statement);
    for (const file of files) for (const access of file.accesses) for (const done of access.runs === undefined ? [access] : (named.get(access.runs) ?? []).map((one) => ({ ...access, access: one.access, declaredTable: one.declaredTable ?? '', columns: one.columns }))) this.addAccess(file, done);
    for (const { node, file, site, does } of triggers) {
      const table = this.tableOfModel.get(does.model);
      if (table !== undefined) this.builder.addEdge({ source: node, target: this.nodes.get(table.key) ?? -1, kind: does.access, resolution: 'inferred', confidence: BY_FRAMEWORK, rule: `${site.framework}.default`, file, range: site.range });
    }
  }

  private addTable(table: Table): void {
    const { place } = table;
    const key = keyOf(table.key);
    const node = this.builder.addNode({ key, kind: 'table', name: table.schema === undefined ? table.name : `${table.schema}.${table.name}`, parentKey: REPOSITORY_KEY, signature: tableSignature(table), ...(place === undefined ? {} : { path: place.path, range: place.range }) });
    this.nodes.set(table.key, node);
    this.tables.set(table.key, table);
    if (place !== undefined) this.refer(this.fileNode(place.path), node, 'schema.declares', place.path, place.range);
    for (const base of table.bases) this.tablesOfBase.set(base, [...(this.tablesOfBase.get(base) ?? []), table]);
    for (const model of table.models) {
      this.tableOfModel.set(model, table);
      this.tableOfName.set(memberName(model).toLowerCase(), table);
      const source = this.builder.nodeNumber(model);
      if (source >= 0) this.builder.addEdge({ source, target: node, kind: 'references', resolution: 'exact', confidence: 100, rule: 'schema.model', file: place === undefined ? -1 : this.fileNode(place.path), ...(place === undefined ? {} : { range: place.range }) });
    }
    for (const name of table.modelNames) this.tableOfCall.set(name, this.tableOfCall.has(name) ? undefined : table);
    for (const column of table.columns.values()) this.addColumn(table, column, key);
  }

  private addColumn(table: Table, column: ColumnFact, parentKey: string): void {
    const { place } = column;
    const node = this.builder.addNode({ key: columnKey(table.key, column.name), kind: 'column', name: column.name, parentKey, signature: columnSignature(table, column), ...(place === undefined ? {} : { path: place.path, range: place.range }) });
    const source = column.member === undefined ? -1 : this.builder.nodeNumber(column.member);
    if (source >= 0) this.builder.addEdge({ source, target: node, kind: 'references', resolution: 'exact', confidence: 100, rule: 'schema.member', file: place === undefined ? -1 : this.fileNode(place.path), ...(place === undefined ? {} : { range: place.range }) });
  }

  private refer(source: number, target: number, rule: string, path: string, range: NonNullable<Table['place']>['range']): void {
    if (source >= 0) this.builder.addEdge({ source, target, kind: 'references', resolution: 'exact', confidence: 100, rule, file: this.fileNode(path), range });
  }

  private columnNode(table: Table, name: string): number {
    return this.builder.nodeNumber(columnKey(table.key, table.columns.get(name.toLowerCase())?.name ?? name));
  }

  private addForeignKeys(table: Table): void {
    for (const foreignKey of table.foreignKeys) {
      const target = foreignKey.target.table === undefined ? undefined : this.tableNamed(foreignKey.target.table);
      if (target === undefined) continue;
      const confidence = foreignKey.confidence ?? 100;
      const place = foreignKey.place ?? table.columns.get((foreignKey.columns[0] ?? '').toLowerCase())?.place ?? table.place;
      const columns = foreignKey.target.columns ?? target.primaryKey;
      foreignKey.columns.forEach((name, index) => {
        const from = this.columnNode(table, name);
        const to = this.columnNode(target, columns[index] ?? '');
        const source = from >= 0 ? from : (this.nodes.get(table.key) ?? -1);
        const end = to >= 0 ? to : (this.nodes.get(target.key) ?? -1);
        this.builder.addEdge({ source, target: end, kind: 'foreignKey', resolution: confidence === 100 ? 'exact' : 'inferred', confidence, rule: foreignKey.rule ?? 'schema.foreignKey', file: place === undefined ? -1 : this.fileNode(place.path), ...(place === undefined ? {} : { range: place.range }) });
      });
    }
  }

  private addAccess(file: FileAccesses, site: AccessSite): void {
    if (site.statement !== undefined) return;
    const source = site.source === undefined ? file.node : this.builder.nodeNumber(site.source);
    const table = this.tableOf(site);
    if (source < 0) return;
    const edge = { source, kind: site.access, resolution: site.confidence === 100 ? ('exact' as const) : ('inferred' as const), confidence: site.confidence, rule: site.rule, file: file.node, range: site.range, marks: site.marks };
    if (table === undefined) {
      // Statements name tables that the repository does not declare; a class that is no model is none, nor is what migrations moved rows through.
      if (site.table !== undefined && !file.isTest && !this.former.has(tableKey(site.table))) this.builder.addEdge({ ...edge, target: this.undeclared(site.table) });
      for (const { key } of this.tablesOfBases(site)) this.builder.addEdge({ ...edge, target: this.nodes.get(key) ?? -1, resolution: 'inferred', confidence: Math.min(site.confidence, BY_BASE) });
      return;
    }
    if (site.hasColumns === true && !site.columns.some((name) => this.columnOf(table, name) !== undefined)) return;
    if (site.isRelatedOnly !== true) {
      if (site.isColumnsOnly !== true) this.builder.addEdge({ ...edge, target: this.nodes.get(table.key) ?? -1 });
      for (const name of new Set(site.columns)) {
        const column = this.columnNamed(table, name);
        if (column >= 0) this.builder.addEdge({ ...edge, target: column });
      }
    }
    if (site.related !== undefined) this.addRelated(table, site, site.related, edge);
  }

  /** Tables and columns that an access reaches by relations, each told once. */
  private addRelated(table: Table, site: AccessSite, related: NonNullable<AccessSite['related']>, edge: Omit<GraphEdge, 'target'>): void {
    const told = new Set<string>();
    if (site.isRelatedOnly !== true) for (const node of [this.nodes.get(table.key) ?? -1, ...site.columns.map((name) => this.columnNamed(table, name))]) told.add(`${site.access} ${node}`);
    const add = (target: number, kind: AccessSite['access'], sure: number): void => {
      const id = `${kind} ${target}`;
      if (target < 0 || told.has(id)) return;
      told.add(id);
      this.builder.addEdge({ ...edge, target, kind, resolution: 'inferred', confidence: Math.min(site.confidence, sure), rule: 'orm.related' });
    };
    const addTable = (to: Table, names: readonly string[], kind: AccessSite['access'], sure: number): void => {
      add(this.nodes.get(to.key) ?? -1, kind, sure);
      for (const name of names) add(this.columnNamed(to, name), kind, sure);
    };
    for (const { path, access, columns, isCompared } of related) {
      let at = table;
      let sure = 100;
      for (const [index, name] of path.entries()) {
        const next = this.relations.follow(at, name);
        if (next === undefined) {
          if (index > 0) addTable(at, [name], 'reads', sure);
          break;
        }
        sure = Math.min(sure, next.confidence);
        const isLast = index === path.length - 1;
        if (isCompared === true && next.isForward === true && !this.goesOn(next.table, path[index + 1])) {
          if (index > 0) addTable(at, next.link?.columns ?? [], 'reads', sure);
          break;
        }
        if (isLast && access === 'links') {
          if (next.link !== undefined) addTable(next.link.table, next.link.columns, 'writes', sure);
        } else {
          const kind = isLast && access === 'writes' ? 'writes' : 'reads';
          if (next.through !== undefined) addTable(next.through, [], kind, sure);
          addTable(next.table, isLast ? columns : [], kind, sure);
        }
        at = next.table;
      }
    }
  }

  /** Whether a name asks for more of a table than its key, which whoever leads there has too. */
  private goesOn(table: Table, name: string | undefined): boolean {
    if (name === undefined) return false;
    const column = this.columnOf(table, name);
    return column === undefined ? this.relations.follow(table, name) !== undefined : !table.primaryKey.includes(column.name);
  }

  private targetOf({ table, model }: ReferenceTarget): Table | undefined {
    return (model === undefined ? undefined : this.tableOfModel.get(model)) ?? (table === undefined ? undefined : this.tableNamed(table));
  }

  /** A table by its name; one that leaves the schema out, where only one table has the name. */
  private tableNamed(name: string): Table | undefined {
    const exact = this.tables.get(tableKey(name));
    if (exact !== undefined || name.includes('.')) return exact;
    if (this.byBareName === undefined) {
      this.byBareName = new Map();
      for (const table of this.tables.values()) {
        const bare = table.key.slice(table.key.lastIndexOf('.') + 1);
        this.byBareName.set(bare, [...(this.byBareName.get(bare) ?? []), table]);
      }
    }
    const [only, ...more] = this.byBareName.get(name.toLowerCase()) ?? [];
    return more.length === 0 ? only : undefined;
  }

  private tableOf({ table, models, heldBy, modelName, calledModel, declaredTable }: AccessSite): Table | undefined {
    if (heldBy !== undefined && !this.tableOfModel.has(heldBy)) return undefined;
    // Statements of object mappers name models where those of databases name tables.
    if (table !== undefined) return this.tableNamed(table) ?? this.tableOfCall.get(table) ?? this.tableOfName.get(table.toLowerCase()) ?? this.tableOfEntity(table);
    const model = models?.map((key) => this.tableOfModel.get(key)).find((found) => found !== undefined);
    const named = declaredTable === undefined ? undefined : (this.tableNamed(declaredTable) ?? this.tableInCamelCase(declaredTable));
    const called = calledModel === undefined ? undefined : this.tableOfCall.get(calledModel);
    return model ?? named ?? called ?? (modelName === undefined ? undefined : this.tableOfName.get(modelName.toLowerCase()));
  }

  /** `OrderItem` where a statement names an entity whose mapping is not read: the table is called so by custom. */
  private tableOfEntity(name: string): Table | undefined {
    return /^[A-Z]\w*[a-z][A-Z]/.test(name) ? this.tableNamed(snakeCase(name)) : undefined;
  }

  /** `userSessions` where a builder's plugin makes snake case of the names that code has. */
  private tableInCamelCase(name: string): Table | undefined {
    return IN_CAMEL_CASE.test(name) ? this.tableNamed(snakeCase(name)) : undefined;
  }

  /** Tables of the models that an abstract one stands for. */
  private tablesOfBases({ models }: AccessSite): readonly Table[] {
    const found = models?.map((key) => this.tablesOfBase.get(key)).find((tables) => tables !== undefined) ?? [];
    return found.length > MOST_OF_BASE ? [] : found;
  }

  /** A column by its name or by the name of the member that stands for it. */
  private columnNamed(table: Table, name: string): number {
    const own = this.columnOf(table, name);
    return own === undefined ? -1 : this.builder.nodeNumber(columnKey(table.key, own.name));
  }

  private columnOf(table: Table, name: string): ColumnFact | undefined {
    return table.columns.get(name.toLowerCase()) ?? this.columnsByMember(table).get(name) ?? (IN_CAMEL_CASE.test(name) ? table.columns.get(snakeCase(name)) : undefined);
  }

  /** The first column of each name that a member of the model has. */
  private columnsByMember(table: Table): ReadonlyMap<string, ColumnFact> {
    const known = this.columnsOfMembers.get(table);
    if (known !== undefined) return known;
    const found = new Map<string, ColumnFact>();
    for (const column of table.columns.values()) {
      const name = column.member === undefined ? '' : memberName(column.member);
      if (column.member !== undefined && !found.has(name)) found.set(name, column);
    }
    this.columnsOfMembers.set(table, found);
    return found;
  }

  private undeclared(name: string): number {
    const key = tableKey(name);
    const known = this.nodes.get(key);
    if (known !== undefined) return known;
    const node = this.builder.addNode({ key: keyOf(key), kind: 'table', name, parentKey: REPOSITORY_KEY, signature: 'not declared here' });
    this.nodes.set(key, node);
    return node;
  }
}

function keyOf(table: string): string {
  return `pinata table . . ${descriptorName(table)}#`;
}

function columnKey(table: string, column: string): string {
  return `${keyOf(table)}${descriptorName(column)}.`;
}

/** Type, nullability, keys and default of a column in one line, as SQL writes them. */
function columnSignature(table: Table, column: ColumnFact): string {
  const isKey = table.primaryKey.some((name) => name.toLowerCase() === column.name.toLowerCase());
  const type = column.values === undefined || /\(/.test(column.type ?? '') ? column.type : `${column.type ?? 'enum'}(${column.values.join(', ')})`;
  const parts = [type, column.isNullable === undefined && !isKey ? undefined : column.isNullable === true && !isKey ? 'null' : 'not null', column.default === undefined ? undefined : `default ${column.default}`, isKey ? 'primary key' : undefined, column.isUnique === true ? 'unique' : undefined];
  return parts.filter((part) => part !== undefined).join(' ').slice(0, 300);
}

/** Keys, indexes and sources of a table in one line. */
function tableSignature(table: Table): string {
  const parts = [
    table.primaryKey.length === 0 ? undefined : `primary key (${table.primaryKey.join(', ')})`,
    ...table.indexes.map((index) => `${index.isUnique === true ? 'unique' : 'index'} (${index.columns.join(', ')})`),
    `from ${[...table.families].sort().join(', ')}`,
  ];
  return parts.filter((part) => part !== undefined).join('; ').slice(0, 300);
}
