import { cpSync } from 'node:fs';
import path from 'node:path';
import type { Judged } from '../verdict.js';
import { readJudged } from './judged-lines.js';
import type { Oracle, OracleRequest } from './oracle.js';
import { SkippedError, answers, linesOf, programVersion, programsFolder, run, toolFolder } from './tools.js';

/** C# against Roslyn; `--il` holds C# against an assembly where there is no .NET. */
export const roslynOracle: Oracle = {
  language: 'csharp',
  fileLanguages: ['csharp'],
  tool: 'Microsoft.CodeAnalysis.CSharp 4.14.0',
  note: 'All files are one compilation; build the repository first, or what comes from its packages is unjudged. Usings are not judged.',
  async judge({ folder, files, copy }: OracleRequest): Promise<readonly Judged[]> {
    if (!answers('dotnet', '--version')) throw new SkippedError('there is no "dotnet" command; install the .NET SDK 8 or newer, or run --il');
    const tools = toolFolder(`csharp-roslyn-${programVersion('csharp/roslyn')}`, (place) => {
      cpSync(path.join(programsFolder, 'csharp', 'roslyn'), place, { recursive: true });
      run('dotnet', ['build', '--nologo', '--verbosity', 'quiet', '--configuration', 'Release', '--output', path.join(place, 'out')], { cwd: place });
    });
    return readJudged(await linesOf('dotnet', [path.join(tools, 'out', 'Judge.dll'), copy ?? folder], files));
  },
};
