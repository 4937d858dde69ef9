import { LOCAL, SYMBOL } from '../../../facts/schema.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import { textsOf } from '../../builder-columns.js';
import type { SchemaFamily } from '../../family.js';
import { primaryKeyOf } from '../../model.js';
import type { ColumnFact, ForeignKeyFact, IndexFact, OperationFact } from '../../model.js';
import { definitionsOf } from '../../sql/definitions.js';
import { statementsOf } from '../../sql/tokens.js';
import { operationOf } from '../sql/family.js';
import { serverDefault, statedColumn, targetOf, typeOf } from '../sqlalchemy/columns.js';
import { revisionOrder } from './revisions.js';

/** Migrations of Alembic: what `upgrade` asks of `op`, in the order of the revisions. */
export const family: SchemaFamily = {
  id: 'alembic',
  languages: ['python'],
  // One that changes nothing has its place in the order too.
  isCandidate: (view) => view.file.role !== 'test' && view.facts.indexOf('upgrade') >= 0 && view.facts.indexOf('down_revision') >= 0,
  read: (views) => {
    const orders = revisionOrder(views);
    const orderOfView = (view: FileView): string => orders.get(view) ?? '';
    const history = new History();
    for (const view of [...views].sort((a, b) => (orderOfView(a) < orderOfView(b) ? -1 : 1))) readUpgrade(view, orderOfView(view), history);
    return history.operations;
  },
};

/** The changes so far. Constraints and indexes are taken back by their names. */
class History {
  operations: OperationFact[] = [];
  private readonly keys = new Map<string, readonly string[]>();

  add(...operations: readonly OperationFact[]): void {
    this.operations.push(...operations);
  }

  nameKey(table: string, name: string | undefined, columns: readonly string[]): void {
    if (name !== undefined) this.keys.set(`${table} ${name}`, columns);
  }

  /** Columns of a foreign key by its name, or by the one that PostgreSQL gives to what has none. */
  keyColumns(table: string, name: string): readonly string[] | undefined {
    const bare = table.slice(table.lastIndexOf('.') + 1);
    return this.keys.get(`${table} ${name}`) ?? (name.startsWith(`${bare}_`) && name.endsWith('_fkey') ? [name.slice(bare.length + 1, -'_fkey'.length)] : undefined);
  }

  dropIndex(table: string | undefined, name: string): void {
    this.operations = this.operations.filter((operation) => operation.operation !== 'addIndex' || operation.index.name !== name || (table !== undefined && operation.name !== table));
  }
}

function readUpgrade(view: FileView, order: string, history: History): void {
  const calls = view.calls().filter((call) => isUpgrade(view, call)).sort((a, b) => a.range.startRow - b.range.startRow || a.range.startColumn - b.range.startColumn);
  const batches = calls.filter((call) => view.name(call.expression) === 'batch_alter_table');
  for (const call of calls) {
    const chain = view.chain(call.expression);
    const [root, operation] = chain;
    if (root === undefined || operation === undefined || chain.length !== 2) continue;
    if (root.name === 'op') readOperation(new Operation(view, call, order, undefined), operation.name, history);
    else {
      const batch = isBatch(view, root.expression) ? batches.filter((one) => one.range.startRow < call.range.startRow).pop() : undefined;
      if (batch !== undefined) readOperation(new Operation(view, call, order, batch.expression), operation.name, history);
    }
  }
}

function isUpgrade(view: FileView, { owner }: CallSite): boolean {
  const { symbols } = view.facts;
  return owner >= 0 && view.facts.text(symbols.get(owner - view.file.firstSymbol, SYMBOL.name)) === 'upgrade';
}

/** `batch_op` of `with op.batch_alter_table("user") as batch_op`; the name is often used again for the next table. */
function isBatch(view: FileView, expression: number): boolean {
  const local = view.localOf(expression);
  if (local < 0) return false;
  const value = view.facts.locals.get(local, LOCAL.value);
  return value >= 0 && view.name(value) === 'batch_alter_table';
}

/** One call of `op`, or of what stands for one table in a batch: there the table's name is not among the arguments. */
class Operation {
  readonly shared: Pick<OperationFact, 'kind' | 'family' | 'place' | 'order'>;

  constructor(
    readonly view: FileView,
    private readonly call: CallSite,
    readonly order: string,
    private readonly batch: number | undefined,
  ) {
    this.shared = { kind: 'operation', family: 'alembic', place: { path: view.file.path, range: call.range }, order };
  }

  get expression(): number {
    return this.call.expression;
  }

