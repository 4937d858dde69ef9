import { z } from 'zod';

const isOn = z.enum(['true', 'false', '1', '0', 'yes', 'no']).transform((text) => ['true', '1', 'yes'].includes(text));
const wholeNumber = (minimum: number, maximum: number) => z.string().regex(/^\d+$/, 'must be a whole number').transform(Number).pipe(z.number().min(minimum).max(maximum));

/**
 * Every setting, by the name of its environment variable. `.env.example` lists the same names with what they mean;
 * a test keeps the two together.
 */
export const settings = z.object({
  PINATA_PROFILE: z.enum(['embedded']).default('embedded'),
  PINATA_HOST: z.string().min(1).default('localhost'),
  PINATA_PORT: wholeNumber(0, 65_535).default(4700),
  PINATA_PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
  PINATA_DATA: z.string().min(1).default('.pinata'),
  PINATA_DEMO: isOn.default(true),
  PINATA_DEMO_SOURCE: z.string().min(1).optional(),
  PINATA_CONSOLE: z.string().min(1).optional(),
  PINATA_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  PINATA_ALLOW_LOCAL_PATHS: isOn.default(true),
  PINATA_ALLOW_PRIVATE_NETWORK: isOn.default(false),
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
});

/** The parsed settings. Only src/config reads the environment. */
export interface Configuration {
  readonly profile: 'embedded';
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

/** A setting that cannot be used. Names the variable; never holds its value, which may be a secret. */
export class ConfigurationError extends Error {
  constructor(
    readonly variable: string,
    reason: string,
  ) {
    super(`${variable} ${reason}`);
    this.name = 'ConfigurationError';
  }
}

/**
 * @param environment such as `process.env`; an empty text counts as absent
 * @throws ConfigurationError naming the first variable that cannot be used
 */
export function parseConfiguration(environment: Readonly<Record<string, string | undefined>>): Configuration {
  const known: Record<string, string> = {};
  for (const name of Object.keys(settings.shape)) {
    const value = environment[name]?.trim();
    if (value !== undefined && value !== '') known[name] = value;
  }
  const unknown = Object.keys(environment).find((name) => name.startsWith('PINATA_') && !name.startsWith('PINATA_TEST_') && !(name in settings.shape));
  if (unknown !== undefined) throw new ConfigurationError(unknown, 'is no setting of Pinata Code; .env.example lists them');
  const parsed = settings.safeParse(known);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ConfigurationError(String(issue?.path[0] ?? 'The configuration'), `cannot be used: ${issue?.message ?? 'unknown reason'}`);
  }
  const values = parsed.data;
  return {
    profile: values.PINATA_PROFILE,
    host: values.PINATA_HOST,
    port: values.PINATA_PORT,
    publicUrl: values.PINATA_PUBLIC_URL?.replace(/\/+$/, ''),
    dataFolder: values.PINATA_DATA,
    isDemoWanted: values.PINATA_DEMO,
    demoSource: values.PINATA_DEMO_SOURCE,
    consoleFolder: values.PINATA_CONSOLE,
    logLevel: values.PINATA_LOG_LEVEL,
    isLocalPathAllowed: values.PINATA_ALLOW_LOCAL_PATHS,
    isPrivateNetworkAllowed: values.PINATA_ALLOW_PRIVATE_NETWORK,
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
}
