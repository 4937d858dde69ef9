import { benchGraph } from './graph-bench.js';

// node engine/graph/dist/bench/main.js: prints what was promised of graphs, and fails when a promise is broken.
const figures = await benchGraph();
for (const { name, median, p95, budget } of figures) {
  const promise = budget === undefined ? '' : `  budget ${budget} ms${p95 > budget ? '  BROKEN' : ''}`;
  process.stdout.write(`${name.padEnd(54)} median ${median.toFixed(1).padStart(8)} ms  p95 ${p95.toFixed(1).padStart(8)} ms${promise}\n`);
}
process.exitCode = figures.some(({ p95, budget }) => budget !== undefined && p95 > budget) ? 1 : 0;
