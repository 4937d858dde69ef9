// The cluster's tests on a node of their own: PINATA_TEST_CLUSTER_COMMAND brings one up, takes our images, and is taken down again
// whatever happens. With a KUBECONFIG instead, the tests run on that cluster as it is; with neither they are skipped.
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { buildImages, imageName, IMAGES } from './images.mjs';
import { root } from './run-nx.mjs';
import { buildEarlierImages, EARLIER_TAG } from './upgrade-from.mjs';

const LONGEST_MINUTES = Number(process.env.PINATA_TEST_CLUSTER_MINUTES ?? 40);
const command = process.env.PINATA_TEST_CLUSTER_COMMAND ?? '';

function runTests(environment) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(root, 'tools/cluster.mjs'), ...process.argv.slice(2)], { cwd: root, stdio: 'inherit', env: environment });
    const limit = setTimeout(() => {
      console.error(`The cluster's tests did not end in ${LONGEST_MINUTES} minutes.`);
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), 5_000).unref();
    }, LONGEST_MINUTES * 60_000);
    for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => child.kill(signal));
    child.on('exit', (code) => {
      clearTimeout(limit);
      resolve(code ?? 1);
    });
  });
}

function cluster(...parameters) {
  const started = performance.now();
  const { status, stdout } = spawnSync(command, parameters, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 64 * 1024 * 1024 });
  console.log(`cluster ${parameters[0]}: ${status === 0 ? 'done' : `failed with ${status}`} in ${Math.round((performance.now() - started) / 1000)} s`);
  if (status !== 0) throw new Error(`the cluster could not ${parameters[0]}`);
  return stdout;
}

const TRIES = 3;

/** A node that did not come up in its time on a busy machine comes up from nothing. */
function bringUp() {
  for (let tries = 1; ; tries++) {
    try {
      return cluster('up');
    } catch (error) {
      if (tries === TRIES) throw error;
      cluster('down');
    }
  }
}

async function main() {
  if (command === '') return runTests(process.env);
  try {
    cluster('images');
    if (buildImages() !== 0 || buildEarlierImages() !== 0) return 1;
    const kubeconfig = /KUBECONFIG=(\S+)/.exec(bringUp())?.[1];
    if (kubeconfig === undefined) throw new Error('the cluster names no KUBECONFIG');
    cluster('load', ...IMAGES.flatMap((image) => [imageName(image), imageName(image, EARLIER_TAG)]));
    return await runTests({ ...process.env, KUBECONFIG: kubeconfig });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  } finally {
    spawnSync(command, ['down'], { stdio: 'inherit' });
  }
}

process.exit(await main());
