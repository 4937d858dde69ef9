import os from 'node:os';
import { Worker } from 'node:worker_threads';
import { pictureColumns, pictureFiles, symbolsFile } from '@pinata/graph';
import type { Graph, NamedContent, SymbolsPlan } from '@pinata/graph';
import { chunksLeft } from './picture-messages.js';
import type { PictureAnswer, PictureRequest } from './picture-messages.js';
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

  /**
   * The files of a graph's picture; once. Without a thread they are made as they are taken, all of them; with one
   * whoever takes them draws chunks beside it.
   */
  paint(graph: Graph): Iterable<NamedContent> | AsyncIterable<NamedContent> {
    return this.worker === undefined ? pictureFiles(graph) : paintBeside(this.worker, graph);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.worker?.terminate();
  }
}

/** Asks the thread at once; its files come when it has made them. */
function paintBeside(worker: Worker, graph: Graph): AsyncIterable<NamedContent> {
  const nextChunk = new Int32Array(new SharedArrayBuffer(4));
  const plan = Promise.withResolvers<SymbolsPlan>();
  const files = Promise.withResolvers<readonly NamedContent[]>();
  const made: NamedContent[] = [];
  const fail = (cause: unknown): void => {
    plan.reject(cause);
    files.reject(cause);
  };
  worker.on('message', (answer: PictureAnswer) => {
    if (answer.kind === 'plan') plan.resolve(answer.plan);
    else if (answer.kind === 'file') made.push(answer.file);
    else files.resolve(made);
  });
  worker.once('error', fail);
  worker.once('exit', () => fail(new Error('the thread that draws the picture ended')));
  plan.promise.catch(() => undefined); // whoever takes the files hears of it
  files.promise.catch(() => undefined);
  worker.postMessage({ columns: pictureColumns(graph.columns), nextChunk } satisfies PictureRequest);
  return filesOf(graph, nextChunk, plan.promise, files.promise);
}

async function* filesOf(graph: Graph, nextChunk: Int32Array<SharedArrayBuffer>, plan: Promise<SymbolsPlan>, files: Promise<readonly NamedContent[]>): AsyncGenerator<NamedContent> {
  try {
    const known = await plan;
    for (const number of chunksLeft(nextChunk, known)) yield symbolsFile(graph, known, number);
    yield* await files;
  } catch {
    // A thread that the machine has no room for: all is done here instead, some of it again.
    yield* pictureFiles(graph);
  }
}
