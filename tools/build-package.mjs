// Builds the package in the current folder: TypeScript into dist/, and the data files that lie beside it.
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const DATA_FILE = /\.(scm|json|sql|html|css)$/;
const require = createRequire(import.meta.url);

// Built beside its place and put there at the end, so that a package in use is never half there.
const building = `dist.${process.pid}`;
rmSync(building, { recursive: true, force: true });
const compiler = spawnSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json', '--outDir', building], { stdio: 'inherit' });
if (compiler.status !== 0) {
  rmSync(building, { recursive: true, force: true });
  process.exit(compiler.status ?? 1);
}

for (const entry of readdirSync('src', { recursive: true, withFileTypes: true })) {
  const file = path.join(entry.parentPath, entry.name);
  if (!entry.isFile() || !DATA_FILE.test(entry.name) || file.split(path.sep).includes('fixtures')) continue;
  cpSync(file, path.join(building, path.relative('src', file)));
}
rmSync('dist', { recursive: true, force: true });
renameSync(building, 'dist');
