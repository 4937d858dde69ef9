import os from 'node:os';
import { Worker } from 'node:worker_threads';
import { pictureFiles } from '@pinata/graph';
import type { Graph, NamedContent } from '@pinata/graph';
import { PICTURE_SCRIPT } from './picture-script.js';

/** Below so many files a thread costs more than it gives. */
const FILES_WORTH_A_THREAD = 500;

/** Lays a graph out beside other work: in a thread of its own, which starts while files are linked, where a scan is large. To be closed by its owner. */
export class PictureThread {
  private readonly worker: Worker | undefined;

  constructor(files: number) {
    if (files < FILES_WORTH_A_THREAD || os.availableParallelism() < 2) return;
    this.worker = new Worker(PICTURE_SCRIPT);
    this.worker.on('error', () => undefined); // whoever paints hears of it
  }

  /** The files of a graph's picture; once. Without a thread they are made as they are taken. */
  async paint(graph: Graph): Promise<Iterable<NamedContent>> {
    const { worker } = this;
    if (worker === undefined) return pictureFiles(graph);
    const painted = new Promise<Iterable<NamedContent>>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('the thread that draws the picture ended')));
    });
    worker.postMessage(graph.columns);
    // A thread that the machine has no room for: it is done here instead.
    return painted.catch(() => pictureFiles(graph));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.worker?.terminate();
  }
}
