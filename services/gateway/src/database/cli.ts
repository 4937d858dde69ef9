// npm run db:migrate | db:rollback | db:seed, on the data folder that the settings name. The platform must not run meanwhile.
import 'reflect-metadata';
import { runDatabaseCommand } from '../profiles/database-command.js';

process.exitCode = await runDatabaseCommand(process.argv[2] ?? '');