  /** An argument by its position in the call on `op`. @param table the position of the table's name, which a batch leaves out */
  at(position: number, keyword: string, table: number): number {
    const named = this.view.argument(this.expression, keyword);
    return named >= 0 ? named : this.view.argument(this.expression, this.batch !== undefined && position > table ? position - 1 : position);
  }

  texts(position: number, keyword: string, table: number): readonly string[] | undefined {
    const row = this.at(position, keyword, table);
    const parts = row < 0 ? [] : this.view.arguments(row).map((part) => this.view.text(part.value));
    const texts = parts.filter((part) => part !== undefined);
    return texts.length > 0 && texts.length === parts.length ? texts : undefined;
  }

  /** The table with its schema. */
  table(position: number, keyword = 'table_name', schemaKeyword = 'schema'): string | undefined {
    const call = this.batch ?? this.expression;
    const named = this.view.argument(call, keyword);
    const name = this.view.text(named >= 0 ? named : this.view.argument(call, this.batch === undefined ? position : 0));
    return name === undefined ? undefined : qualified(name, this.view.text(this.view.argument(call, schemaKeyword)));
  }

  /** Name of a constraint or index: a text, or one that `op.f` marks as whole. */
  constraint(keyword: string): string | undefined {
    const named = this.view.argument(this.expression, keyword);
    return nameIn(this.view, named >= 0 ? named : this.view.argument(this.expression, 0));
  }
}

function qualified(name: string, schema: string | undefined): string {
  return schema === undefined || schema === 'None' ? name : `${schema}.${name}`;
}

function nameIn(view: FileView, row: number): string | undefined {
  const text = view.text(row) ?? (row >= 0 && view.name(row) === 'f' ? view.text(view.argument(row, 0)) : undefined);
  return text === 'None' ? undefined : text;
}

function readOperation(call: Operation, operation: string, history: History): void {
  const { view, shared, expression } = call;
  switch (operation) {
    case 'create_table':
      createTable(call, history);
      return;
    case 'drop_table': {
      const name = call.table(0);
      if (name !== undefined) history.add({ ...shared, operation: 'dropTable', name });
      return;
    }
    case 'rename_table': {
      const name = call.table(0, 'old_table_name');
      const to = view.text(call.at(1, 'new_table_name', 2));
      if (name !== undefined && to !== undefined) history.add({ ...shared, operation: 'renameTable', name, to });
      return;
    }
    case 'add_column': {
      const name = call.table(0);
      const stated = statedColumn(view, call.at(1, 'column', 0), shared.place);
      if (name === undefined || stated === undefined) return;
      history.add({ ...shared, operation: 'addColumn', name, column: stated.column });
      if (stated.foreignKey !== undefined) history.add({ ...shared, operation: 'addForeignKey', name, foreignKey: stated.foreignKey });
      if (stated.column.isUnique === true) history.add({ ...shared, operation: 'addIndex', name, index: { columns: [stated.column.name], isUnique: true } });
      return;
    }
    case 'drop_column': {
      const name = call.table(0);
      const column = view.text(call.at(1, 'column_name', 0));
      if (name !== undefined && column !== undefined) history.add({ ...shared, operation: 'dropColumn', name, column });
      return;
    }
    case 'alter_column':
      alterColumn(call, history);
      return;
    case 'create_index':
    case 'create_unique_constraint': {
      const name = call.table(1, operation === 'create_index' ? 'table_name' : 'source');
      const columns = call.texts(2, 'columns', 1);
      const isUnique = operation !== 'create_index' || view.text(view.argument(expression, 'unique')) === 'True';
      const index = call.constraint(operation === 'create_index' ? 'index_name' : 'constraint_name');
      if (name !== undefined && columns !== undefined) history.add({ ...shared, operation: 'addIndex', name, index: { ...(index === undefined ? {} : { name: index }), columns, isUnique } });
      return;
    }
    case 'drop_index':
    case 'drop_constraint':
      drop(call, history);
      return;
    case 'create_primary_key': {
      const name = call.table(1);
      const columns = call.texts(2, 'columns', 1);
      if (name !== undefined && columns !== undefined) history.add({ ...shared, operation: 'addPrimaryKey', name, columns });
      return;
    }
    case 'create_foreign_key':
      createForeignKey(call, history);
      return;
    case 'execute': {
      const row = view.argument(expression, 0);
      const sql = view.text(row) ?? (row >= 0 && view.name(row) === 'text' ? view.text(view.argument(row, 0)) : undefined);
      for (const tokens of sql === undefined ? [] : statementsOf(sql)) history.add(...definitionsOf(tokens).map((definition) => operationOf(definition, 'alembic', shared.place, call.order)));
    }
  }
}

