import { parentPort } from 'node:worker_threads';
import { Graph, pictureFiles } from '@pinata/graph';
import type { GraphColumns } from '@pinata/graph';

const utf8 = new TextEncoder();

parentPort?.once('message', (columns: GraphColumns) => {
  const files = Array.from(pictureFiles(new Graph(columns)), ({ name, content }) => ({ name, content: utf8.encode(content) }));
  // Bytes change hands without being copied, which texts do not.
  parentPort?.postMessage(files, files.map(({ content }) => content.buffer));
});
