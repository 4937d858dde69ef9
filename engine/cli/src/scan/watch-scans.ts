import { existsSync } from 'node:fs';
import path from 'node:path';
import { GitStarter } from '@pinata/checkout';
import type { OpenSource, OpenedSource } from '@pinata/checkout';
import type { ScanSummary } from '@pinata/core';
import { number } from '@pinata/exports/summary';
import { printable, printableJson } from '@pinata/exports/text';
import type { Interruption } from '../interrupt.js';
import type { Terminal } from '../terminal.js';
import { translate } from '../translate-error.js';
import type { ScanArguments } from './scan-arguments.js';
import { print, scanOnce, summaryObject } from './scan-once.js';
import type { ScanSteps } from './scan-once.js';
import { WatchedFolders, foldersOf } from './watched-folders.js';

/** What git writes when files are added, committed or checked out. */
const GIT_FILES = new Set(['index', 'HEAD']);

/**
 * `pinata scan --watch`: scans, and scans upon it whenever what was scanned changes, until a signal comes. A scan that fails is
 * told and the last snapshot stays: a work tree is often broken for a moment.
 * @throws what the first scan fails with; later ones when the folder is gone
 */
export async function watchScans(asked: ScanArguments, terminal: Terminal, interruption: Interruption): Promise<void> {
  const watched = new WatchedSource(asked.out ?? '');
  const { signal } = interruption;
  const session = import('./engine.js').then(({ ScanSession }) => new ScanSession()); // it is loaded while git looks at the source
  session.catch(() => undefined); // whoever scans hears of it
  const starter = new GitStarter();
  try {
    let digest = '';
    const opened = (source: OpenSource): Promise<void> => watched.follow(source);
    const first: ScanSteps['print'] = async (source, summary, folder) => {
      digest = summary.graphDigest;
      await print(asked, terminal, source, summary, folder);
    };
    await scanOnce(asked, terminal, interruption, { session, opened, print: first });
    if (!asked.isQuiet) terminal.note(`watching ${watched.folder}; Ctrl-C ends\n`);
    const again: ScanArguments = { ...asked, isQuiet: true, isFull: false };
    const next: ScanSteps['print'] = async (_source, summary) => {
      const isSame = summary.graphDigest === digest;
      digest = summary.graphDigest;
      await terminal.write(asked.isJson ? `${printableJson(summaryObject(summary))}\n` : lineOf(summary, isSame));
    };
    while (!signal.aborted) {
      await watched.nextChange(signal);
      await scanOnce(again, terminal, interruption, { session, last: watched.opened, starter, opened, print: next }).catch(async (error: unknown) => {
        if (signal.aborted || !existsSync(watched.folder)) throw error;
        await interruption.remove();
        terminal.note(`pinata: ${printable(translate(error).message)}; the last snapshot stays\n`);
      });
    }
  } finally {
    watched.close();
    starter.close();
    await session.then((kept) => kept.close(), () => undefined);
  }
}

/** Such as `12:01:05  1 of 2,111 files read, 1 linked again; 20,539 symbols, 108,201 edges; 0.46 s`. */
export function lineOf({ files, parsed, relinked, symbols, edges, milliseconds }: ScanSummary, isSame: boolean, now = new Date()): string {
  const found = isSame ? 'the graph is as it was' : `${number(symbols)} symbols, ${number(edges)} edges`;
  const seconds = ((milliseconds.total ?? 0) / 1000).toFixed(2);
  return `${now.toTimeString().slice(0, 8)}  ${number(parsed)} of ${number(files)} files read, ${number(relinked)} linked again; ${found}; ${seconds} s\n`;
}

/** The files of a source that is read in place. */
class WatchedSource {
  private readonly folders = new WatchedFolders((folder, name) => this.matters(folder, name));
  private readonly output: string;
  /** What the last scan read. */
  opened: OpenSource | undefined;
  private files: ReadonlySet<string> = new Set();
  private wanted: ReadonlySet<string> = new Set();
  /** False where all that happened, in a plain folder, was to what was not listed: it may be new, or be left out. */
  private isCertain = false;

  constructor(output: string) {
    this.output = path.resolve(output);
  }

  private get source(): OpenedSource | undefined {
    return this.opened?.source;
  }

  get folder(): string {
    return this.source?.folder ?? '';
  }

  /** Watches what a scan is about to read: what changes from now on is noticed. */
  async follow(opened: OpenSource): Promise<void> {
    const listed = this.source?.trackedFiles;
    this.opened = opened;
    if (listed === undefined || listed !== opened.source.trackedFiles) await this.list();
    else this.folders.follow(this.wanted); // one of them may have been made again
  }

  async nextChange(signal: AbortSignal): Promise<void> {
    for (;;) {
      await this.folders.nextChange(signal);
      const isCertain = this.isCertain;
      this.isCertain = false;
      if (isCertain) return;
      const before = this.files;
      await this.list();
      if (before.size !== this.files.size || [...before].some((file) => !this.files.has(file))) return;
    }
  }

  close(): void {
    this.folders.close();
  }

  private async list(): Promise<void> {
    const { source } = this;
    if (source === undefined) return;
    const { folder, trackedFiles, gitFolder } = source;
    const files = trackedFiles ?? (await this.listed(folder));
    this.files = new Set(files.map((file) => path.join(folder, file)));
    const wanted = foldersOf(folder, files);
    if (gitFolder !== undefined) wanted.add(gitFolder);
    this.wanted = wanted;
    this.folders.follow(wanted);
  }

  /** What a plain folder holds, the snapshot left out. */
  private async listed(folder: string): Promise<readonly string[]> {
    const { DEFAULT_LIMITS, listFolder } = await import('./engine.js');
    return listFolder(folder, DEFAULT_LIMITS.files).files.filter((file) => !this.isOutput(path.join(folder, file)));
  }

  private matters(folder: string, name: string | null): boolean {
    const place = name === null ? undefined : path.join(folder, name);
    const isCertain = place === undefined || name === null || (folder === this.source?.gitFolder ? GIT_FILES.has(name) : this.files.has(place) || this.folders.wants(place));
    if (isCertain) this.isCertain = true;
    // What git does not track is not read; what it tracks lies in folders that are watched.
    return isCertain || (this.source?.trackedFiles === undefined && !this.isOutput(place));
  }

  /** The snapshot, and the folders beside it in which one is made. */
  private isOutput(place: string): boolean {
    return place === this.output || place.startsWith(this.output + path.sep) || place.startsWith(path.join(path.dirname(this.output), `.${path.basename(this.output)}-`));
  }
}
