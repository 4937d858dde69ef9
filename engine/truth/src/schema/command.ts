import { statSync } from 'node:fs';
import path from 'node:path';
import { SkippedError } from '../oracles/tools.js';
import { caseNames, runCase } from './cases.js';
import { compareFolder } from './compare-folder.js';
import { f1Of } from './compare-schema.js';
import type { SchemaComparison } from './compare-schema.js';
import { COMPARISON_HEADING, comparisonLine } from './print-comparison.js';

export interface SchemaTruthOptions {
  /** Lines of disagreements that are shown of each. */
  readonly most: number;
  /** F1 of tables, columns and foreign keys below which a comparison counts as failed. */
  readonly least: number;
}

/**
 * Prints how scans agree with databases.
 * @param names cases, families or folders; every case where there is none
 * @returns the process's exit code: 1 where an oracle ran and failed, or where a figure is too low
 */
export async function runSchemaTruth(names: readonly string[], options: SchemaTruthOptions): Promise<number> {
  const cases = caseNames();
  const wanted = names.length === 0 ? cases : names;
  let exitCode = 0;
  console.log(COMPARISON_HEADING);
  for (const name of wanted) {
    const ofFamily = names.length === 0 ? [name] : cases.filter((one) => one === name || one.startsWith(`${name}-`));
    const runs: readonly (readonly [string, () => Promise<SchemaComparison>])[] = ofFamily.length > 0 ? ofFamily.map((one) => [one, () => runCase(one)] as const) : isFolder(name) ? compareFolder(path.resolve(name)) : [];
    if (runs.length === 0) {
      console.error(isFolder(name) ? `${name} has no migrations that PGlite could run and no *ModelSnapshot.cs.` : `${name} is no family (${cases.join(', ')}) and no folder.`);
      exitCode = 2;
    }
    for (const [title, run] of runs) if (!(await print(title, run, options))) exitCode = 1;
  }
  return exitCode;
}

function isFolder(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isDirectory() === true;
}

async function print(title: string, run: () => Promise<SchemaComparison>, { most, least }: SchemaTruthOptions): Promise<boolean> {
  try {
    const comparison = await run();
    console.log(comparisonLine(title, comparison));
    for (const line of comparison.disagreements.slice(0, most)) console.log(`    ${line}`);
    if (comparison.disagreements.length > most) console.log(`    … and ${comparison.disagreements.length - most} more`);
    return [comparison.tables, comparison.columns, comparison.foreignKeys].every((score) => (f1Of(score).f1 ?? 1) >= least);
  } catch (error) {
    if (error instanceof SkippedError) {
      console.log(`${title.padEnd(24)}  skipped: ${error.message}`);
      return true;
    }
    console.log(`${title.padEnd(24)}  failed: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}
