import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { compare } from './compare.js';
import { printHistory } from './history/print-history.js';
import { printIl } from './il.js';
import { oracles } from './oracles/registry.js';
import type { Oracle } from './oracles/oracle.js';
import { SkippedError } from './oracles/tools.js';
import { scanFolder } from './ours.js';
import type { OurEdges } from './ours.js';
import { disagreementLists, dispatchTable, scoreTable, siteTable } from './print.js';
import { runSchemaTruth } from './schema/command.js';
import { countSites } from './site-counts.js';
import { SUITES, isSuite, printSuite } from './suites/run-suite.js';
import { RELATIONS } from './verdict.js';

const USAGE = `usage: npm run truth -- <folder> [--language <language>]… [--oracle <copy>] [--list <n>]
       npm run truth -- --il [--list <n>]
       npm run truth -- --suite ${SUITES.join('|')} <folder> [--list <n>]
       npm run truth -- --history <folder> [--commits <n>] [--step <n>]
       npm run truth -- --schema [<family>… | <folder>…] [--list <n>] [--least <f1>]

Compares the import and call edges of a scan of <folder> with what is said by something that knows the language better:
${oracles.map(({ language, tool }) => `  ${language.padEnd(12)} ${tool}`).join('\n')}
Without --language every one whose files are in the folder is asked. Tools are installed at the first use in a folder
beside the system's temporary files, and so is a copy of the repository with its dependencies where one is needed;
--oracle names a copy that is ready. --il holds the calls of a C# library against the IL of its assembly, by names.
--suite reads public programs with their call graphs from a folder: PyCG's micro-benchmark, SWARM-CG, or Jelly's tests.
--history scans commits of a repository, each upon what the last one left and again from nothing, and compares every
file of the two snapshots: 20 commits unless --commits says otherwise, every fifth unless --step does, up to HEAD.
--schema builds the schema of our sample project of each family with the real tool in a real database, and holds
a scan of the project against it. Of a folder it takes the migrations that PGlite can run, and EF Core's snapshots.
Below --least, an F1 of tables, columns or foreign keys makes the run fail.`;

function git(folder: string, ...parameters: string[]): string {
  return execFileSync('git', ['-C', folder, ...parameters], { encoding: 'utf8', maxBuffer: 1 << 28 });
}

interface Run {
  readonly folder: string;
  readonly commit: string;
  readonly ours: OurEdges;
  readonly copy: string | undefined;
  readonly most: number;
}

async function ask(oracle: Oracle, { folder, commit, ours, copy, most }: Run): Promise<void> {
  const files = [...ours.files].filter(([, { language }]) => oracle.fileLanguages.includes(language)).map(([file]) => file);
  console.log(`\n${oracle.language}: ${path.basename(folder)} at ${commit.slice(0, 12)}, ${files.length} files, against ${oracle.tool}`);
  if (oracle.note !== undefined) console.log(oracle.note);
  const judged = await oracle.judge({ folder, commit, files, copy });
  if (judged.length === 0) throw new SkippedError('the oracle gave no site at all; see what it printed');
  const comparison = compare(ours, judged);
  console.log(scoreTable(comparison.scores));
  if (comparison.dispatch.sites > 0) console.log(`\n${dispatchTable(comparison.dispatch)}`);
  console.log(`\n${siteTable(countSites(ours, judged))}\n`);
  const relations = RELATIONS.filter((relation) => judged.some((entry) => entry.relation === relation));
  console.log(disagreementLists(comparison, relations, most));
}

/** Runs what needs tools; where one is missing that is said, and no figure is given. */
async function whereToolsAre(language: string, compared: () => Promise<void>): Promise<number> {
  try {
    await compared();
  } catch (error) {
    if (!(error instanceof SkippedError)) throw error;
    console.log(`${language}: skipped: ${error.message}`);
  }
  return 0;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { language: { type: 'string', multiple: true }, oracle: { type: 'string' }, list: { type: 'string', default: '10' }, il: { type: 'boolean', default: false }, suite: { type: 'string' }, schema: { type: 'boolean', default: false }, history: { type: 'boolean', default: false }, commits: { type: 'string', default: '20' }, step: { type: 'string', default: '5' }, least: { type: 'string', default: '0' }, help: { type: 'boolean', default: false } },
  });
  if (values.il && !values.help) return await whereToolsAre('csharp', () => printIl(Number(values.list)));
  if (values.schema && !values.help) return runSchemaTruth(positionals, { most: Number(values.list), least: Number(values.least) });
  const [given] = positionals;
  const asked = values.language ?? oracles.map(({ language }) => language);
  const unknown = asked.find((language) => !oracles.some((oracle) => oracle.language === language));
  if (values.help || given === undefined || unknown !== undefined) {
    console.log(unknown === undefined ? USAGE : `There is no oracle for "${unknown}".\n${USAGE}`);
    return values.help ? 0 : 2;
  }
  const folder = path.resolve(given);
  if (!existsSync(folder)) {
    console.error(`${folder} does not exist.`);
    return 2;
  }
  if (values.history) {
    const [commits, step] = [Number(values.commits), Number(values.step)];
    if ([commits, step].every((count) => Number.isSafeInteger(count) && count > 0)) return printHistory({ repository: folder, commits, step });
    console.error('--commits and --step take whole numbers from 1.');
    return 2;
  }
  if (values.suite !== undefined) {
    if (!isSuite(values.suite)) {
      console.error(`There is no suite "${values.suite}"; there are ${SUITES.join(', ')}.`);
      return 2;
    }
    await printSuite(values.suite, folder, Number(values.list));
    return 0;
  }
  const commit = git(folder, 'rev-parse', 'HEAD').trim();
  const trackedFiles = git(folder, 'ls-files', '-z').split('\0').filter((name) => name !== '');
  const ours = await scanFolder({ folder, name: path.basename(folder), commit, branch: 'truth', isModified: false, trackedFiles });
  const languages = new Set([...ours.files.values()].map(({ language }) => language));
  const run: Run = { folder, commit, ours, copy: values.oracle, most: Number(values.list) };
  for (const oracle of oracles) {
    if (!asked.includes(oracle.language)) continue;
    if (!oracle.fileLanguages.some((language) => languages.has(language))) {
      if (values.language !== undefined) console.log(`${oracle.language}: skipped: there is no file of it in ${folder}`);
      continue;
    }
    await whereToolsAre(oracle.language, () => ask(oracle, run));
  }
  return 0;
}

process.exitCode = await main();
