import { z } from 'zod';
import { clusterConfigurationOf, clusterSettings, migrationConfigurationOf, type ClusterConfiguration, type MigrationConfiguration } from './cluster-configuration.js';
import { ConfigurationError, httpAddress, isOn, wholeNumber } from './setting-types.js';

/**
 * Every setting, by the name of its environment variable. `.env.example` lists the same names with what they mean;
 * a test keeps the two together.
 */
export const settings = z.object({
  PINATA_PROFILE: z.enum(['embedded', 'cluster']).default('embedded'),
  PINATA_HOST: z.string().min(1).optional(),
  PINATA_PORT: wholeNumber(0, 65_535).default(4700),
  PINATA_PUBLIC_URL: httpAddress.optional(),
  PINATA_DATA: z.string().min(1).default('.pinata'),
  PINATA_DEMO: isOn.default(true),
  PINATA_DEMO_SOURCE: z.string().min(1).optional(),
  PINATA_CONSOLE: z.string().min(1).optional(),
  PINATA_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  PINATA_ALLOW_LOCAL_PATHS: isOn.optional(),
  PINATA_ALLOW_PRIVATE_NETWORK: isOn.default(false),
  PINATA_ALLOW_PLAIN_TRANSPORT: isOn.optional(),
  PINATA_SCANS_AT_ONCE: wholeNumber(1, 64).default(1),
  PINATA_SCANS_AT_ONCE_PER_ORGANIZATION: wholeNumber(1, 64).default(1),
  PINATA_SCAN_DEADLINE_SECONDS: wholeNumber(10, 86_400).default(3600),
  PINATA_SCAN_MEMORY_MEGABYTES: wholeNumber(256, 1_048_576).default(4096),
  PINATA_CHECKOUT_MEGABYTES: wholeNumber(1, 1_048_576).default(4096),
  PINATA_CHECKOUT_SECONDS: wholeNumber(1, 86_400).default(900),
  PINATA_GRAPH_CACHE_MEGABYTES: wholeNumber(16, 1_048_576).default(512),
  PINATA_GRAPH_WORKERS: wholeNumber(1, 64).default(1),
  PINATA_REQUESTS_PER_MINUTE: wholeNumber(10, 1_000_000).default(1200),
  PINATA_METRICS_TOKEN: z.string().min(16).optional(),
  ...clusterSettings,
});

/** What both profiles are set by. */
interface CommonConfiguration {
  readonly host: string;
  /** 0 asks the system for any free port. */
  readonly port: number;
  /** Where people's browsers find this server; absent means `http://localhost:<port>`. */
  readonly publicUrl: string | undefined;
  /** Folder of database, keys and snapshots. */
  readonly dataFolder: string;
  readonly isDemoWanted: boolean;
  /** Folder that the demo repository scans; absent means this project's own sources. */
  readonly demoSource: string | undefined;
  /** Folder of the built console; absent means the one built beside the gateway. */
  readonly consoleFolder: string | undefined;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
  readonly isLocalPathAllowed: boolean;
  readonly isPrivateNetworkAllowed: boolean;
  /** Repositories at `http:` and `git:`, which nobody signs and anybody on the way reads. */
  readonly isPlainTransportAllowed: boolean;
  readonly scans: {
    readonly atOnce: number;
    readonly atOncePerOrganization: number;
    readonly deadlineSeconds: number;
    readonly memoryMegabytes: number;
    readonly checkoutMegabytes: number;
    readonly checkoutSeconds: number;
  };
  readonly graph: { readonly cacheMegabytes: number; readonly workers: number };
  readonly requestsPerMinute: number;
  readonly metricsToken: string | undefined;
}

export interface EmbeddedProfileConfiguration extends CommonConfiguration {
  readonly profile: 'embedded';
}

export interface ClusterProfileConfiguration extends CommonConfiguration {
  readonly profile: 'cluster';
  readonly publicUrl: string;
  readonly cluster: ClusterConfiguration;
}

/** The parsed settings. Only src/config reads the environment. */
export type Configuration = EmbeddedProfileConfiguration | ClusterProfileConfiguration;

