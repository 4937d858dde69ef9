// node install-secrets.js <plan as JSON>: run by the chart before an install and an upgrade. Makes the Secrets that are absent.
import { randomBytes } from 'node:crypto';
import { KubernetesSecretStore } from './adapters/install-secrets/kubernetes-secret-store.js';
import { createNatsAuthority } from './adapters/nats/installation-authority.js';
import { makeAbsentSecrets, parseInstallPlan, wantedSecrets } from './install/index.js';

try {
  const plan = parseInstallPlan(process.argv[2] ?? '');
  const made = await makeAbsentSecrets(wantedSecrets(plan, { randomBytes, natsAuthority: createNatsAuthority }), new KubernetesSecretStore(plan.namespace, plan.labels));
  process.stdout.write(`${JSON.stringify({ level: 'info', message: 'secrets are there', made })}\n`);
} catch (error) {
  process.stderr.write(`${JSON.stringify({ level: 'error', message: error instanceof Error ? error.message : 'unknown error' })}\n`);
  process.exitCode = 1;
}
