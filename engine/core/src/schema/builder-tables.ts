import { isInRange } from '@pinata/graph';
import { Expression } from '../facts/schema.js';
import type { ChainLink, FileView } from '../view/file-view.js';
import { builtColumns, builtTarget, sized, textsOf } from './builder-columns.js';
import type { BuilderStyle } from './builder-columns.js';
import { primaryKeyOf } from './model.js';
import type { ColumnFact, ForeignKeyFact, IndexFact, OperationFact, Place, TableFact } from './model.js';

const DROPS = /^(?:dropColumns?|remove|dropConstrainedForeignId)$/;
const RENAMES = /^(?:renameColumn|rename)$/;

/** What a builder's block says of a table. */
export interface BuiltTable {
  readonly columns: readonly ColumnFact[];
  readonly primaryKey: readonly string[];
  readonly indexes: readonly IndexFact[];
  readonly foreignKeys: readonly ForeignKeyFact[];
  /** Columns of a table that was there before. */
  readonly altered: readonly ColumnFact[];
  readonly dropped: readonly string[];
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
  /** Foreign keys that are taken away, by their columns or by their name. */
  readonly droppedKeys: readonly (readonly string[] | string)[];
  readonly isPrimaryKeyDropped: boolean;
}

/** Reads the calls on a block's parameter. @param lambda the block that is given the builder */
export function builtTable(view: FileView, lambda: number, style: BuilderStyle): BuiltTable {
  const columns: ColumnFact[] = [];
  const altered: ColumnFact[] = [];
  const indexes: IndexFact[] = [];
  const foreignKeys: ForeignKeyFact[] = [];
  const dropped: string[] = [];
  const droppedKeys: (readonly string[] | string)[] = [];
  const renamed: { readonly from: string; readonly to: string }[] = [];
  let primaryKey: readonly string[] = [];
  let isPrimaryKeyDropped = false;
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
    if (first.name === 'foreign' || first.name === 'foreign_key') {
      const target = builtTarget(view, chain, first, style);
      const own = first.name === 'foreign' ? names : textsOf(view, first.call, 'column');
      if (target !== undefined) foreignKeys.push({ columns: own.length > 0 ? own : [`${style.references?.member(names[0] ?? '') ?? ''}_id`], target, place });
      continue;
    }
    if (DROPS.test(first.name)) {
      const all = view.arguments(first.call).flatMap((part) => (part.name === undefined ? view.texts(part.value) : []));
      dropped.push(...all);
      continue;
    }
    const droppedGroup = style.droppedGroups?.[first.name];
    if (droppedGroup !== undefined) {
      dropped.push(...(typeof droppedGroup === 'function' ? droppedGroup(view, first.call) : droppedGroup));
      continue;
    }
    if (first.name === 'dropForeign') {
      const isList = view.kind(view.argument(first.call, 0)) === Expression.array;
      // A name of its own, or columns: one alone is either, by what the tool takes.
      droppedKeys.push(isList || style.isForeignKeyDroppedByColumn ? (view.text(view.argument(first.call, 1)) ?? names) : (names[0] ?? ''));
      continue;
    }
    if (first.name === 'dropPrimary') isPrimaryKeyDropped = true;
    if (first.name === 'change' || first.name === 'change_null') {
      const stated = view.text(view.argument(first.call, 1)) ?? '';
      const [name] = names;
      if (name !== undefined) altered.push(first.name === 'change' ? { name, type: sized(view, first.call, style.types[stated] ?? stated) } : { name, isNullable: stated !== 'false' });
      continue;
    }
    if (first.name === 'setNullable' || first.name === 'dropNullable') {
      altered.push(...names.map((name) => ({ name, isNullable: first.name === 'setNullable' })));
      continue;
    }
    if (RENAMES.test(first.name)) {
      const [from, to] = [textsOf(view, first.call, 0)[0], textsOf(view, first.call, 1)[0]];
      if (from !== undefined && to !== undefined) renamed.push({ from, to });
      continue;
    }
    const group = style.groups[first.name];
    if (group !== undefined) {
      columns.push(...(typeof group === 'function' ? group(view, first.call) : group).map((column) => ({ ...column, place })));
      continue;
    }
    for (const column of builtColumns(view, chain, first, style, place)) {
      if (chain.some((link) => link.call >= 0 && style.changes?.has(link.name) === true)) altered.push(column);
      else columns.push(column);
      if (has('unique')) indexes.push({ columns: [column.name], isUnique: true });
      else if (has('index')) indexes.push({ columns: [column.name] });
      const target = builtTarget(view, chain, first, style);
      if (target !== undefined && !column.name.endsWith('_type')) foreignKeys.push({ columns: [column.name], target, place });
    }
  }
  const keys = primaryKey.length > 0 ? primaryKey : primaryKeyOf(columns);
  return { columns: columns.map((column) => (keys.includes(column.name) ? { ...column, isNullable: false } : column)), primaryKey: keys, indexes, foreignKeys, altered, dropped, renamed, droppedKeys, isPrimaryKeyDropped };
}

