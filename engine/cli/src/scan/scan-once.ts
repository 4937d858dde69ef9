import path from 'node:path';
import { LOCAL_POLICY, isUrlLike, openSource } from '@pinata/checkout';
import type { GitStarter, OpenSource } from '@pinata/checkout';
import type { ScanOptions, ScanSession, ScanSink, ScanSource, ScanSummary } from '@pinata/core';
import { summaryText, unresolvedByReason } from '@pinata/exports/summary';
import { printableJson } from '@pinata/exports/text';
import type { Interruption } from '../interrupt.js';
import type { Terminal } from '../terminal.js';
import { prepareOutput } from './output-folder.js';
import { ProgressDisplay } from './progress-display.js';
import type { ScanArguments } from './scan-arguments.js';

/** A scan's summary with what the command line knows beside it. */
export interface TimedSummary extends ScanSummary {
  /** Files, and folders with a `/`, that were not read since git does not know them; absent where nobody looked. */
  readonly untracked?: readonly string[];
}

/** What is done beside one scan. */
export interface ScanSteps {
  /** What is kept of the last scan of the same folder, where there are several. */
  readonly session?: Promise<ScanSession>;
  /** What the last opening gave. */
  readonly last?: OpenSource | undefined;
  /** Starts git for later scans of a process. */
  readonly starter?: GitStarter;
  /** Called before anything of the source is read. */
  readonly opened?: (opened: OpenSource) => void | Promise<void>;
  /** Called when the result lies in its place, while the source is there. */
  readonly print: (source: ScanSource, summary: TimedSummary, snapshotFolder: string | undefined) => Promise<void>;
  /** Whether files are named that git does not know, and that are therefore not read. */
  readonly namesUntracked?: boolean;
}

/** One scan, from the source to the snapshot in its place. */
export async function scanOnce(asked: ScanArguments, terminal: Terminal, interruption: Interruption, steps: ScanSteps): Promise<void> {
  const output = asked.out === undefined ? undefined : await prepareOutput(asked.out, interruption);
  const printsGraph = asked.format !== 'summary' && asked.format !== 'arrow';
  const outputFolder = output?.folder ?? (printsGraph ? await interruption.temporaryFolder() : undefined);
  const display = new ProgressDisplay(terminal, () => performance.now(), isUrlLike(asked.location) || asked.reference !== undefined, outputFolder !== undefined);
  const sink: ScanSink = {
    fileResult: () => undefined,
    progress: (progress) => {
      if (!asked.isQuiet) display.update(progress);
    },
  };
  const started = performance.now();
  try {
    const opening = openSource({
      location: asked.location,
      reference: asked.reference,
      policy: { ...LOCAL_POLICY, ...proxyOf(asked.location) },
      signal: interruption.signal,
      last: steps.last,
      starter: steps.starter,
      onProgress: ({ percent, message }) => sink.progress({ phase: 'checkout', current: percent, total: 100, message }),
    });
    let checkoutMilliseconds = 0;
    const source = opening.then(async (opened) => {
      await steps.opened?.(opened);
      checkoutMilliseconds = performance.now() - started;
      return opened.source;
    });
    source.catch(() => undefined); // it is awaited below, after the engine
    const untracked = steps.namesUntracked === true ? opening.then((opened) => untrackedBeside(opened, asked.out, interruption.signal)) : undefined;
    untracked?.catch(() => undefined); // as above
    try {
      const { scan } = await import('./engine.js'); // while git looks at the source: it was started first
      const session = await steps.session;
      const summary = await scan(source, { ...scanOptions(asked, outputFolder, output?.previousFactPack), ...(session === undefined ? {} : { session }) }, sink, interruption.signal);
      display.clear();
      await output?.finish();
      const { milliseconds } = summary;
      const timed: TimedSummary = { ...summary, ...(untracked === undefined ? {} : { untracked: await untracked }), milliseconds: { checkout: Math.round(checkoutMilliseconds), ...milliseconds, total: Math.round(performance.now() - started) } };
      await steps.print(await source, timed, asked.out ?? outputFolder);
    } finally {
      await opening.then((opened) => opened.close(), () => undefined);
    }
  } catch (error) {
    if (!asked.isQuiet) display.clear();
    throw error;
  }
}

/** @param out where the result is put, which may be inside */
async function untrackedBeside({ place }: OpenSource, out: string | undefined, signal: AbortSignal): Promise<readonly string[]> {
  if (place?.kind !== 'workTree') return [];
  const own = out === undefined ? '' : `${path.relative(place.folder, path.resolve(out)).split(path.sep).join('/')}/`;
  return (await place.untracked(signal)).filter((name) => name !== own);
}

/** The proxy that the person's environment names, as other programs read it. */
export function proxyOf(location: string, environment: NodeJS.ProcessEnv = process.env): { readonly httpProxy?: string } {
  const names = location.startsWith('http:') ? ['http_proxy', 'all_proxy', 'ALL_PROXY'] : ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'];
  const proxy = names.map((name) => environment[name]).find((value) => value !== undefined && value !== '');
  return proxy === undefined ? {} : { httpProxy: proxy };
}

function scanOptions(asked: ScanArguments, outputFolder: string | undefined, previousFactPack: string | undefined): ScanOptions {
  return {
    ...(asked.fileExtensions === undefined ? {} : { fileExtensions: asked.fileExtensions }),
    ...(asked.include.length === 0 ? {} : { include: asked.include }),
    ...(asked.exclude.length === 0 ? {} : { exclude: asked.exclude }),
    ...(asked.workers === undefined ? {} : { workers: asked.workers }),
    ...(asked.memory === undefined ? {} : { memoryBytes: asked.memory }),
    ...(outputFolder === undefined ? {} : { outputFolder }),
    ...(previousFactPack === undefined || asked.isFull ? {} : { previousFactPack }),
    // A URL, or another commit than the checked-out one, is read from a folder that is gone afterwards.
    ...(asked.out === undefined || isUrlLike(asked.location) || asked.reference !== undefined ? {} : { trustsFileStatus: true }),
  };
}

/** Prints what one scan was asked for. */
export async function print(asked: ScanArguments, terminal: Terminal, source: ScanSource, summary: TimedSummary, snapshotFolder: string | undefined): Promise<void> {
  if (asked.isJson) return terminal.write(`${printableJson(summaryObject(summary))}\n`);
  if (asked.format === 'summary' || snapshotFolder === undefined) return terminal.write(summaryText({ ...source, isModified: await source.isModified }, summary));
  if (asked.format === 'arrow') return terminal.write(`${snapshotFolder}\n`);
  await (await import('./print-graph.js')).printGraph(terminal, snapshotFolder, { format: asked.format, level: asked.level, sourceFolder: source.folder });
}

/** The fields that scripts may rely on, and no others. */
export function summaryObject(summary: TimedSummary): Record<string, unknown> {
  const { balance, milliseconds } = summary;
  return {
    files: summary.files,
    skipped: summary.skipped.length,
    ...(summary.untracked === undefined ? {} : { untracked: summary.untracked.length }),
    parsed: summary.parsed,
    reused: summary.reused,
    relinked: summary.relinked,
    symbols: summary.symbols,
    edges: summary.edges,
    captured: balance.captured,
    resolved: balance.resolved,
    external: balance.external,
    unresolved: unresolvedByReason(balance),
    drifts: summary.drifts,
    graphDigest: summary.graphDigest,
    shapeDigest: summary.shapeDigest,
    milliseconds,
    peakMemoryBytes: summary.peakMemoryBytes,
  };
}
