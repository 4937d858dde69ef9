import { runJelly } from './jelly.js';
import { casesFolder, runNamedSuite } from './named-suite.js';
import type { CaseResult } from './suite-score.js';
import { suiteTable } from './suite-score.js';

export const SUITES = ['pycg', 'swarm', 'jelly'] as const;
export type SuiteName = (typeof SUITES)[number];

export function isSuite(name: string): name is SuiteName {
  return SUITES.some((known) => known === name);
}

function misses(results: readonly CaseResult[], most: number): readonly string[] {
  const lines = results.flatMap(({ category, name, wanted, ours }) => [
    ...[...wanted].filter((pair) => !ours.has(pair)).map((pair) => `  missed  ${category} ${name}: ${pair}`),
    ...[...ours].filter((pair) => !wanted.has(pair)).map((pair) => `  wrong   ${category} ${name}: ${pair}`),
  ]);
  return lines.slice(0, most);
}

/** Runs a public suite of call graphs from a folder and prints results by category. */
export async function printSuite(suite: SuiteName, folder: string, most: number): Promise<void> {
  if (suite === 'jelly') {
    const { results, leftOut } = await runJelly(casesFolder(folder, 'tests'));
    console.log(`jelly: ${results.length} programs; ${leftOut} are left out whose files are not there. The graphs were recorded while they ran: precision is a lower bound.`);
    console.log(suiteTable(results));
    console.log(misses(results, most).join('\n'));
    return;
  }
  const results = await runNamedSuite(suite === 'pycg' ? casesFolder(folder, 'micro-benchmark/snippets', 'snippets') : casesFolder(folder, 'benchmarks'));
  console.log(`${suite}: ${results.length} programs`);
  console.log(suiteTable(results));
  console.log(misses(results, most).join('\n'));
}
