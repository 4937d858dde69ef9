import { parentPort } from 'node:worker_threads';
import { Graph, buildPicture } from '@pinata/graph';
import type { GraphColumns } from '@pinata/graph';

parentPort?.once('message', (columns: GraphColumns) => {
  parentPort?.postMessage(buildPicture(new Graph(columns)));
});
