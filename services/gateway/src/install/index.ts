export { parseInstallPlan, type InstallPlan } from './install-plan.js';
export { NATS_KEYS, wantedSecrets, type KeyMaker, type WantedSecret } from './installation-secrets.js';
export { IncompleteSecretError, makeAbsentSecrets, type SecretStore } from './make-absent-secrets.js';
