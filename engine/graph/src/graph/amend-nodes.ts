import { amendTexts, gather, gatherSmall, gatherStrings } from './amend-columns.js';
import type { RowOrder } from './amend-columns.js';
import { NODE_CODES, ROLE_CODES, SYMBOL_CODES, VISIBILITY_CODES, codeOf } from './codes.js';
import type { DictionaryColumn, NodeColumns } from './columns.js';
import type { NewNode } from './graph-sink.js';
import { ID_BYTES, writeNodeIds } from './node-id.js';

/** A node that is new or other than it was. */
export interface ToldNode {
  readonly row: number;
  readonly node: NewNode;
}

export interface NodeAmendment {
  readonly base: NodeColumns;
  readonly order: RowOrder;
  /** Of each number of the base the row that the node has now. */
  readonly newOf: Int32Array;
  readonly told: readonly ToldNode[];
  /** Keys of the new nodes. */
  readonly added: readonly string[];
  /** Row of the node with a key, or -1. */
  readonly parentOf: (key: string) => number;
}

/** Columns of the nodes, without the offsets of their edges. */
export function amendNodes({ base, order, newOf, told, added, parentOf }: NodeAmendment): Omit<NodeColumns, 'outOffsets' | 'inOffsets'> {
  const cells = (column: Int32Array, value: (node: NewNode) => number | undefined): Int32Array => {
    const result = gather(column, order);
    for (const { row, node } of told) result[row] = value(node) ?? -1;
    return result;
  };
  const codes = (column: Int8Array, value: (node: NewNode) => number): Int8Array => {
    const result = gatherSmall(column, order);
    for (const { row, node } of told) result[row] = value(node);
    return result;
  };
  const texts = (column: DictionaryColumn, value: (node: NewNode) => string | undefined): DictionaryColumn => amendTexts(column, order, told.map(({ row, node }) => ({ row, text: value(node) })));
  const parents = gather(base.parents, order);
  for (let row = 0; row < parents.length; row++) parents[row] = newOf[parents[row] ?? -1] ?? -1;
  for (const { row, node } of told) parents[row] = node.parentKey === undefined ? -1 : parentOf(node.parentKey);
  return {
    keys: gatherStrings(base.keys, added, order),
    ids: idsOf(base.ids, added, order),
    kinds: codes(base.kinds, ({ kind }) => codeOf(NODE_CODES, kind)),
    symbolKinds: codes(base.symbolKinds, ({ symbolKind }) => codeOf(SYMBOL_CODES, symbolKind)),
    names: texts(base.names, ({ name }) => name),
    parents,
    paths: texts(base.paths, ({ path }) => path),
    ranges: {
      startRows: cells(base.ranges.startRows, ({ range }) => range?.startRow),
      startColumns: cells(base.ranges.startColumns, ({ range }) => range?.startColumn),
      endRows: cells(base.ranges.endRows, ({ range }) => range?.endRow),
      endColumns: cells(base.ranges.endColumns, ({ range }) => range?.endColumn),
    },
    roles: codes(base.roles, ({ role }) => codeOf(ROLE_CODES, role)),
    languages: texts(base.languages, ({ language }) => language),
    visibilities: codes(base.visibilities, ({ visibility }) => codeOf(VISIBILITY_CODES, visibility)),
    signatures: texts(base.signatures, ({ signature }) => signature),
    managers: texts(base.managers, ({ manager }) => manager),
    versions: texts(base.versions, ({ version }) => version),
    lines: cells(base.lines, ({ lines }) => lines),
    bytes: cells(base.bytes, ({ bytes }) => bytes),
    bodies: cells(base.bodies, ({ body }) => body),
  };
}

function idsOf(base: Uint8Array, added: readonly string[], order: RowOrder): Uint8Array {
  const fresh = new Uint8Array(added.length * ID_BYTES);
  writeNodeIds(added, fresh);
  const ids = new Uint8Array(order.length * ID_BYTES);
  for (const { row, from, length } of order.runs) ids.set(base.subarray(from * ID_BYTES, (from + length) * ID_BYTES), row * ID_BYTES);
  for (const row of order.fresh) {
    const place = ~(order.rows[row] ?? 0);
    ids.set(fresh.subarray(place * ID_BYTES, (place + 1) * ID_BYTES), row * ID_BYTES);
  }
  return ids;
}
