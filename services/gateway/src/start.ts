import path from 'node:path';
import getPort, { portNumbers } from 'get-port';
import { startApplication, type Application } from './application.js';
import { ConfigurationError, USAGE, readStartRequest, type EmbeddedProfileConfiguration, type StartRequest } from './config/index.js';
import { createLog } from './logging/index.js';
import { FirstStartService } from './modules/first-start/index.js';
import { DataFolderInUseError, openDataFolder } from './profiles/data-folder.js';
import { runCluster } from './start-cluster.js';

const PORTS_TO_TRY = 100;
/** This project's own folder, when it runs from a checkout. */
const PROJECT_FOLDER = path.resolve(import.meta.dirname, '../../..');
const SHUTDOWN_MILLISECONDS = 10_000;

/** The whole life of the gateway's process. */
export async function start(): Promise<void> {
  let request: StartRequest;
  try {
    request = readStartRequest();
  } catch (error) {
    fail(error instanceof ConfigurationError ? error.message : `${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
  if (request.isHelpWanted) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  const { configuration } = request;
  try {
    await (configuration.profile === 'cluster' ? runCluster(configuration) : run(configuration, request));
  } catch (error) {
    fail(error instanceof DataFolderInUseError || error instanceof ConfigurationError ? error.message : `Pinata Code could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}

async function run(configuration: EmbeddedProfileConfiguration, { isPasswordReset, environment }: StartRequest): Promise<void> {
  const log = createLog(configuration.logLevel, process.stderr);
  const data = await openDataFolder(configuration.dataFolder, (error) => {
    log.error('the lock on the data folder was lost; stopping', { error });
    process.exit(1);
  });
  const port = configuration.port === 0 ? await getPort() : await getPort({ port: portNumbers(configuration.port, Math.min(configuration.port + PORTS_TO_TRY, 65_535)) });
  const origin = configuration.publicUrl ?? `http://localhost:${port}`;
  const application = await startApplication({ configuration, origin, data, log, host: configuration.host, port, environment });
  const firstStart = application.nest.get(FirstStartService);
  const created = await firstStart.prepare(PROJECT_FOLDER);
  const administrator = isPasswordReset && created === undefined ? await firstStart.resetAdministrator() : created;
  announce(configuration, origin, port, administrator === undefined ? undefined : { email: administrator.account.email, password: administrator.password });
  if (created !== undefined) await firstStart.finish();
  stopOnSignals(application, () => data.release());
}

function announce(configuration: EmbeddedProfileConfiguration, origin: string, port: number, account: { email: string; password: string } | undefined): void {
  const lines = ['', `  🪅  Pinata Code runs at  ${origin}`, ''];
  if (configuration.port !== 0 && port !== configuration.port) lines.push(`      (port ${configuration.port} is taken)`, '');
  if (account === undefined) lines.push('      Sign in with your account. Forgotten the password? npm start -- --reset-password');
  else lines.push(`      Sign in as  ${account.email}`, `      Password    ${account.password}`, '', '      It is shown this once, and works until you change it.');
  process.stdout.write(`${lines.join('\n')}\n\n`);
}

function stopOnSignals(application: Application, afterwards: () => Promise<void>): void {
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(1), SHUTDOWN_MILLISECONDS).unref();
    void application
      .close()
      .then(afterwards)
      .then(() => process.exit(0));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
