import { z } from 'zod';
import type { LogLevel } from '../logging/log.js';
import { jobSettingsSchema, type JobSettings } from './job-settings.js';

const port = z.string().regex(/^\d+$/, 'must be a whole number').transform(Number).pipe(z.number().max(65_535));
const dnsLabel = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'must be the name of a namespace');

const settings = z.object({
  PINATA_SCANS_NAMESPACE: dnsLabel,
  PINATA_OPERATOR_NAMESPACE: dnsLabel,
  PINATA_OPERATOR_IDENTITY: z.string().min(1).max(200),
  PINATA_OPERATOR_LEASE: dnsLabel.default('pinata-operator'),
  PINATA_OPERATOR_CONFIG: z.string().min(1),
  PINATA_OPERATOR_PORT: port.default(8081),
  PINATA_OPERATOR_WORKERS: z.string().regex(/^\d+$/, 'must be a whole number').transform(Number).pipe(z.number().min(1).max(64)).default(4),
  PINATA_GRANT_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }),
  PINATA_INSTALL_KEY_FILE: z.string().min(1),
  PINATA_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  KUBECONFIG: z.string().min(1).optional(),
});

/** The parsed settings. Only src/config reads the environment. */
export interface Configuration {
  /** Where Scans, Jobs, pods and their Secrets live. */
  readonly scansNamespace: string;
  /** Where the Lease lives. */
  readonly operatorNamespace: string;
  readonly leaseName: string;
  /** Different for every replica; the pod's name. */
  readonly identity: string;
  readonly healthPort: number;
  readonly workers: number;
  readonly grant: {
    /** The gateway's internal listener. */
    readonly url: string;
    /** A file that holds the install-time key; read again for every call, so that a new key needs no restart. */
    readonly keyFile: string;
  };
  readonly logLevel: LogLevel;
  /** Absent inside a cluster. */
  readonly kubeconfig: string | undefined;
  readonly jobs: JobSettings;
}

/** A setting that cannot be used. Names the variable or the field; never holds its value. */
export class ConfigurationError extends Error {
  constructor(
    readonly setting: string,
    reason: string,
  ) {
    super(`${setting} ${reason}`);
    this.name = 'ConfigurationError';
  }
}

/**
 * @param environment such as `process.env`; an empty text counts as absent
 * @param readFile throws when there is none
 * @throws ConfigurationError naming the first variable, or field of the configuration file, that cannot be used
 */
export function parseConfiguration(environment: Readonly<Record<string, string | undefined>>, readFile: (path: string) => string): Configuration {
  const known: Record<string, string> = {};
  for (const name of Object.keys(settings.shape)) {
    const value = environment[name]?.trim();
    if (value !== undefined && value !== '') known[name] = value;
  }
  const parsed = settings.safeParse(known);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ConfigurationError(String(issue?.path[0] ?? 'The configuration'), `cannot be used: ${issue?.message ?? 'unknown reason'}`);
  }
  const values = parsed.data;
  return {
    scansNamespace: values.PINATA_SCANS_NAMESPACE,
    operatorNamespace: values.PINATA_OPERATOR_NAMESPACE,
    leaseName: values.PINATA_OPERATOR_LEASE,
    identity: values.PINATA_OPERATOR_IDENTITY,
    healthPort: values.PINATA_OPERATOR_PORT,
    workers: values.PINATA_OPERATOR_WORKERS,
    grant: { url: values.PINATA_GRANT_URL, keyFile: values.PINATA_INSTALL_KEY_FILE },
    logLevel: values.PINATA_LOG_LEVEL,
    kubeconfig: values.KUBECONFIG,
    jobs: parseJobSettings(values.PINATA_OPERATOR_CONFIG, readFile),
  };
}

function parseJobSettings(path: string, readFile: (path: string) => string): JobSettings {
  let json: unknown;
  try {
    json = JSON.parse(readFile(path));
  } catch (error) {
    throw new ConfigurationError('PINATA_OPERATOR_CONFIG', `names a file that cannot be used: ${error instanceof SyntaxError ? 'it is no JSON' : 'it cannot be read'}`);
  }
  const parsed = jobSettingsSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : (issue?.path ?? []);
  throw new ConfigurationError(`PINATA_OPERATOR_CONFIG: ${field.map(String).join('.') || 'the whole file'}`, issue?.code === 'unrecognized_keys' ? 'is no field of it' : `cannot be used: ${issue?.message ?? 'unknown reason'}`);
}
