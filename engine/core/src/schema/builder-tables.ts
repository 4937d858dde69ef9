import { Expression } from '../facts/schema.js';
import type { ChainLink, FileView } from '../view/file-view.js';
import { primaryKeyOf } from './model.js';
import type { ColumnFact, ForeignKeyFact, IndexFact, OperationFact, Place, TableFact } from './model.js';

/** How a table builder of a migration tool spells things. */
export interface BuilderStyle {
  /** Methods that add a column, with the type in the database; `{}` stands for the second argument, as a length. */
  readonly types: Readonly<Record<string, string>>;
  /** Methods that add several columns at once. */
  readonly groups: Readonly<Record<string, readonly ColumnFact[]>>;
  /** Methods that add a column called `id` where none is named. */
  readonly keys: ReadonlySet<string>;
  /** Whether a column may be null where nothing is said. */
  readonly isNullable: boolean;
  /** Words that say that a column may be null, or may not. */
  readonly nullable: string;
  readonly required: string;
  /** Column of a reference that is named by its target: `user` is `user_id`. */
  readonly references?: { readonly methods: ReadonlySet<string>; readonly table: (name: string) => string };
}

const DROPS = /^(?:dropColumns?|remove)$/;
const RENAMES = /^(?:renameColumn|rename)$/;

/** What a builder's block says of a table. */
export interface BuiltTable {
  readonly columns: readonly ColumnFact[];
  readonly primaryKey: readonly string[];
  readonly indexes: readonly IndexFact[];
  readonly foreignKeys: readonly ForeignKeyFact[];
  /** Columns of a table that was there before. */
  readonly dropped: readonly string[];
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
}

/** Reads the calls on a block's parameter. @param lambda the block that is given the builder */
export function builtTable(view: FileView, lambda: number, style: BuilderStyle): BuiltTable {
  const columns: ColumnFact[] = [];
  const indexes: IndexFact[] = [];
  const foreignKeys: ForeignKeyFact[] = [];
  const dropped: string[] = [];
  const renamed: { readonly from: string; readonly to: string }[] = [];
  let primaryKey: readonly string[] = [];
  for (const { chain, place } of statementsIn(view, lambda)) {
    const [, first] = chain;
    if (first === undefined || first.call < 0) continue;
    const names = textsOf(view, first.call, 0);
    const has = (name: string): boolean => chain.some((link) => link.name === name && link.call >= 0);
    if (/^(?:unique|index|primary)$/.test(first.name) && names.length > 0) {
      if (first.name === 'primary') primaryKey = names;
      else indexes.push({ columns: names, isUnique: first.name === 'unique' || view.text(view.argument(first.call, 'unique')) === 'true' });
      continue;
    }
    if (first.name === 'foreign') {
      const target = targetOf(view, chain);
      if (target !== undefined) foreignKeys.push({ columns: names, target, place });
      continue;
    }
    if (DROPS.test(first.name)) {
      dropped.push(...view.arguments(first.call).flatMap((part) => view.texts(part.value)));
      continue;
    }
    if (RENAMES.test(first.name)) {
      const [from, to] = [textsOf(view, first.call, 0)[0], textsOf(view, first.call, 1)[0]];
      if (from !== undefined && to !== undefined) renamed.push({ from, to });
      continue;
    }
    const group = style.groups[first.name];
    if (group !== undefined) {
      columns.push(...group.map((column) => ({ ...column, place })));
      continue;
    }
    for (const column of columnsOf(view, chain, first, style, place)) {
      columns.push(column);
      if (has('unique')) indexes.push({ columns: [column.name], isUnique: true });
      else if (has('index')) indexes.push({ columns: [column.name] });
      const target = targetOf(view, chain) ?? namedTarget(view, chain, first, style);
      if (target !== undefined) foreignKeys.push({ columns: [column.name], target, place });
    }
  }
  const keys = primaryKey.length > 0 ? primaryKey : primaryKeyOf(columns);
  return { columns: columns.map((column) => (keys.includes(column.name) ? { ...column, isNullable: false } : column)), primaryKey: keys, indexes, foreignKeys, dropped, renamed };
}

/** Whole chains of calls in a block that begin at its parameter. */
function statementsIn(view: FileView, lambda: number): readonly { readonly chain: readonly ChainLink[]; readonly place: Place }[] {
  const range = view.lambdaRange(lambda);
  if (range === undefined) return [];
  const parameters = new Set(view.parameterNames(lambda));
  const byRoot = new Map<number, { readonly chain: readonly ChainLink[]; readonly place: Place }>();
  for (const call of view.calls()) {
    const { startRow, startColumn } = call.range;
    const isInside = (startRow > range.startRow || (startRow === range.startRow && startColumn >= range.startColumn)) && (startRow < range.endRow || (startRow === range.endRow && startColumn < range.endColumn));
    if (!isInside) continue;
    const chain = view.chain(call.expression);
    const [root] = chain;
    if (root === undefined || view.kind(root.expression) !== Expression.name || !parameters.has(root.name)) continue;
    // The longest chain from one root is the statement.
    const known = byRoot.get(root.expression);
    if (known === undefined || known.chain.length < chain.length) byRoot.set(root.expression, { chain, place: { path: view.file.path, range: call.range } });
  }
  return [...byRoot.values()].sort((a, b) => a.place.range.startRow - b.place.range.startRow || a.place.range.startColumn - b.place.range.startColumn);
}

