import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { compare } from './compare.js';
import type { Disagreement, Score } from './compare.js';
import { Oracle } from './oracle.js';
import { scanFolder } from './ours.js';
import { prepareCopy } from './prepare.js';
import { runSchemaTruth } from './schema/command.js';

const USAGE = `usage: npm run truth -- <folder> [--oracle <copy>] [--list <n>]
       npm run truth -- --schema [<family>… | <folder>…] [--list <n>] [--least <f1>]

Compares the import and call edges of a scan of <folder> with what the TypeScript compiler says.
The compiler reads a copy whose dependencies are installed; --oracle names one that is ready,
otherwise one is made beside the system's temporary files and kept for the next run.

--schema builds the schema of our sample project of each family with the real tool in a real database, and holds
a scan of the project against it. Of a folder it takes the migrations that PGlite can run, and EF Core's snapshots.
Below --least, an F1 of tables, columns or foreign keys makes the run fail.`;

function git(folder: string, ...parameters: string[]): string {
  return execFileSync('git', ['-C', folder, ...parameters], { encoding: 'utf8', maxBuffer: 1 << 28 });
}

function share(part: number, whole: number): string {
  return whole === 0 ? '     –' : (part / whole).toFixed(4);
}

function printScore(name: string, score: Score): void {
  const row = [
    name.padEnd(16),
    share(score.exactAgreed, score.exact),
    share(score.allAgreed, score.all),
    share(score.found, score.wanted),
    String(score.exact).padStart(7),
    String(score.wanted).padStart(7),
    String(score.outside).padStart(8),
    String(score.outsideWithEdge).padStart(8),
    String(score.unjudged).padStart(9),
  ];
  console.log(row.join('  '));
}

function printDisagreements(title: string, list: readonly Disagreement[], most: number): void {
  console.log(`\n${title}: ${list.length}`);
  for (const { judged, ours, part } of list.slice(0, most)) {
    const { site, verdict } = judged;
    const theirs = verdict.kind === 'declaration' ? `${verdict.place.path}:${verdict.place.row + 1} ${verdict.name}` : verdict.kind === 'file' ? verdict.path : verdict.kind;
    const mine = ours.map((edge) => `${edge.path}:${(edge.sites[0]?.startRow ?? 0) + 1} ${edge.name} [${edge.rule}]`).join(', ');
    console.log(`  ${site.path}:${site.row + 1}:${site.column + 1} (${part}) ${JSON.stringify(judged.text)}\n      compiler: ${theirs}\n      ours:     ${mine === '' ? 'none' : mine}`);
  }
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { oracle: { type: 'string' }, list: { type: 'string', default: '10' }, schema: { type: 'boolean', default: false }, least: { type: 'string', default: '0' }, help: { type: 'boolean', default: false } } });
  const [given] = positionals;
  if (values.schema && !values.help) return runSchemaTruth(positionals, { most: Number(values.list), least: Number(values.least) });
  if (values.help || given === undefined) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  const folder = path.resolve(given);
  if (!existsSync(folder)) {
    console.error(`${folder} does not exist.`);
    return 2;
  }
  const commit = git(folder, 'rev-parse', 'HEAD').trim();
  const trackedFiles = git(folder, 'ls-files', '-z').split('\0').filter((name) => name !== '');
  const copy = values.oracle === undefined ? prepareCopy(folder, commit) : path.resolve(values.oracle);
  const ours = await scanFolder({ folder, name: path.basename(folder), commit, branch: 'truth', isModified: false, trackedFiles });
  const files = [...ours.files.keys()].filter((name) => /\.[mc]?[jt]sx?$/.test(name));
  const { scores, wrong, missed } = compare(ours, new Oracle(copy).judge(files));
  console.log(`${path.basename(folder)} at ${commit.slice(0, 12)}, ${files.length} files`);
  console.log('                  precision  precision  recall    exact   wanted   outside     (ours)  unjudged');
  console.log('                  (exact)    (all)      (all)     edges    sites     sites               sites');
  for (const name of [...scores.keys()].sort()) {
    const score = scores.get(name);
    if (score !== undefined) printScore(name, score);
  }
  const most = Number(values.list);
  for (const relation of ['import', 'call'] as const) {
    printDisagreements(`${relation}: we say otherwise`, wrong.filter(({ judged }) => judged.relation === relation), most);
    printDisagreements(`${relation}: we say nothing`, missed.filter(({ judged }) => judged.relation === relation), most);
  }
  return 0;
}

process.exitCode = await main();
