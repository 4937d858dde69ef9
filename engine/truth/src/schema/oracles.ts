import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ts from 'typescript';
import { SkippedError } from '../oracles/tools.js';
import { installPeers } from './peers.js';
import { runCommand } from './run-command.js';
import type { Finished } from './run-command.js';

/** Makes a case's tables in a database, with the tool that the case is written for. */
type Oracle = (work: string, env: Readonly<Record<string, string>>) => Promise<Finished>;

/** By the ending of the case's `oracle.*`. */
const ORACLES: Readonly<Record<string, Oracle>> = {
  mjs: async (work, env) => {
    const peers = await installPeers('node');
    symlinkSync(path.join(peers, 'node_modules'), path.join(work, 'node_modules'));
    transpile(path.join(work, 'project'));
    return runCommand(process.execPath, ['--no-warnings', 'oracle.mjs'], { cwd: work, env });
  },
  py: async (work, env) => runCommand(path.join(await installPeers('python'), 'venv', 'bin', 'python'), ['oracle.py'], { cwd: work, env }),
  java: async (work, env) => {
    const classpath = `${readFileSync(path.join(await installPeers('java'), 'classpath.txt'), 'utf8').trim()}${path.delimiter}${path.join(work, 'classes')}${path.delimiter}${work}`;
    const sources = readdirSync(work, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.java'));
    const compiled = await runCommand('javac', ['-proc:none', '-parameters', '-d', 'classes', '-cp', classpath, ...sources], { cwd: work });
    return compiled.code === 0 ? runCommand('java', ['-cp', classpath, 'Oracle'], { cwd: work, env }) : compiled;
  },
  go: async (work, env) => {
    const program = path.join(work, 'project', 'oracle');
    cpSync(path.join(work, 'oracle.go'), path.join(program, 'main.go'));
    return runCommand('go', ['run', './oracle'], { cwd: path.join(work, 'project'), env });
  },
  rb: (work, env) => runCommand('ruby', ['-W0', 'oracle.rb'], { cwd: work, env }),
  php: (work, env) => runCommand('php', ['-d', 'error_reporting=0', 'oracle.php'], { cwd: work, env }),
};

/** What each oracle needs of the machine, and how to see that it is there. */
const NEEDS: Readonly<Record<string, readonly [string, string, ...string[]]>> = {
  py: ['Python 3 with venv', 'python3', '-m', 'venv', '--help'],
  java: ['a JDK and Maven', 'mvn', '--version'],
  go: ['Go', 'go', 'version'],
  rb: ['Ruby with activerecord and pg', 'ruby', '-e', 'require "active_record"; require "pg"'],
  php: ['PHP with pdo_pgsql and illuminate/database', 'php', '-r', 'extension_loaded("pdo_pgsql") && stream_resolve_include_path("Illuminate/Database/autoload.php") !== false || exit(1);'],
};

/** Runs a case's oracle against a database. @param url of the database @throws SkippedError where the tool cannot be had here, Error where it ran and failed */
export async function runOracle(caseFolder: string, url: URL): Promise<void> {
  const program = readdirSync(caseFolder).find((name) => name.startsWith('oracle.')) ?? '';
  const ending = path.extname(program).slice(1);
  const oracle = ORACLES[ending];
  if (oracle === undefined) throw new Error(`${caseFolder} has no oracle.* that a runtime is known for (${Object.keys(ORACLES).join(', ')})`);
  const [what, command, ...parameters] = NEEDS[ending] ?? [];
  if (command !== undefined && (await runCommand(command, parameters, { cwd: caseFolder, seconds: 60 })).code !== 0) throw new SkippedError(`${what ?? command} is not installed here`);
  const work = mkdtempSync(path.join(tmpdir(), 'pinata-truth-case-'));
  try {
    cpSync(caseFolder, work, { recursive: true });
    const { code, output } = await oracle(work, { DATABASE_URL: url.href });
    if (code !== 0) throw new Error(`the oracle of ${path.basename(caseFolder)} failed:\n${output.slice(-1500)}`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Makes JavaScript of TypeScript, beside it: as CommonJS where the nearest package.json does not say that it is a module. */
function transpile(folder: string): void {
  const manifest = path.join(folder, 'package.json');
  const isModule = existsSync(manifest) && (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly type?: string }).type === 'module';
  const compilerOptions: ts.CompilerOptions = { target: ts.ScriptTarget.ES2022, module: isModule ? ts.ModuleKind.ESNext : ts.ModuleKind.CommonJS, esModuleInterop: true, experimentalDecorators: true, emitDecoratorMetadata: true, useDefineForClassFields: false };
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    const file = path.join(folder, name);
    writeFileSync(file.replace(/\.ts$/, '.js'), ts.transpileModule(readFileSync(file, 'utf8'), { compilerOptions, fileName: name }).outputText);
  }
}
