import { cpSync } from 'node:fs';
import path from 'node:path';
import type { Judged } from '../verdict.js';
import { readJudged } from './judged-lines.js';
import type { Oracle, OracleRequest } from './oracle.js';
import { SkippedError, answers, linesOf, programVersion, programsFolder, run, toolFolder } from './tools.js';

const VERSION = '0.38.0';

/** Go against go/types, and calls of interfaces' members against the call graphs. */
export const goOracle: Oracle = {
  language: 'go',
  fileLanguages: ['go'],
  tool: `golang.org/x/tools ${VERSION}`,
  note: 'Calls of values of a function type are unjudged; calls of interfaces are "dispatch": the member by its declaration, and what may run there below.',
  async judge({ folder, files }: OracleRequest): Promise<readonly Judged[]> {
    if (!answers('go', 'version')) throw new SkippedError('there is no "go" command; install Go 1.24 or newer');
    const program = process.platform === 'win32' ? 'truth.exe' : 'truth';
    const tools = toolFolder(`go-tools-${VERSION}-${programVersion('go')}`, (place) => {
      cpSync(path.join(programsFolder, 'go'), place, { recursive: true });
      run('go', ['build', '-o', program, '.'], { cwd: place });
    });
    return readJudged(await linesOf(path.join(tools, program), [folder], files));
  },
};
