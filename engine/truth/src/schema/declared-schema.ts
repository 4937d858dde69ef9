import { columnsByTable, nodesOfKind } from '@pinata/graph';
import type { Graph } from '@pinata/graph';
import { comparableType } from './comparable-type.js';
import { comparableTable, foreignKeyPair } from './database-schema.js';
import type { ComparedColumn, ComparedSchema, ComparedTable } from './database-schema.js';

/** How the engine writes a column down in one line: type, nullability, default, keys. */
const COLUMN = /^(.*?)(?:(?:^| )(not null|null))?(?: default .*)?(?:(?:^| )primary key)?(?: unique)?$/s;

/** What a scan's graph declares of tables; those that are only mentioned are left out, and so are concluded keys. @param enumerations as `DatabaseSchema` has them */
export function declaredSchema(graph: Graph, enumerations: ReadonlySet<string>): ComparedSchema {
  const tables = new Map<string, ComparedTable>();
  const tableOfNode = new Map<number, string>();
  const columnOfNode = new Map<number, string>();
  const byTable = columnsByTable(graph);
  for (const node of nodesOfKind(graph, 'table')) {
    const { name, signature = '' } = graph.node(node);
    const table = signature === 'not declared here' ? undefined : comparableTable(name);
    if (table === undefined) continue;
    tableOfNode.set(node, table);
    const columns = new Map<string, ComparedColumn>();
    const keys: string[] = [];
    for (const column of byTable.get(node) ?? []) {
      const { name: columnName, signature: written = '' } = graph.node(column);
      const lower = columnName.toLowerCase();
      columnOfNode.set(column, lower);
      columns.set(lower, readColumn(written, enumerations));
      if (/(?:^| )primary key(?: unique)?$/.test(written)) keys.push(lower);
    }
    tables.set(table, { columns, primaryKey: keys });
  }
  const foreignKeys = new Set<string>();
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    const { kind, source, target, resolution } = graph.edge(edge);
    if (kind !== 'foreignKey' || resolution !== 'exact') continue;
    const [from, to] = [source, target].map((node) => ({ table: tableOf(graph, node, tableOfNode), column: columnOfNode.get(node) ?? '?' }));
    if (from?.table !== undefined && to?.table !== undefined) foreignKeys.add(foreignKeyPair(from.table, from.column, to.table, to.column));
  }
  return { tables, foreignKeys };
}

function tableOf(graph: Graph, node: number, tables: ReadonlyMap<number, string>): string | undefined {
  const own = tables.get(node);
  if (own !== undefined) return own;
  const { parentKey } = graph.node(node);
  return parentKey === undefined ? undefined : tables.get(graph.nodeNumber(parentKey));
}

function readColumn(signature: string, enumerations: ReadonlySet<string>): ComparedColumn {
  const [, type = '', nullability] = COLUMN.exec(signature) ?? [];
  return { type: type === '' ? undefined : comparableType(type, enumerations), isNullable: nullability === undefined ? undefined : nullability === 'null' };
}
