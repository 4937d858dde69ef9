// What ingest set aside, for whoever operates a cluster: run it in a pod of the gateway, which has the settings.
import { runDeadLettersCommand } from './profiles/dead-letters-command.js';

process.exitCode = await runDeadLettersCommand(process.argv.slice(2));