/** Texts of an argument, of a list those of its elements. @param which a place or a name */
export function textsOf(view: FileView, call: number, which: number | string): readonly string[] {
  return view.texts(view.argument(call, which));
}

/** What a block says of a table that is there: the operations that change it. */
export function changesOf(table: BuiltTable, shared: Pick<OperationFact, 'kind' | 'family' | 'place' | 'order'>, name: string): readonly OperationFact[] {
  return [
    ...table.dropped.map((column): OperationFact => ({ ...shared, operation: 'dropColumn', name, column })),
    ...table.renamed.map(({ from, to }): OperationFact => ({ ...shared, operation: 'renameColumn', name, column: from, to })),
    ...table.columns.map((column): OperationFact => ({ ...shared, operation: 'addColumn', name, column })),
    ...table.foreignKeys.map((foreignKey): OperationFact => ({ ...shared, operation: 'addForeignKey', name, foreignKey })),
    ...table.indexes.map((index): OperationFact => ({ ...shared, operation: 'addIndex', name, index })),
  ];
}

/** A table that a block makes, for its creation. */
export function createdTable(table: BuiltTable, family: string, name: string, place: Place): TableFact & { readonly name: string } {
  const { columns, primaryKey, indexes, foreignKeys } = table;
  return { kind: 'table', family, origin: 'migration', name, columns, primaryKey, indexes, foreignKeys, place };
}

function columnsOf(view: FileView, chain: readonly ChainLink[], first: ChainLink, style: BuilderStyle, place: Place): readonly ColumnFact[] {
  const isReference = style.references?.methods.has(first.name) === true;
  const type = isReference ? (view.text(view.argument(first.call, 'type')) ?? 'bigint') : style.types[first.name];
  if (type === undefined) return [];
  const stated = first.name === 'column' ? textsOf(view, first.call, 0).slice(0, 1) : textsOf(view, first.call, 0);
  const names = stated.length > 0 ? stated : style.keys.has(first.name) ? ['id'] : [];
  const limit = view.text(view.argument(first.call, 'limit')) ?? [view.text(view.argument(first.call, 'precision')), view.text(view.argument(first.call, 'scale'))].filter((part) => part !== undefined).join(', ');
  const length = view.text(view.argument(first.call, 1));
  const spelled = first.name === 'column' ? (view.text(view.argument(first.call, 1)) ?? '') : type.includes('{}') ? type.replace('{}', /^\d+$/.test(length ?? '') ? (length ?? '') : '255') : limit === '' || type === 'timestamp' ? type : `${type}(${limit})`;
  const fallback = view.text(view.argument(first.call, 'default')) ?? argumentOf(view, chain, /^default(?:To)?$/);
  const isPrimaryKey = style.keys.has(first.name) || chain.some((link) => link.name === 'primary' && link.call >= 0);
  return names.map((name) => ({
    name: isReference ? `${name}_id` : name,
    type: spelled,
    isNullable: isPrimaryKey ? false : nullability(view, chain, first, style),
    ...(isPrimaryKey ? { isPrimaryKey } : {}),
    ...(fallback === undefined ? {} : { default: fallback }),
    place,
  }));
}

function nullability(view: FileView, chain: readonly ChainLink[], first: ChainLink, style: BuilderStyle): boolean {
  const keyword = view.text(view.argument(first.call, 'null'));
  if (keyword !== undefined) return keyword !== 'false';
  if (chain.some((link) => link.name === style.required && link.call >= 0)) return false;
  if (chain.some((link) => link.name === style.nullable && link.call >= 0)) return argumentOf(view, chain, new RegExp(`^${style.nullable}$`)) !== 'false';
  return style.isNullable;
}

function argumentOf(view: FileView, chain: readonly ChainLink[], name: RegExp): string | undefined {
  const link = chain.find((one) => one.call >= 0 && name.test(one.name));
  return link === undefined ? undefined : view.text(view.argument(link.call, 0));
}

/** `references('id').on('users')`, `.inTable('users')`, `references('users.id')`, `constrained('users')`. */
function targetOf(view: FileView, chain: readonly ChainLink[]): ForeignKeyFact['target'] | undefined {
  const column = argumentOf(view, chain, /^references$/);
  const table = argumentOf(view, chain, /^(?:on|inTable)$/);
  if (column === undefined) return undefined;
  if (table !== undefined) return { table, columns: [column] };
  const [owner, name] = column.split('.');
  return owner !== undefined && name !== undefined ? { table: owner, columns: [name] } : undefined;
}

/** `references :user, foreign_key: true`, `foreignId('user_id')->constrained()`. */
function namedTarget(view: FileView, chain: readonly ChainLink[], first: ChainLink, style: BuilderStyle): ForeignKeyFact['target'] | undefined {
  if (style.references === undefined) return undefined;
  const [name = ''] = textsOf(view, first.call, 0);
  const option = style.references.methods.has(first.name) ? view.argument(first.call, 'foreign_key') : -1;
  const stated = option < 0 ? undefined : view.text(view.argument(option, 'to_table'));
  const isDeclared = (option >= 0 && view.text(option) !== 'false') || chain.some((link) => link.name === 'constrained' && link.call >= 0);
  return isDeclared ? { table: stated ?? argumentOf(view, chain, /^constrained$/) ?? style.references.table(name.replace(/_id$/, '')) } : undefined;
}
