import { randomBytes } from 'node:crypto';
import { KubernetesSecretStore } from '../adapters/install-secrets/kubernetes-secret-store.js';
import { createNatsAuthority } from '../adapters/nats/installation-authority.js';
import { makeAbsentSecrets, parseInstallPlan, wantedSecrets } from '../install/index.js';

/**
 * Makes the Secrets that an installation lacks. No line that it writes holds a secret.
 * @param plan as JSON: what the chart asks for
 * @returns the exit code
 */
export async function runInstallSecretsCommand(plan: string): Promise<number> {
  try {
    const parsed = parseInstallPlan(plan);
    const made = await makeAbsentSecrets(wantedSecrets(parsed, { randomBytes, natsAuthority: createNatsAuthority }), new KubernetesSecretStore(parsed.namespace, parsed.labels));
    process.stdout.write(`${JSON.stringify({ level: 'info', message: 'secrets are there', made })}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${JSON.stringify({ level: 'error', message: error instanceof Error ? error.message : 'unknown error' })}\n`);
    return 1;
  }
}