/** What Kubernetes puts into a pod's environment for each Service, unless it is told not to; a release may be named pinata. */
const SERVICE_LINK = /_(SERVICE_(HOST|PORT(_\w+)?)|PORT(_\d+_(TCP|UDP)(_(PROTO|PORT|ADDR))?)?)$/;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * @param environment such as `process.env`; an empty text counts as absent
 * @throws ConfigurationError naming the first variable that cannot be used
 */
export function parseConfiguration(environment: Environment): Configuration {
  const values = parseSettings(environment);
  const isEmbedded = values.PINATA_PROFILE === 'embedded';
  const common: CommonConfiguration = {
    host: values.PINATA_HOST ?? (isEmbedded ? 'localhost' : '0.0.0.0'),
    port: values.PINATA_PORT,
    publicUrl: values.PINATA_PUBLIC_URL,
    dataFolder: values.PINATA_DATA,
    isDemoWanted: values.PINATA_DEMO,
    demoSource: values.PINATA_DEMO_SOURCE,
    consoleFolder: values.PINATA_CONSOLE,
    logLevel: values.PINATA_LOG_LEVEL,
    isLocalPathAllowed: values.PINATA_ALLOW_LOCAL_PATHS ?? isEmbedded,
    isPrivateNetworkAllowed: values.PINATA_ALLOW_PRIVATE_NETWORK,
    isPlainTransportAllowed: values.PINATA_ALLOW_PLAIN_TRANSPORT ?? isEmbedded,
    scans: {
      atOnce: values.PINATA_SCANS_AT_ONCE,
      atOncePerOrganization: values.PINATA_SCANS_AT_ONCE_PER_ORGANIZATION,
      deadlineSeconds: values.PINATA_SCAN_DEADLINE_SECONDS,
      memoryMegabytes: values.PINATA_SCAN_MEMORY_MEGABYTES,
      checkoutMegabytes: values.PINATA_CHECKOUT_MEGABYTES,
      checkoutSeconds: values.PINATA_CHECKOUT_SECONDS,
    },
    graph: { cacheMegabytes: values.PINATA_GRAPH_CACHE_MEGABYTES, workers: values.PINATA_GRAPH_WORKERS },
    requestsPerMinute: values.PINATA_REQUESTS_PER_MINUTE,
    metricsToken: values.PINATA_METRICS_TOKEN,
  };
  if (isEmbedded) return { ...common, profile: 'embedded' };
  const { publicUrl } = common;
  if (publicUrl === undefined) throw new ConfigurationError('PINATA_PUBLIC_URL', 'is missing; the cluster profile needs it');
  if (common.port === 0) throw new ConfigurationError('PINATA_PORT', 'must be fixed in the cluster profile');
  return { ...common, profile: 'cluster', publicUrl, cluster: clusterConfigurationOf(values, publicUrl, environment['KUBECONFIG']) };
}

/**
 * Of a cluster's init container, which is given nothing but the database.
 * @returns undefined in the embedded profile
 * @throws ConfigurationError
 */
export function parseMigrationConfiguration(environment: Environment): MigrationConfiguration | undefined {
  const values = parseSettings(environment);
  return values.PINATA_PROFILE === 'embedded' ? undefined : migrationConfigurationOf(values);
}

function parseSettings(environment: Environment): z.infer<typeof settings> {
  const known: Record<string, string> = {};
  for (const name of Object.keys(settings.shape)) {
    const value = environment[name]?.trim();
    if (value !== undefined && value !== '') known[name] = value;
  }
  const unknown = Object.keys(environment).find((name) => name.startsWith('PINATA_') && !name.startsWith('PINATA_TEST_') && !(name in settings.shape) && !SERVICE_LINK.test(name));
  if (unknown !== undefined) throw new ConfigurationError(unknown, 'is no setting of Pinata Code; .env.example lists them');
  const parsed = settings.safeParse(known);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ConfigurationError(String(issue?.path[0] ?? 'The configuration'), `cannot be used: ${issue?.message ?? 'unknown reason'}`);
  }
  return parsed.data;
}
