import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A repository of that many files, each of which calls the next one. @returns its folder */
export function makeSources(files: number): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'pinata-sources-'));
  mkdirSync(path.join(folder, 'src'));
  for (let index = 0; index < files; index++) {
    const next = (index + 1) % files;
    writeFileSync(path.join(folder, 'src', `module${index}.ts`), `import { value${next} } from './module${next}.js';\nexport function value${index}(): number { return value${next}(); }\n`);
  }
  const git = (...words: string[]): Buffer => execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-C', folder, ...words], { stdio: ['ignore', 'pipe', 'ignore'] });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '.');
  git('commit', '--quiet', '-m', 'sources');
  return folder;
}
