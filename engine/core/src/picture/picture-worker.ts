import { hash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { Graph, KnownLayouts, areaFiles, planPicture, symbolsFile } from '@pinata/graph';
import type { PictureFile } from '@pinata/graph';
import { chunksLeft } from './picture-messages.js';
import type { PictureAnswer, PictureRequest } from './picture-messages.js';

/** Of the pictures that this thread drew. */
const layouts = new KnownLayouts();

parentPort?.on('message', ({ picture, columns, nextChunk }: PictureRequest) => {
  const graph = new Graph(columns);
  const { tree, circles, symbols, ...areas } = planPicture(graph, layouts);
  const plan = { tree, circles, symbols };
  answer({ picture, kind: 'plan', plan });
  for (const file of areaFiles(graph, { ...plan, ...areas })) answerFile(picture, file);
  for (const number of chunksLeft(nextChunk, plan)) answerFile(picture, symbolsFile(graph, plan, number));
  answer({ picture, kind: 'end' });
});

function answerFile(picture: number, { name, content }: PictureFile): void {
  // Bytes change hands without being copied.
  answer({ picture, kind: 'file', file: { name, content, sha256: hash('sha256', content) } }, [content.buffer]);
}

function answer(message: PictureAnswer, transferred: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transferred);
}
