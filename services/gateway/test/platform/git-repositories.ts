import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const IDENTITY = { GIT_AUTHOR_NAME: 'Tester', GIT_AUTHOR_EMAIL: 'tester@example.org', GIT_COMMITTER_NAME: 'Tester', GIT_COMMITTER_EMAIL: 'tester@example.org', GIT_AUTHOR_DATE: '2026-01-02T03:04:05Z', GIT_COMMITTER_DATE: '2026-01-02T03:04:05Z' };

export function git(folder: string, ...parameters: string[]): string {
  return execFileSync('git', parameters, { cwd: folder, encoding: 'utf8', env: { ...process.env, ...IDENTITY, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' }, stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

/** Writes files below a folder, making their folders. */
export function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
}

/** A real git repository with one commit on `main`; removed with the system's temporary files. */
export function gitRepository(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'pinata-repository-'));
  git(folder, 'init', '--quiet', '--initial-branch=main');
  writeFiles(folder, files);
  if (Object.keys(files).length === 0) return folder;
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message=first');
  return folder;
}

/** Two packages of TypeScript that call each other's code, and a little C#. */
export const SMALL_PROJECT: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "small", "private": true, "workspaces": ["packages/*"] }',
  'packages/users/package.json': '{ "name": "@small/users", "main": "src/index.ts" }',
  'packages/users/src/index.ts': "export { UserService } from './user.service.js';\n",
  'packages/users/src/user.service.ts': "import { clean } from './clean.js';\n\nexport class UserService {\n  getUserById(id: string): string {\n    return clean(id);\n  }\n}\n",
  'packages/users/src/clean.ts': 'export function clean(text: string): string {\n  return text.trim();\n}\n',
  'packages/app/package.json': '{ "name": "@small/app", "main": "src/main.ts", "dependencies": { "@small/users": "*", "lodash": "^4.0.0" } }',
  'packages/app/src/main.ts': "import { UserService } from '@small/users';\nimport { chunk } from 'lodash';\n\nexport function main(): string[][] {\n  const users = new UserService();\n  return chunk([users.getUserById(' 1 ')], 2);\n}\n",
  'native/Greeter.cs': 'namespace Native;\n\npublic class Greeter\n{\n    public string Greet(string name) => Format(name);\n    private static string Format(string name) => "Hello " + name;\n}\n',
  'README.md': '# small\n',
};
