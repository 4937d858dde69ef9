import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import getPort from 'get-port';
import { PgliteDatabase } from '../../src/adapters/database/pglite/pglite-database.js';
import { startApplication, type Application } from '../../src/application.js';
import { parseConfiguration } from '../../src/config/index.js';
import type { Log, LogFields } from '../../src/logging/index.js';
import { FirstStartService } from '../../src/modules/first-start/index.js';
import { openDataFolder } from '../../src/profiles/data-folder.js';
import { ApiClient } from './api-client.js';
import { databaseTemplate } from './database-template.js';
import { signIn } from './sign-in.js';

/** What a platform wrote to its log while a test ran. */
export class RecordingLog implements Log {
  readonly entries: { readonly level: string; readonly message: string; readonly fields: LogFields }[] = [];
  readonly debug = this.writer('debug');
  readonly info = this.writer('info');
  readonly warn = this.writer('warn');
  readonly error = this.writer('error');

  private writer(level: string): (message: string, fields?: LogFields) => void {
    return (message, fields = {}) => void this.entries.push({ level, message, fields });
  }
}

export interface TestPlatform {
  readonly application: Application;
  readonly origin: string;
  readonly folder: string;
  readonly log: RecordingLog;
  /** The first administrator, signed in, with the organization they alone belong to. */
  readonly admin: ApiClient;
  readonly organizationId: string;
  /** Statements that were sent to the database since the last call. */
  takeStatements(): string[];
  /** A new person with an account, an organization of their own, and a session. */
  newcomer(name: string): Promise<{ client: ApiClient; organizationId: string; email: string; password: string }>;
  close(): Promise<void>;
}

/** The whole embedded platform in this process: real database, sign-in, scanners and files; only the log is kept for tests. */
export async function startTestPlatform(settings: Readonly<Record<string, string>> = {}): Promise<TestPlatform> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pinata-test-'));
  const log = new RecordingLog();
  const statements: string[] = [];
  const port = await getPort();
  const origin = `http://localhost:${port}`;
  const configuration = parseConfiguration({ PINATA_DATA: folder, PINATA_DEMO: 'false', PINATA_ALLOW_PRIVATE_NETWORK: 'true', ...settings });
  const data = await openDataFolder(folder, (error) => log.error('the lock was lost', { error }));
  const application = await startApplication({
    configuration, origin, data, log, port,
    host: 'localhost',
    environment: process.env,
    openDatabase: async () => PgliteDatabase.open({ template: await databaseTemplate(), onStatement: (sql) => void statements.push(sql) }),
  });
  const created = await application.nest.get(FirstStartService).prepare(folder);
  if (created === undefined) throw new Error('the platform was not new');
  const admin = new ApiClient(origin, await signIn(origin, created.account.email, created.password));
  const { viewer } = await admin.ask<{ viewer: { memberships: { organization: { id: string; slug: string } }[] } }>('{ viewer { memberships { organization { id slug } } } }');
  const organizationId = viewer.memberships.find(({ organization }) => organization.slug === 'personal')?.organization.id ?? '';
  return {
    application, origin, folder, log, admin, organizationId,
    takeStatements: () => statements.splice(0),
    newcomer: async (name) => {
      const email = `${name}@example.org`;
      const { createAccount } = await admin.ask<{ createAccount: { password: string } }>('mutation($email: String!, $name: String!) { createAccount(email: $email, name: $name) { password } }', { email, name });
      const client = new ApiClient(origin, await signIn(origin, email, createAccount.password));
      const { createOrganization } = await client.ask<{ createOrganization: { id: string } }>('mutation($name: String!) { createOrganization(name: $name) { id } }', { name });
      return { client, organizationId: createOrganization.id, email, password: createAccount.password };
    },
    close: async () => {
      await application.close();
      await data.release();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
