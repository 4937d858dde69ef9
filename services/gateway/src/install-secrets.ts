// node install-secrets.js <plan as JSON>: run by the chart before an install and an upgrade. Makes the Secrets that are absent.
import { runInstallSecretsCommand } from './profiles/install-secrets-command.js';

process.exitCode = await runInstallSecretsCommand(process.argv[2] ?? '');
