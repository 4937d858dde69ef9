// npm run test:nightly: the long forms of the tests; every suite reads PINATA_NIGHTLY.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from './run-nx.mjs';
import { runTruth } from './truth.mjs';

const long = { ...process.env, PINATA_NIGHTLY: '1' };
const start = (script, parameters, env) => spawnSync(process.execPath, [path.join(root, script), ...parameters], { stdio: 'inherit', cwd: root, env }).status ?? 1;
const tests = start('tools/test.mjs', ['--skip-nx-cache'], long);
// Every disturbance of a scan, more than twice; where there is no cluster it says so.
const cluster = start('tools/with-cluster.mjs', [], { PINATA_TEST_DISTURBANCES: '20', PINATA_TEST_CLUSTER_MINUTES: '90', ...long });
// What knows the languages better: figures to read, which fail only where an oracle breaks.
const truth = runTruth(long);
// Schemas of our sample projects against databases that the real tools made; a tool that is not here says so.
const schemas = start('tools/run-built.mjs', ['truth', 'engine/truth/dist/main.js', '--schema', '--least', '0.99'], long);
process.exit([tests, cluster, truth, schemas].find((code) => code !== 0) ?? 0);
