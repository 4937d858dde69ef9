import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseManifest, readSnapshot } from '@pinata/graph';
import { ScanSession } from '../../src/incremental/scan-session.js';
import { DEFAULT_LIMITS } from '../../src/scan-api.js';
import type { ScanOptions, ScanSummary } from '../../src/scan-api.js';
import { scanSource } from '../../src/scan-source.js';
import { TestThreads } from '../test-threads.js';
import { printGraph } from '../print-graph.js';
import type { Project, ProjectPrinter } from './project-model.js';

/** What a scan gives that may not depend on how it came about. */
export interface Comparable {
  readonly summary: object;
  readonly files: object;
}

/** One folder that is scanned again and again, each time upon what the last time left, and each time from nothing. */
export class ScanPair {
  private readonly root = mkdtempSync(path.join(tmpdir(), 'pinata-edits-'));
  private readonly source = path.join(this.root, 'source');
  private readonly threads = new TestThreads();
  private written = new Map<string, string>();
  private hasPack = false;
  private session: ScanSession | undefined;
  private last = '';
  /** Of the last scan upon another. */
  counts = { parsed: 0, reused: 0, relinked: 0, amended: 0 };

  /** Begins with another project. @param hasSession whether one process scans it again and again, and keeps what it can in memory */
  reset(hasSession = false): void {
    this.session = hasSession ? new ScanSession() : undefined;
    rmSync(this.source, { recursive: true, force: true });
    this.written.clear();
    this.hasPack = false;
  }

  /** Writes down what is new or other, and removes what is gone. */
  write(project: Project, printer: ProjectPrinter): void {
    const wanted = new Map(Object.entries(printer.configuration(project.configuration)));
    for (const file of project.files.values()) wanted.set(printer.path(file), printer.print(file, project));
    for (const name of this.written.keys()) if (!wanted.has(name)) rmSync(path.join(this.source, name));
    for (const [name, text] of wanted) {
      if (this.written.get(name) === text) continue;
      mkdirSync(path.dirname(path.join(this.source, name)), { recursive: true });
      writeFileSync(path.join(this.source, name), text);
    }
    this.written = wanted;
  }

  /** Writes single files, and removes those that are undefined. */
  change(files: Readonly<Record<string, string | undefined>>): void {
    for (const [name, content] of Object.entries(files)) {
      const place = path.join(this.source, name);
      mkdirSync(path.dirname(place), { recursive: true });
      if (content === undefined) rmSync(place);
      else writeFileSync(place, content);
    }
  }

  async again(): Promise<Comparable> {
    const previous = path.join(this.root, 'previous');
    const { comparable, summary, output } = await this.scan({ ...(this.session === undefined ? {} : { session: this.session }), ...(this.hasPack ? { previousFactPack: path.join(previous, 'facts.pack') } : {}) });
    const { parsed, reused, relinked, isAmended } = summary;
    this.counts = { parsed, reused, relinked, amended: isAmended ? 1 : 0 };
    rmSync(previous, { recursive: true, force: true });
    renameSync(output, previous);
    this.hasPack = true;
    this.last = previous;
    return comparable;
  }

  async full(): Promise<Comparable> {
    const { comparable, output } = await this.scan({});
    this.last = output;
    return comparable;
  }

  /** The graph of the last scan in words, for people. */
  async words(): Promise<string> {
    const { graph, manifest } = await readSnapshot(this.last);
    return printGraph(graph, manifest.summary as ScanSummary); // what this version's scan wrote
  }

  async end(): Promise<void> {
    await this.threads.end();
    rmSync(this.root, { recursive: true, force: true });
  }

  private async scan(known: Pick<ScanOptions, 'previousFactPack' | 'session'>): Promise<{ readonly comparable: Comparable; readonly summary: ScanSummary; readonly output: string }> {
    const output = path.join(this.root, 'output');
    rmSync(output, { recursive: true, force: true });
    mkdirSync(output);
    const source = { folder: this.source, name: 'edits', commit: 'c', branch: 'b', isModified: false };
    const summary = await scanSource(this.threads, source, { outputFolder: output, ...known }, DEFAULT_LIMITS, { fileResult: () => undefined, progress: () => undefined });
    const { milliseconds: _times, peakMemoryBytes: _memory, parsed: _parsed, reused: _reused, relinked: _relinked, isAmended: _isAmended, ...rest } = summary;
    const { files } = parseManifest(readFileSync(path.join(output, 'manifest.json'), 'utf8'));
    return { comparable: { summary: rest, files: files.map(({ name, sha256 }) => [name, sha256]) }, summary, output };
  }
}
