import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { FILE_LIMIT_MILLISECONDS } from './report.js';
import type { ChildMessage, FolderReport } from './report.js';

// Beside the tests too: a process knows no TypeScript.
const CHILD = new URL('../../dist/corpora/child.js', import.meta.url);
/** Beyond one file's limit: progress is told ten times a second at most, and a batch of files at once. */
const QUIET_MILLISECONDS = FILE_LIMIT_MILLISECONDS + 10_000;
/** What is made of all files at once may be quiet for so much longer. */
const QUIET_MILLISECONDS_PER_FILE = 10;

export interface ExaminerOptions {
  /** The script that examines; another one only in tests. */
  readonly script?: URL;
  readonly quietMilliseconds?: number;
}

/** Examines folders in a process of its own: one that dies or stands still costs one folder. To be closed by its owner. */
export class Examiner {
  private child: ChildProcess | undefined;

  constructor(private readonly options: ExaminerOptions = {}) {}

  /** @param files how many files the folder has, as far as is known: what is made of all of them may take its time */
  async examine(folder: string, files: number): Promise<FolderReport> {
    const started = performance.now();
    const child = (this.child ??= fork(this.options.script ?? CHILD, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] }));
    const quiet = (this.options.quietMilliseconds ?? QUIET_MILLISECONDS) + files * QUIET_MILLISECONDS_PER_FILE;
    return new Promise((resolve) => {
      let at = 'start';
      let errors = '';
      const fault = (what: string): FolderReport => ({ files: [], faults: [{ what }], milliseconds: Math.round(performance.now() - started) });
      const end = (report: FolderReport): void => {
        clearTimeout(clock);
        child.removeAllListeners();
        child.stderr?.removeAllListeners('data');
        resolve(report);
      };
      const stop = (what: string): void => {
        this.child = undefined;
        end(fault(what));
        child.kill('SIGKILL');
      };
      const clock = setTimeout(() => stop(`nothing was heard for ${quiet} ms; last at: ${at}`), quiet);
      child.stderr?.on('data', (text: Buffer) => (errors = `${errors}${text.toString()}`.slice(-2_000)));
      child.on('exit', (code, signal) => stop(`the process ended (${code ?? signal ?? 'unknown'}); last at: ${at}\n${errors}`));
      child.on('message', (message: ChildMessage) => {
        clock.refresh();
        if ('at' in message) at = message.at;
        else if ('report' in message) end(message.report);
        else end(fault(`${message.failure}\nlast at: ${at}`));
      });
      child.send(folder);
    });
  }

  close(): void {
    this.child?.kill('SIGKILL');
    this.child = undefined;
  }
}
