import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { computeDigests } from '../digest/digests.js';
import { buildPicture } from '../picture/build-picture.js';
import { cycles } from '../queries/cycles.js';
import { graphOverview } from '../queries/graph-overview.js';
import { Hierarchy } from '../queries/hierarchy.js';
import { impact } from '../queries/impact.js';
import { neighbourhood } from '../queries/neighbourhood.js';
import { rollUp } from '../queries/roll-up.js';
import { shortestPath } from '../queries/shortest-path.js';
import { SymbolIndex } from '../search/symbol-index.js';
import { readSnapshot } from '../snapshot/read-snapshot.js';
import { writeSnapshot } from '../snapshot/write-snapshot.js';
import { SeededRandom } from '../synthetic/random.js';
import { syntheticBuilder } from '../synthetic/synthetic-graph.js';

export interface BenchFigure {
  readonly name: string;
  readonly median: number;
  readonly p95: number;
  /** Milliseconds that the 95th percentile must stay under, where something was promised. */
  readonly budget?: number;
}

const SAMPLES = 100;

/** Measures what was promised of graphs, in milliseconds, on graphs made by the synthetic generator. */
export async function benchGraph(): Promise<BenchFigure[]> {
  const figures: BenchFigure[] = [];
  const random = new SeededRandom(7);
  const medium = syntheticBuilder({ nodes: 50_000, edges: 150_000 }).finish();
  figures.push(measure('digests, 50,000 nodes and 150,000 edges', 5, () => computeDigests(medium), 150));
  const thousand = syntheticBuilder({ nodes: 21_000, edges: 60_000 }).finish();
  figures.push(measure('picture, 1,000 files', 5, () => buildPicture(thousand), 300));
  const folder = await mkdtemp(path.join(tmpdir(), 'pinata-bench-'));
  const packed = await mkdtemp(path.join(tmpdir(), 'pinata-bench-'));
  try {
    const large = syntheticBuilder({ nodes: 100_000, edges: 250_000 }).finish();
    const about = { graph: large, name: 'bench', commit: 'bench', branch: 'bench', isModified: false, summary: null };
    figures.push(await measureAsync('snapshot written, 100,000 nodes and 250,000 edges', 3, () => writeSnapshot(folder, about)));
    figures.push(await measureAsync('snapshot opened cold', 5, () => readSnapshot(folder), 500));
    for (const name of ['manifest.json', 'nodes.arrow', 'edges.arrow']) await writeFile(path.join(packed, `${name}.zst`), zstdCompressSync(await readFile(path.join(folder, name))));
    figures.push(await measureAsync('snapshot opened cold, compressed as the gateway keeps it', 5, () => readSnapshot(packed), 500));
    const { graph } = await readSnapshot(folder);
    const hierarchy = new Hierarchy(graph);
    const anyNode = (): number => random.below(graph.nodeCount);
    figures.push(measure('neighbourhood to depth 2, 500 nodes', SAMPLES, () => neighbourhood(graph, { start: [anyNode()], depth: 2, direction: 'both', limit: 500 }), 30));
    figures.push(measure('shortest path', SAMPLES, () => shortestPath(graph, { from: anyNode(), to: anyNode(), direction: 'both' }), 30));
    figures.push(measure('impact', SAMPLES, () => impact(graph, { start: [anyNode()], limit: 1000 }, hierarchy), 100));
    figures.push(measure('overview', 5, () => graphOverview(graph, 10, hierarchy)));
    figures.push(measure('cycles of files', 5, () => cycles(graph, 'file', undefined, hierarchy)));
    figures.push(measure('roll-up to packages', 5, () => rollUp(graph, 'package', undefined, hierarchy)));
  } finally {
    for (const used of [folder, packed]) await rm(used, { recursive: true, force: true });
  }
  figures.push(...benchSearch());
  return figures;
}

function benchSearch(): BenchFigure[] {
  const graph = syntheticBuilder({ nodes: 157_500, edges: 160_000, seed: 3 }).finish();
  const build = measure('symbol index built, 150,000 symbols', 3, () => SymbolIndex.ofGraph(graph));
  const index = SymbolIndex.ofGraph(graph);
  const queries = ['getUser', 'gUBI', 'gubi', 'Identifier', 'e', 'us', 'OrdrService', 'nothingIsCalledThis', 'CacheTokenParse12', 'zq', 'UserUserUser4', 'bytree'];
  let at = 0;
  const search = measure('symbol search, 20 results of 150,000', SAMPLES, () => index.search(queries[at++ % queries.length] ?? ''), 100);
  return [build, search];
}

function measure(name: string, runs: number, act: () => unknown, budget?: number): BenchFigure {
  act();
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    act();
    times.push(performance.now() - start);
  }
  return figure(name, times, budget);
}

async function measureAsync(name: string, runs: number, act: () => Promise<unknown>, budget?: number): Promise<BenchFigure> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    await act();
    times.push(performance.now() - start);
  }
  return figure(name, times, budget);
}

function figure(name: string, times: number[], budget: number | undefined): BenchFigure {
  times.sort((a, b) => a - b);
  const at = (part: number): number => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0;
  return { name, median: at(0.5), p95: at(0.95), ...(budget === undefined ? {} : { budget }) };
}