/** Whole chains of calls in a block that begin at its parameter. */
function statementsIn(view: FileView, lambda: number): readonly { readonly chain: readonly ChainLink[]; readonly place: Place }[] {
  const range = view.lambdaRange(lambda);
  if (range === undefined) return [];
  const parameters = new Set(view.parameterNames(lambda));
  const byRoot = new Map<number, { readonly chain: readonly ChainLink[]; readonly place: Place }>();
  for (const call of view.calls()) {
    const { startRow, startColumn } = call.range;
    if (!isInRange(startRow, startColumn, range)) continue;
    const chain = view.chain(call.expression);
    const [root] = chain;
    if (root === undefined || view.kind(root.expression) !== Expression.name || !parameters.has(root.name)) continue;
    // The longest chain from one root is the statement.
    const known = byRoot.get(root.expression);
    if (known === undefined || known.chain.length < chain.length) byRoot.set(root.expression, { chain, place: { path: view.file.path, range: call.range } });
  }
  return [...byRoot.values()].sort((a, b) => a.place.range.startRow - b.place.range.startRow || a.place.range.startColumn - b.place.range.startColumn);
}

/** What a block says of a table that is there: the operations that change it. */
export function changesOf(table: BuiltTable, shared: Pick<OperationFact, 'kind' | 'family' | 'place' | 'order'>, name: string): readonly OperationFact[] {
  return [
    ...(table.isPrimaryKeyDropped ? [{ ...shared, operation: 'dropPrimaryKey' as const, name }] : []),
    ...table.droppedKeys.map((key): OperationFact => (typeof key === 'string' ? { ...shared, operation: 'dropConstraint', name, constraint: key } : { ...shared, operation: 'dropForeignKey', name, columns: key })),
    ...table.dropped.map((column): OperationFact => ({ ...shared, operation: 'dropColumn', name, column })),
    ...table.renamed.map(({ from, to }): OperationFact => ({ ...shared, operation: 'renameColumn', name, column: from, to })),
    ...table.columns.map((column): OperationFact => ({ ...shared, operation: 'addColumn', name, column: { ...column, isPrimaryKey: false } })),
    ...table.altered.map((column): OperationFact => ({ ...shared, operation: 'alterColumn', name, column })),
    ...(table.primaryKey.length === 0 ? [] : [{ ...shared, operation: 'addPrimaryKey' as const, name, columns: table.primaryKey }]),
    ...table.foreignKeys.map((foreignKey): OperationFact => ({ ...shared, operation: 'addForeignKey', name, foreignKey })),
    ...table.indexes.map((index): OperationFact => ({ ...shared, operation: 'addIndex', name, index })),
  ];
}

/** A table that a block makes, for its creation. */
export function createdTable(table: BuiltTable, family: string, name: string, place: Place): TableFact & { readonly name: string } {
  const { columns, primaryKey, indexes, foreignKeys } = table;
  return { kind: 'table', family, origin: 'migration', name, columns, primaryKey, indexes, foreignKeys, place };
}
