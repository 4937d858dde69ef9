/** What a browser needs of graphs: the model, the picture, and a reader of snapshots. Nothing here imports from Node.js. */
export * from '../model.js';
export * from '../picture/picture-model.js';
export { Graph } from '../graph/graph.js';
export type { GraphColumns } from '../graph/columns.js';
export { decodeGraph } from '../snapshot/decode-graph.js';
export { SNAPSHOT_FORMAT_VERSION, parseManifest } from '../snapshot/manifest.js';
export type { SnapshotFile, SnapshotManifest } from '../snapshot/manifest.js';
export { SnapshotError } from '../snapshot/snapshot-error.js';
export type { SnapshotErrorCode } from '../snapshot/snapshot-error.js';
export { PictureView } from './picture-view.js';
export type { NeededChunk, ViewEdge, ViewNode } from './picture-view.js';
