import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface MadeUpSize {
  readonly files: number;
  readonly megabytes: number;
}

const FILES_PER_FOLDER = 50;
const NEIGHBOURS = 12;

/**
 * Writes a C# repository that nobody wrote: as many files as asked, each a class that uses a dozen others, with methods until the
 * size is reached. The same size gives the same files.
 */
export function writeMadeUpRepository(folder: string, { files, megabytes }: MadeUpSize): void {
  const bytesPerFile = (megabytes * 1e6) / files;
  for (let file = 0; file < files; file++) {
    const place = path.join(folder, `Area${Math.floor(file / FILES_PER_FOLDER)}`);
    mkdirSync(place, { recursive: true });
    writeFileSync(path.join(place, `Service${file}.cs`), classText(file, files, bytesPerFile));
  }
  writeFileSync(path.join(folder, 'MadeUp.csproj'), '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><ImplicitUsings>enable</ImplicitUsings></PropertyGroup></Project>\n');
  const git = (...words: string[]): void => void execFileSync('git', ['-C', folder, '-c', 'user.name=bench', '-c', 'user.email=bench@example.org', ...words], { stdio: 'ignore' });
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'made up');
}

function classText(file: number, files: number, bytes: number): string {
  const area = Math.floor(file / FILES_PER_FOLDER);
  const others = Array.from({ length: NEIGHBOURS }, (_, at) => (file * 7 + at * 131 + 1) % files);
  const usings = [...new Set(others.map((other) => Math.floor(other / FILES_PER_FOLDER)))].map((other) => `using MadeUp.Area${other};`);
  const fields = others.map((other, at) => `        private readonly Service${other} _other${at} = new();`);
  const lines = [...usings, '', `namespace MadeUp.Area${area}`, '{', `    /// <summary>Does what number ${file} does.</summary>`, `    public class Service${file}`, '    {', ...fields];
  let length = lines.join('\n').length;
  for (let method = 0; length < bytes || method < 3; method++) {
    const other = method % NEIGHBOURS;
    const text = [
      '',
      `        /// <summary>Step ${method} of ${file}, which asks its neighbours and adds up what they answer.</summary>`,
      `        public int Step${method}(int depth, string name)`,
      '        {',
      `            if (depth > ${method + 3} || string.IsNullOrEmpty(name)) return ${method};`,
      `            var first = _other${other}.Step${method % 3}(depth + 1, name.Trim());`,
      `            var second = new Service${others[(other + 1) % NEIGHBOURS] ?? 0}().Step${(method + 1) % 3}(first, name);`,
      '            foreach (var letter in name) second += letter;',
      `            return first * ${method} + second;`,
      '        }',
    ].join('\n');
    lines.push(text);
    length += text.length + 1;
  }
  return `${lines.join('\n')}\n    }\n}\n`;
}
