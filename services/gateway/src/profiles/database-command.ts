import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { PgliteDatabase } from '../adapters/database/pglite/pglite-database.js';
import { PostgresqlDatabase, RightsMissingError } from '../adapters/database/postgresql/postgresql-database.js';
import { ConfigurationError, readMigrationSettings, readSettings, type MigrationConfiguration } from '../config/index.js';
import { createLog } from '../logging/index.js';
import { FirstStartService } from '../modules/first-start/index.js';
import { DataFolderInUseError, openDataFolder, type DataFolder } from './data-folder.js';
import { createEmbeddedPlatform } from './embedded.module.js';

const USAGE = 'usage: npm run db:migrate | db:rollback | db:seed (a cluster knows no seed)';
const OWNER_CONNECTIONS = 3;
/** Two minutes in all: the init container is started again after that. */
const TRIES = 60;
const PAUSE_MILLISECONDS = 2_000;
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
    const cluster = readMigrationSettings();
    if (cluster !== undefined) return await changeCluster(cluster, command);
    data = await openDataFolder(readSettings().dataFolder, () => process.exit(1));
    process.stdout.write(`${command === 'seed' ? await seed(data) : await change(data, command)}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof DataFolderInUseError || error instanceof ConfigurationError || error instanceof RightsMissingError ? error.message : String(error)}\n`);
    return 1;
  } finally {
    await data?.release();
  }
}

async function change(data: DataFolder, command: string): Promise<string> {
  const database = await PgliteDatabase.open({ folder: data.database });
  try {
    return sentenceOf(command, command === 'migrate' ? await database.migrate() : await database.rollback());
  } finally {
    await database.close();
  }
}

/** What a cluster's init container does, as the owner; a database that is not there yet is waited for. */
async function changeCluster({ owner, login }: MigrationConfiguration, command: string): Promise<number> {
  if (command === 'seed') {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const database = PostgresqlDatabase.open({ ...owner, connections: OWNER_CONNECTIONS });
  try {
    await untilThere(database);
    const done = command === 'migrate' ? await database.migrate() : await database.rollback();
    if (command === 'migrate') await database.prepareLogin(login);
    process.stdout.write(`${sentenceOf(command, done)}\n`);
    return 0;
  } finally {
    await database.close();
  }
}

/** @throws the last try's error, whose words hold no password */
async function untilThere(database: PostgresqlDatabase): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await database.ping();
      return;
    } catch (error) {
      if (tries >= TRIES) throw error;
    }
    await delay(PAUSE_MILLISECONDS);
  }
}

function sentenceOf(command: string, done: readonly string[]): string {
  return done.length === 0 ? 'Nothing to do.' : `${command === 'migrate' ? 'Applied' : 'Taken back'}: ${done.join(', ')}`;
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
