import { parseArgs } from 'node:util';
import type { MigrationConfiguration } from './cluster-configuration.js';
import { parseConfiguration, parseMigrationConfiguration, type Configuration } from './configuration.js';

/** What the gateway was asked to do on its command line. */
export interface StartRequest {
  readonly configuration: Configuration;
  /** Give the administrator a new password before anything else. */
  readonly isPasswordReset: boolean;
  readonly isHelpWanted: boolean;
  /** As it was given, for the few variables that child processes need. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export const USAGE = `usage: npm start -- [options]
  --host <name>      address to listen on (default localhost; PINATA_HOST)
  --port <number>    port; a taken one picks the next (default 4700; PINATA_PORT)
  --data <folder>    database, keys and snapshots (default .pinata; PINATA_DATA)
  --role <role>      in a cluster: api, ingest, worker or all (default all; PINATA_ROLE)
  --no-demo          leave out the demo organization (PINATA_DEMO=false)
  --reset-password   print a new password for the administrator
  --help             this text
Every other setting is an environment variable: .env.example lists them.`;

/**
 * Options win over the environment.
 * @throws TypeError for an unknown option, ConfigurationError for a value that cannot be used
 */
export function parseCommandLine(parameters: readonly string[], environment: Readonly<Record<string, string | undefined>>): StartRequest {
  const { values } = parseArgs({
    args: [...parameters],
    strict: true,
    allowNegative: true,
    options: {
      host: { type: 'string' },
      port: { type: 'string' },
      data: { type: 'string' },
      role: { type: 'string' },
      demo: { type: 'boolean' },
      'reset-password': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const configuration = parseConfiguration({
    ...environment,
    ...(values.host === undefined ? {} : { PINATA_HOST: values.host }),
    ...(values.port === undefined ? {} : { PINATA_PORT: values.port }),
    ...(values.data === undefined ? {} : { PINATA_DATA: values.data }),
    ...(values.role === undefined ? {} : { PINATA_ROLE: values.role }),
    ...(values.demo === undefined ? {} : { PINATA_DEMO: String(values.demo) }),
  });
  return { configuration, isPasswordReset: values['reset-password'], isHelpWanted: values.help, environment };
}

/** The settings alone, for programs with parameters of their own. */
export function readSettings(): Configuration {
  return parseConfiguration(process.env);
}

/** What the migrations of a cluster need; undefined in the embedded profile. @throws ConfigurationError */
export function readMigrationSettings(): MigrationConfiguration | undefined {
  return parseMigrationConfiguration(process.env);
}

/** The only place that reads the process's environment. */
export function readStartRequest(words: readonly string[] = process.argv.slice(2)): StartRequest {
  return parseCommandLine(words, process.env);
}
