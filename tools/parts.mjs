// npm run test:parts: the adapters against real parts, each where it can be started here.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from './run-nx.mjs';

/** Programs that a test starts on loopback, by the variable that names them. */
const PARTS = {
  PINATA_TEST_NATS_SERVER: { name: 'NATS', test: 'test/parts/nats' },
  PINATA_TEST_MINIO: { name: 'MinIO', test: 'test/parts/minio' },
  PINATA_TEST_POSTGRESQL: { name: 'PostgreSQL', test: 'test/parts/postgresql' },
  PINATA_TEST_KEYCLOAK: { name: 'Keycloak', test: 'test/parts/keycloak' },
};
/** What a scanner pod and a whole installation need. */
const INSTALLATION = ['PINATA_TEST_NATS_SERVER', 'PINATA_TEST_MINIO', 'PINATA_TEST_POSTGRESQL'];

const present = Object.entries(PARTS).filter(([variable]) => (process.env[variable] ?? '') !== '');
for (const [variable, { name }] of Object.entries(PARTS)) if (!present.some(([known]) => known === variable)) console.log(`skipped: ${name}; name its program in ${variable}`);
if (present.length === 0) process.exit(0);
const tests = present.map(([, { test }]) => test);
if (INSTALLATION.every((variable) => present.some(([known]) => known === variable))) tests.push('test/parts/pod', 'test/parts/cluster');
const gateway = path.join(root, 'services/gateway');
const jest = path.join(root, 'node_modules/jest/bin/jest.js');
const run = spawnSync(process.execPath, ['--experimental-vm-modules', '--no-warnings', jest, '--runInBand', ...tests, ...process.argv.slice(2)], { cwd: gateway, stdio: 'inherit' });
process.exit(run.status ?? 1);
