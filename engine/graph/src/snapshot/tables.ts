import { EDGE_KINDS, FILE_ROLES, NODE_KINDS, RESOLUTIONS, SYMBOL_KINDS } from '../model.js';
import type { ArrowColumn, IntegerArray } from '../arrow/arrow-format.js';
import { VISIBILITIES } from '../graph/columns.js';
import type { DictionaryColumn, EdgeColumns, NodeColumns, RangeColumns } from '../graph/columns.js';
import { packStrings } from '../graph/packed-strings.js';

/** The columns of `nodes.arrow`, in order. Row `i` is node `i`; `outOffset` and `inOffset` say where its edges begin. */
export function nodeTable(nodes: NodeColumns): ArrowColumn[] {
  const count = nodes.kinds.length;
  return [
    { type: 'utf8', name: 'key', strings: nodes.keys },
    { type: 'fixedBinary', name: 'id', width: 16, bytes: nodes.ids },
    coded('kind', nodes.kinds, NODE_KINDS, false),
    coded('symbolKind', nodes.symbolKinds, SYMBOL_KINDS, true),
    texts('name', nodes.names),
    integer('parent', nodes.parents, true),
    texts('path', nodes.paths),
    ...ranges(nodes.ranges),
    coded('role', nodes.roles, FILE_ROLES, true),
    texts('language', nodes.languages),
    coded('visibility', nodes.visibilities, VISIBILITIES, true),
    texts('signature', nodes.signatures),
    texts('manager', nodes.managers),
    texts('version', nodes.versions),
    integer('lines', nodes.lines, true),
    integer('bytes', nodes.bytes, true),
    integer('body', nodes.bodies, true),
    integer('outOffset', nodes.outOffsets.subarray(0, count), false),
    integer('inOffset', nodes.inOffsets.subarray(0, count), false),
  ];
}

/** The columns of `edges.arrow`, in order. `byTarget` lists row numbers by target and belongs to `inOffset`, not to its row's edge. */
export function edgeTable(edges: EdgeColumns): ArrowColumn[] {
  return [
    integer('source', edges.sources, false),
    integer('target', edges.targets, false),
    coded('kind', edges.kinds, EDGE_KINDS, false),
    coded('resolution', edges.resolutions, RESOLUTIONS, false),
    integer('confidence', edges.confidences, false),
    integer('marks', edges.marks, false),
    texts('rule', edges.rules),
    integer('file', edges.files, true),
    ...ranges(edges.ranges),
    integer('byTarget', edges.byTarget, false),
  ];
}

function integer(name: string, values: IntegerArray, isNullable: boolean): ArrowColumn {
  return { type: 'integer', name, values, isNullable };
}

function texts(name: string, column: DictionaryColumn): ArrowColumn {
  return { type: 'dictionary', name, indices: column.indices, values: column.values, isNullable: true };
}

function coded(name: string, codes: Int8Array, names: readonly string[], isNullable: boolean): ArrowColumn {
  return { type: 'dictionary', name, indices: codes, values: packStrings(names), isNullable };
}

function ranges(columns: RangeColumns): ArrowColumn[] {
  return [
    integer('startRow', columns.startRows, true),
    integer('startColumn', columns.startColumns, true),
    integer('endRow', columns.endRows, true),
    integer('endColumn', columns.endColumns, true),
  ];
}
