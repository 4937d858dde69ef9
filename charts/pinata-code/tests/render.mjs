// Renders the chart as Helm does, into objects.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';

export const chart = path.resolve(import.meta.dirname, '..');
/** Files with values, each a kind of installation. */
export const VARIANTS = readdirSync(path.join(chart, 'tests/values')).sort();
/** What a chart may use at least; a Helm without a cluster would assume its own. */
const KUBERNETES = '1.30.0';
const APIS = ['gateway.networking.k8s.io/v1', 'monitoring.coreos.com/v1'];

/** @returns {string | undefined} */
export function findHelm() {
  const program = process.env.PINATA_TEST_HELM || 'helm';
  return spawnSync(program, ['version', '--short'], { stdio: 'ignore' }).status === 0 ? program : undefined;
}

/** @throws with what Helm said */
export function runHelm(...parameters) {
  const { status, stdout, stderr } = spawnSync(findHelm() ?? 'helm', parameters, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (status !== 0) throw new Error(`${stdout}\n${stderr}`);
  return stdout;
}

/**
 * @param {{values?: string, set?: readonly string[], release?: string, namespace?: string}} what
 * @returns {any[]} the objects, hooks included
 */
export function renderChart({ values = 'default.yaml', set = [], release = 'p', namespace = 'pinata' } = {}) {
  const text = runHelm('template', release, chart, '--namespace', namespace, '--kube-version', KUBERNETES, ...APIS.flatMap((api) => ['--api-versions', api]), '--values', path.join(chart, 'tests/values', values), ...set.flatMap((one) => ['--set', one]));
  return parseAllDocuments(text).map((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    return document.toJS();
  }).filter((object) => object !== null && object !== undefined);
}
