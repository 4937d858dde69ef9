import path from 'node:path';
import ts from 'typescript';
import type { Judged } from '../verdict.js';
import type { Oracle, OracleRequest } from './oracle.js';
import { prepareCopy } from './typescript-copy.js';
import { Compiler } from './typescript.js';

/** TypeScript and JavaScript against the compiler. */
export const typescriptOracle: Oracle = {
  language: 'typescript',
  fileLanguages: ['typescript', 'javascript'],
  tool: `typescript ${ts.version}`,
  judge({ folder, commit, files, copy }: OracleRequest): Promise<readonly Judged[]> {
    const compiler = new Compiler(copy === undefined ? prepareCopy(folder, commit) : path.resolve(copy));
    return Promise.resolve([...compiler.judge(files)]);
  },
};