function createTable(call: Operation, history: History): void {
  const { view, shared, expression } = call;
  const bare = view.text(view.argument(expression, 0)) ?? view.text(view.argument(expression, 'table_name'));
  if (bare === undefined) return;
  const schema = view.text(view.argument(expression, 'schema'));
  const name = qualified(bare, schema);
  const columns: ColumnFact[] = [];
  const foreignKeys: ForeignKeyFact[] = [];
  const indexes: IndexFact[] = [];
  let stated: readonly string[] = [];
  for (const { value } of view.arguments(expression)) {
    const place = { path: view.file.path, range: view.callOf(value)?.range ?? shared.place.range };
    const texts = view.arguments(value).flatMap((part) => (part.name === undefined ? (view.text(part.value) ?? []) : []));
    const constraint = nameIn(view, view.argument(value, 'name'));
    switch (view.name(value)) {
      case 'Column': {
        const column = statedColumn(view, value, place);
        if (column === undefined) break;
        columns.push(column.column);
        if (column.foreignKey !== undefined) foreignKeys.push(column.foreignKey);
        if (column.column.isUnique === true) indexes.push({ columns: [column.column.name], isUnique: true });
        break;
      }
      case 'PrimaryKeyConstraint':
        stated = texts;
        break;
      case 'UniqueConstraint':
        if (texts.length > 0) indexes.push({ ...(constraint === undefined ? {} : { name: constraint }), columns: texts, isUnique: true });
        break;
      case 'ForeignKeyConstraint': {
        const from = textsOf(view, value, 0);
        const targets = textsOf(view, value, 1).map(targetOf);
        const table = targets[0]?.table;
        if (from.length === 0 || table === undefined) break;
        foreignKeys.push({ columns: from, target: { table, columns: targets.flatMap((target) => target?.columns ?? []) }, place });
        history.nameKey(name, constraint, from);
      }
    }
  }
  const primaryKey = stated.length > 0 ? stated : primaryKeyOf(columns);
  const known = columns.map((column) => (primaryKey.includes(column.name) ? { ...column, isNullable: false } : column));
  history.add({ ...shared, operation: 'createTable', table: { kind: 'table', family: 'alembic', origin: 'migration', name: bare, ...(schema === undefined || schema === 'None' ? {} : { schema }), columns: known, primaryKey, foreignKeys, place: shared.place } });
  for (const index of indexes) history.add({ ...shared, operation: 'addIndex', name, index });
}

function alterColumn(call: Operation, history: History): void {
  const { view, shared, expression } = call;
  const name = call.table(0);
  const column = view.text(call.at(1, 'column_name', 0));
  if (name === undefined || column === undefined) return;
  const nullable = view.text(view.argument(expression, 'nullable'));
  const type = typeOf(view, view.argument(expression, 'type_'));
  const given = view.argument(expression, 'server_default');
  // Without one from now on, where `None` is said: an empty default takes it away.
  const fallback = view.text(given) === 'None' ? '' : serverDefault(view, given);
  if (nullable !== undefined || type !== undefined || fallback !== undefined) {
    history.add({ ...shared, operation: 'alterColumn', name, column: { name: column, ...(type === undefined ? {} : { type }), ...(nullable === undefined ? {} : { isNullable: nullable === 'True' }), ...(fallback === undefined ? {} : { default: fallback }) } });
  }
  const to = view.text(view.argument(expression, 'new_column_name'));
  if (to !== undefined && to !== 'None') history.add({ ...shared, operation: 'renameColumn', name, column, to });
}

function createForeignKey(call: Operation, history: History): void {
  const { view, shared, expression } = call;
  const name = call.table(1, 'source_table', 'source_schema');
  const target = view.text(call.at(2, 'referent_table', 1));
  const columns = call.texts(3, 'local_cols', 1);
  const remote = call.texts(4, 'remote_cols', 1);
  if (name === undefined || target === undefined || columns === undefined || remote === undefined) return;
  history.nameKey(name, call.constraint('constraint_name'), columns);
  history.add({ ...shared, operation: 'addForeignKey', name, foreignKey: { columns, target: { table: qualified(target, view.text(view.argument(expression, 'referent_schema'))), columns: remote }, place: shared.place } });
}

function drop(call: Operation, history: History): void {
  const constraint = call.constraint('constraint_name') ?? call.constraint('index_name');
  if (constraint === undefined) return;
  const name = call.table(1);
  const columns = name === undefined ? undefined : history.keyColumns(name, constraint);
  if (name !== undefined && columns !== undefined) history.add({ ...call.shared, operation: 'dropForeignKey', name, columns });
  else history.dropIndex(name, constraint);
}
