import path from 'node:path';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { PgliteDatabase } from '../adapters/database/pglite/pglite-database.js';
import { readSettings } from '../config/index.js';
import { createLog } from '../logging/index.js';
import { FirstStartService } from '../modules/first-start/index.js';
import { DataFolderInUseError, openDataFolder, type DataFolder } from './data-folder.js';
import { createEmbeddedPlatform } from './embedded.module.js';

const USAGE = 'usage: npm run db:migrate | db:rollback | db:seed';
/** This project's own folder: what the demo scans. */
const PROJECT_FOLDER = path.resolve(import.meta.dirname, '../../../..');

/** @returns the exit code */
export async function runDatabaseCommand(command: string): Promise<number> {
  if (!['migrate', 'rollback', 'seed'].includes(command)) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  let data: DataFolder | undefined;
  try {
    data = await openDataFolder(readSettings().dataFolder, () => process.exit(1));
    process.stdout.write(`${command === 'seed' ? await seed(data) : await change(data, command)}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof DataFolderInUseError ? error.message : String(error)}\n`);
    return 1;
  } finally {
    await data?.release();
  }
}

async function change(data: DataFolder, command: string): Promise<string> {
  const database = await PgliteDatabase.open({ folder: data.database });
  try {
    const done = command === 'migrate' ? await database.migrate() : await database.rollback();
    if (done.length === 0) return 'Nothing to do.';
    return `${command === 'migrate' ? 'Applied' : 'Taken back'}: ${done.join(', ')}`;
  } finally {
    await database.close();
  }
}

/** What a first start would make: the administrator, an organization, the demo. Its first scan is left to people. */
async function seed(data: DataFolder): Promise<string> {
  const configuration = readSettings();
  const platform = await createEmbeddedPlatform({ configuration, data, origin: 'http://localhost', log: createLog('error', process.stderr), environment: {} });
  try {
    // Without `init`: nothing listens, and no scan is run.
    const nest = await NestFactory.create(platform.module, new FastifyAdapter(), { logger: false });
    const firstStart = nest.get(FirstStartService);
    const created = await firstStart.prepare(PROJECT_FOLDER, { isScanStarted: false });
    if (created !== undefined) await firstStart.finish();
    return created === undefined ? 'There are accounts already: nothing was changed.' : `Made ${created.account.email} with the password ${created.password}`;
  } finally {
    await platform.close();
  }
}
