import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ScanError, errorFacts, scan } from '@pinata/core';
import type { FileResult, ScanSummary } from '@pinata/core';
import { exportDot, exportGraphml, exportJson, exportMermaid, exportMermaidSchema, exportScip } from '@pinata/exports';
import { graphOverview, nodesOfKind, readSnapshot, workflow } from '@pinata/graph';
import type { Graph } from '@pinata/graph';
import { FILE_LIMIT_MILLISECONDS } from './report.js';
import type { Fault, FileReport, FolderReport } from './report.js';

const MOST_WORKFLOWS = 200;
/** A folder whose files are all skipped has no graph, and the scan says so: that is no crash. */
const ANSWERS: ReadonlySet<string> = new Set(['noFiles', 'noMatchingFiles', 'onlyBinaryFiles']);

/**
 * Scans a folder as users do, writes every output, and says what became of each file.
 * @param say told where the work is, so that somebody outside can see it stand still
 * @throws whatever the engine throws: a crash
 */
export async function examineFolder(folder: string, say: (at: string) => void): Promise<FolderReport> {
  const started = performance.now();
  const output = await mkdtemp(path.join(tmpdir(), 'pinata-corpora-'));
  const files: FileReport[] = [];
  const faults: Fault[] = [];
  const fileResult = (result: FileResult): void => {
    files.push(fileReport(result));
    faults.push(...faultsOf(result));
  };
  const milliseconds = (): number => Math.round(performance.now() - started);
  try {
    const source = { folder, name: path.basename(folder), commit: 'tree-000000000000', branch: 'corpora', isModified: false };
    const summary = await scan(source, { outputFolder: output }, { fileResult, progress: ({ phase, current, message }) => say(`${phase} ${current} ${message}`) });
    files.push(...summary.skipped.map(({ path: file, reason, detail }): FileReport => ({ path: file, symbols: 0, errors: 0, skipped: detail === undefined ? reason : `${reason}: ${detail}` })));
    faults.push(...missingOrDoubled(files), ...unbalanced(summary));
    say('read the snapshot');
    const { graph } = await readSnapshot(output);
    writeOutputs(graph, summary, say);
    return { files, faults, milliseconds: milliseconds() };
  } catch (error) {
    if (!(error instanceof ScanError) || !ANSWERS.has(error.code)) throw error;
    return { files, faults, milliseconds: milliseconds(), without: error.message };
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}

function fileReport({ path: file, parseMilliseconds, symbolCount, errorCount }: FileResult): FileReport {
  return { path: file, symbols: symbolCount, errors: errorCount, ...(parseMilliseconds === undefined ? {} : { milliseconds: Math.round(parseMilliseconds) }) };
}

/** A file with wrong syntax has an error fact for each such place; one that could not be read whole has exactly one that says why. */
function faultsOf({ path: file, status, errorCount, facts, parseMilliseconds = 0 }: FileResult): readonly Fault[] {
  const whole = errorFacts(facts).filter(({ isWholeFile }) => isWholeFile);
  const faults = whole.filter(({ kind }) => kind === 'crashed' || kind === 'timedOut').map(({ kind }): Fault => ({ path: file, what: kind }));
  if (parseMilliseconds > FILE_LIMIT_MILLISECONDS) faults.push({ path: file, what: `read in ${Math.round(parseMilliseconds)} ms` });
  if (whole.length > 1) faults.push({ path: file, what: `${whole.length} error facts for the whole file: ${whole.map(({ kind }) => kind).join(', ')}` });
  if ((status === 'partial' || status === 'timedOut') && errorCount === 0) faults.push({ path: file, what: `${status} without an error fact` });
  return faults;
}

/** Each file is read or skipped, once. */
function missingOrDoubled(files: readonly FileReport[]): readonly Fault[] {
  const seen = new Set<string>();
  return files.flatMap(({ path: file }) => {
    const isSeen = seen.has(file);
    seen.add(file);
    return isSeen ? [{ path: file, what: 'told of twice' }] : [];
  });
}

function unbalanced({ balance }: ScanSummary): readonly Fault[] {
  const unresolved = Object.values(balance.unresolved).reduce((sum, count) => sum + count, 0);
  const { captured, resolved, external } = balance;
  return resolved + external + unresolved === captured ? [] : [{ what: `${captured} references were captured, ${resolved} resolved, ${external} external, ${unresolved} unresolved` }];
}

/** Every format and query over the graph; what they give is read to its end. */
function writeOutputs(graph: Graph, { graphDigest, shapeDigest }: ScanSummary, say: (at: string) => void): void {
  const made: readonly (readonly [string, () => Iterable<unknown>])[] = [
    ['json', () => exportJson(graph, { name: 'corpus', commit: 'c', branch: 'b', graphDigest, shapeDigest })],
    ['scip', () => exportScip(graph, { toolVersion: '0', projectRoot: 'file:///corpus' })],
    ['graphml', () => exportGraphml(graph, { name: 'corpus' })],
    ['mermaid', () => exportMermaid(graph, { level: 'file' })],
    ['mermaid schema', () => exportMermaidSchema(graph)],
    ['dot', () => exportDot(graph, { name: 'corpus', level: 'symbol' })],
    ['overview', () => [graphOverview(graph)]],
    ['workflows', () => nodesOfKind(graph, 'trigger').slice(0, MOST_WORKFLOWS).map((start) => workflow(graph, { start }))],
  ];
  for (const [name, make] of made) {
    say(name);
    let pieces = 0;
    for (const _piece of make()) pieces++;
    if (pieces === 0 && name !== 'workflows') throw new Error(`${name} gave nothing`);
  }
}
