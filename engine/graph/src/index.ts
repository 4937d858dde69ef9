export * from './model.js';
export { bytesOf, shareColumns } from './graph/columns.js';
export type { DictionaryColumn, EdgeColumns, GraphColumns, NodeColumns, RangeColumns } from './graph/columns.js';
export { GraphBuilder } from './graph/graph-builder.js';
export { GraphError } from './graph/graph-error.js';
export type { GraphErrorCode } from './graph/graph-error.js';
export { Graph } from './graph/graph.js';
export { nodeId } from './graph/node-id.js';
export { compareUtf8, sortUtf8 } from './graph/utf8-order.js';
