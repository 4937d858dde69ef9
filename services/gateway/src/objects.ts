// The objects of an installation as one archive, for whoever backs it up: run it in a pod of the gateway, which has the settings.
import { runObjectsCommand } from './profiles/objects-command.js';

process.exitCode = await runObjectsCommand(process.argv.slice(2));
