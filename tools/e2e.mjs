// npm run test:e2e: builds what is missing and runs the browser tests of web/e2e against the built platform.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root, runNx } from './run-nx.mjs';

const chromium = process.env.PINATA_CHROMIUM ?? '/usr/bin/chromium';
if (!existsSync(chromium)) {
  console.error(`The browser tests need Chromium, and there is none at ${chromium}. Install it (Debian: apt-get install chromium), or name another one with PINATA_CHROMIUM.`);
  process.exit(1);
}

const built = runNx(['run-many', '-t', 'build', '-p', '@pinata/web', '@pinata/gateway', '@pinata/scanner', '--outputStyle=static'], 'stderr');
if (built !== 0) process.exit(built);

const require = createRequire(path.join(root, 'web/package.json'));
const playwright = path.join(path.dirname(require.resolve('@playwright/test/package.json')), 'cli.js');
const run = spawnSync(process.execPath, [playwright, 'test', ...process.argv.slice(2)], { stdio: 'inherit', cwd: path.join(root, 'web') });
process.exit(run.status ?? 1);
