// npm run test:cluster [-- <suite>]: installs the chart on the cluster that KUBECONFIG names and scans through it, and tries the
// operator and the gateway's runner on it by themselves.
// The images must be where that cluster finds them: PINATA_TEST_IMAGES=<registry>/<folder>|<tag> (localhost/pinata-code|<version>),
// and beside them, with the tag `upgrade-from`, those that tools/upgrade-from.mjs builds.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { root, runNx } from './run-nx.mjs';
import { EARLIER_TAG, extractEarlierVersion } from './upgrade-from.mjs';

function answers(program, ...parameters) {
  return spawnSync(program, parameters, { stdio: 'ignore', timeout: 30_000 }).status === 0;
}

if ((process.env.KUBECONFIG ?? '') === '') {
  console.log('skipped: the cluster’s tests; KUBECONFIG names no cluster');
  process.exit(0);
}
// Whoever names a cluster wants it tried.
const missing = [
  !answers(process.env.PINATA_TEST_KUBECTL ?? 'kubectl', 'get', '--raw', '/readyz') && 'kubectl reaches no cluster',
  !answers(process.env.PINATA_TEST_HELM || 'helm', 'version', '--short') && 'Helm is not here; put it on the PATH or name it in PINATA_TEST_HELM',
].filter((reason) => reason !== false);
if (missing.length > 0) {
  console.error(`The cluster’s tests cannot run: ${missing.join('; ')}.`);
  process.exit(1);
}

// The programs that the suites start here: the command line, whose digest is compared, the operator, and the gateway with its parts.
const built = runNx(['run-many', '-t', 'build', '-p', '@pinata/cli,@pinata/operator,@pinata/gateway,@pinata/scanner', '--outputStyle=static'], 'stderr');
if (built !== 0) process.exit(built);

const earlier = extractEarlierVersion(['charts/pinata-code']);
const env = { ...process.env, PINATA_TEST_EARLIER_CHART: path.join(earlier, 'charts/pinata-code'), PINATA_TEST_EARLIER_TAG: EARLIER_TAG };
const jest = (folder, ...parameters) => spawnSync(process.execPath, ['--experimental-vm-modules', '--no-warnings', path.join(root, 'node_modules/jest/bin/jest.js'), '--runInBand', '--forceExit', ...parameters], { cwd: path.join(root, folder), stdio: 'inherit', env }).status ?? 1;
const wanted = process.argv.slice(2);
const codes = [jest('services/gateway', '--config', 'jest.cluster.config.mjs', ...wanted)];
if (wanted.length === 0) {
  codes.push(jest('operator', '--config', 'jest.cluster.config.mjs'));
  // The gateway on this machine, with the cluster's own API server; it needs the other parts here.
  if (process.env.PINATA_TEST_NATS_SERVER !== undefined) codes.push(jest('services/gateway', 'parts/cluster-runner'));
}
rmSync(earlier, { recursive: true, force: true });
process.exit(Math.max(...codes));
