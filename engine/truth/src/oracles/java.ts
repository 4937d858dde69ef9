import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Judged } from '../verdict.js';
import { readJudged } from './judged-lines.js';
import type { Oracle, OracleRequest } from './oracle.js';
import { SkippedError, answers, linesOf, programVersion, programsFolder, run, toolFolder } from './tools.js';

const DEPENDENCY_PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1';
const CLASS_PATH_FILE = 'pinata-truth.classpath';
/** The place of a declaration's name is known to javac's own tree alone. */
const EXPORTS = ['--add-exports', 'jdk.compiler/com.sun.tools.javac.tree=ALL-UNNAMED'];

/** The entries of all modules' class path files, each once, in order. */
export function joinClassPaths(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.flatMap((text) => text.split(path.delimiter)).map((entry) => entry.trim()).filter((entry) => entry !== ''))];
}

function classPathFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name === CLASS_PATH_FILE)
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/** The jars that Maven finds for a copy of the repository; modules whose dependencies are modules that are not built have fewer. */
function classPath({ folder, commit, copy }: OracleRequest): readonly string[] {
  if (!existsSync(path.join(folder, 'pom.xml'))) {
    console.error('There is no pom.xml at the top: the class path is empty, and what comes from libraries is unjudged.');
    return [];
  }
  const ready = copy ?? prepareMaven(folder, commit);
  return joinClassPaths(classPathFiles(ready).map((file) => readFileSync(file, 'utf8')));
}

function prepareMaven(folder: string, commit: string): string {
  if (!answers('mvn', '--version')) throw new SkippedError('there is no "mvn" command; install Maven 3.8 or newer');
  return toolFolder(`java-${path.basename(folder)}-${commit.slice(0, 12)}`, (place) => {
    run('git', ['clone', '--quiet', '--no-hardlinks', folder, place]);
    run('git', ['-C', place, 'checkout', '--quiet', commit]);
    const found = spawnSync('mvn', ['--quiet', '--batch-mode', '--fail-at-end', `${DEPENDENCY_PLUGIN}:build-classpath`, `-Dmdep.outputFile=${CLASS_PATH_FILE}`], { cwd: place, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
    if (found.status !== 0 && classPathFiles(place).length === 0) throw new SkippedError(`Maven found no class path in ${place}; see what it printed`);
  });
}

/** Java against javac. */
export const javaOracle: Oracle = {
  language: 'java',
  fileLanguages: ['java'],
  tool: 'javac',
  async judge(request: OracleRequest): Promise<readonly Judged[]> {
    if (!answers('javac', '-version')) throw new SkippedError('there is no "javac" command; install a JDK 17 or newer');
    const jars = classPath(request);
    const tools = toolFolder(`java-judge-${programVersion('java')}`, (place) => run('javac', [...EXPORTS, '-d', place, path.join(programsFolder, 'java', 'Judge.java')]));
    return readJudged(await linesOf('java', [...EXPORTS, '-Xmx3g', '-cp', tools, 'Judge', request.folder, jars.join(path.delimiter)], request.files));
  },
};
