import os from 'node:os';
import { Worker } from 'node:worker_threads';
import { pictureColumns, pictureFiles, symbolsFile } from '@pinata/graph';
import type { Graph, NamedContent, SymbolsPlan } from '@pinata/graph';
import { chunksLeft } from './picture-messages.js';
import type { PictureAnswer, PictureRequest } from './picture-messages.js';
import { PICTURE_SCRIPT } from './picture-script.js';

/** Below so many files a thread costs more than it gives. */
const FILES_WORTH_A_THREAD = 500;

/** A number after every picture's last chunk: whoever draws stops. */
const NO_CHUNK = 2 ** 30;

/** A picture that the thread draws. */
interface Painting {
  readonly picture: number;
  readonly nextChunk: Int32Array<SharedArrayBuffer>;
  readonly plan: PromiseWithResolvers<SymbolsPlan>;
  readonly files: PromiseWithResolvers<readonly NamedContent[]>;
  readonly made: NamedContent[];
}

/** Lays graphs out beside other work, one after the other: in a thread of its own where they are large. To be closed by its owner. */
export class PictureThread {
  private worker: Worker | undefined;
  private isClosed = false;
  private pictures = 0;
  private painting: Painting | undefined;

  /** Starts the thread, so that it is there when there is something to paint. @param files of the scan */
  start(files: number): void {
    if (this.isClosed || this.worker !== undefined || files < FILES_WORTH_A_THREAD || os.availableParallelism() < 2) return;
    const worker = new Worker(PICTURE_SCRIPT);
    worker.on('message', (answer: PictureAnswer) => this.answered(answer));
    worker.on('error', (cause) => this.ended(worker, cause));
    worker.on('exit', () => this.ended(worker, new Error('the thread that draws the picture ended')));
    this.worker = worker;
  }

  /**
   * The files of a graph's picture. Without a thread they are made as they are taken, all of them; with one
   * whoever takes them draws chunks beside it. What is still drawn of an earlier one is lost.
   */
  paint(graph: Graph, files: number): Iterable<NamedContent> | AsyncIterable<NamedContent> {
    this.start(files);
    if (this.worker === undefined) return pictureFiles(graph);
    const nextChunk = new Int32Array(new SharedArrayBuffer(4));
    const painting: Painting = { picture: this.pictures++, nextChunk, plan: Promise.withResolvers(), files: Promise.withResolvers(), made: [] };
    painting.plan.promise.catch(() => undefined); // whoever takes the files hears of it
    painting.files.promise.catch(() => undefined);
    this.give(painting);
    this.worker.postMessage({ picture: painting.picture, columns: pictureColumns(graph.columns), nextChunk } satisfies PictureRequest);
    return filesOf(graph, nextChunk, painting.plan.promise, painting.files.promise);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.isClosed = true;
    await this.worker?.terminate();
  }

  private give(painting: Painting | undefined, lost: unknown = new Error('another picture is drawn')): void {
    if (this.painting !== undefined) {
      Atomics.store(this.painting.nextChunk, 0, NO_CHUNK);
      this.painting.plan.reject(lost);
      this.painting.files.reject(lost);
    }
    this.painting = painting;
  }

  private answered(answer: PictureAnswer): void {
    const { painting } = this;
    if (painting?.picture !== answer.picture) return;
    if (answer.kind === 'plan') painting.plan.resolve(answer.plan);
    else if (answer.kind === 'file') painting.made.push(answer.file);
    else {
      painting.files.resolve(painting.made);
      this.painting = undefined;
    }
  }

  private ended(worker: Worker, cause: unknown): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    this.give(undefined, cause);
  }
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
