import path from 'node:path';
import type { Judged } from '../verdict.js';
import { readJudged } from './judged-lines.js';
import type { Oracle, OracleRequest } from './oracle.js';
import { SkippedError, findCommand, linesOf, programsFolder, run, toolFolder } from './tools.js';

const JEDI = 'jedi==0.20.1';

/** The Python of a virtual environment. */
export function environmentPython(folder: string): string {
  return process.platform === 'win32' ? path.join(folder, 'Scripts', 'python.exe') : path.join(folder, 'bin', 'python');
}

/**
 * A virtual environment with packages of exact versions.
 * @throws SkippedError where there is no Python or a package cannot be installed
 */
export function pythonEnvironment(name: string, requirements: readonly string[]): string {
  const python = findCommand(['python3', 'python'], '--version');
  if (python === undefined) throw new SkippedError('there is no Python; install Python 3.11 or newer with venv');
  return toolFolder(name, (folder) => {
    run(python, ['-m', 'venv', folder]);
    run(environmentPython(folder), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--only-binary', ':all:', ...requirements]);
  });
}

/** The repository's own dependencies, without which everything that comes from them is unjudged; no code of theirs runs. */
function dependencyEnvironment({ folder, commit }: OracleRequest, tools: string): string {
  return toolFolder(`python-${path.basename(folder)}-${commit.slice(0, 12)}`, (environment) => {
    run(environmentPython(tools), ['-m', 'venv', environment]);
    run(environmentPython(tools), [path.join(programsFolder, 'python', 'install_dependencies.py'), folder, environmentPython(environment)]);
  });
}

/** Python against jedi. */
export const pythonOracle: Oracle = {
  language: 'python',
  fileLanguages: ['python'],
  tool: JEDI,
  note: 'jedi follows values through assignments and parameters by guesses of its own; where it only guesses, the site is unjudged.',
  async judge(request: OracleRequest): Promise<readonly Judged[]> {
    const tools = pythonEnvironment(`python-${JEDI}`, [JEDI]);
    const environment = dependencyEnvironment(request, tools);
    const program = path.join(programsFolder, 'python', 'judge.py');
    return readJudged(await linesOf(environmentPython(tools), [program, request.folder, environmentPython(environment)], request.files));
  },
};
