// npm run bench:graph: prints what the graph promises, on graphs made by the engine's generator.
import { benchGraph } from '@pinata/graph/bench';
import { benchSymbolSearch } from './symbol-search.js';

const figures = [...(await benchGraph()), ...(await benchSymbolSearch())];
const width = Math.max(...figures.map((figure) => figure.name.length));
const milliseconds = (value: number): string => `${value.toFixed(1)} ms`.padStart(11);
process.stdout.write(`${'figure'.padEnd(width)}     median        95th     promised\n`);
for (const { name, median, p95, budget } of figures) {
  const promised = budget === undefined ? '' : `${`< ${budget} ms`.padStart(12)} ${p95 < budget ? 'kept' : 'MISSED'}`;
  process.stdout.write(`${name.padEnd(width)} ${milliseconds(median)} ${milliseconds(p95)}${promised}\n`);
}
