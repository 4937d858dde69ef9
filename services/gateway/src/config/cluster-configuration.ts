import { z } from 'zod';
import { ConfigurationError, httpAddress, isOn, wholeNumber } from './setting-types.js';

/** What a replica of the cluster profile does; `all` does everything. */
export const GATEWAY_ROLES = ['api', 'ingest', 'worker', 'all'] as const;
export type GatewayRole = (typeof GATEWAY_ROLES)[number];

const databaseAddress = z.url({ protocol: /^postgres(ql)?$/, error: 'must be an address such as postgresql://login:password@host:5432/database' });
const natsAddresses = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()).filter((part) => part !== ''))
  .pipe(z.array(z.string().regex(/^(nats|tls):\/\/[^\s/@]+$/, 'must be addresses such as nats://host:4222, with commas between them')).min(1));
const plainName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'must have letters, digits, dots, - and _ only');

/** Settings of the cluster profile alone, by the names of their environment variables. */
export const clusterSettings = {
  PINATA_ROLE: z.enum(GATEWAY_ROLES).default('all'),
  PINATA_INTERNAL_PORT: wholeNumber(1, 65_535).default(4702),
  PINATA_DATABASE_URL: databaseAddress.optional(),
  PINATA_DATABASE_OWNER_URL: databaseAddress.optional(),
  PINATA_DATABASE_CA_FILE: z.string().min(1).optional(),
  PINATA_DATABASE_CONNECTIONS: wholeNumber(3, 1000).default(10),
  PINATA_NATS_URL: natsAddresses.optional(),
  PINATA_NATS_POD_URL: natsAddresses.optional(),
  PINATA_NATS_CREDENTIALS_FILE: z.string().min(1).optional(),
  PINATA_NATS_ACCOUNT: z.string().regex(/^A[A-Z2-7]{55}$/, 'must be the public key of an account: A and 55 more characters').optional(),
  PINATA_NATS_ACCOUNT_FILE: z.string().min(1).optional(),
  PINATA_NATS_SIGNING_KEY_FILE: z.string().min(1).optional(),
  PINATA_NATS_CA_FILE: z.string().min(1).optional(),
  PINATA_NATS_REPLICAS: wholeNumber(1, 5).default(1),
  PINATA_NATS_STREAM_MEGABYTES: wholeNumber(16, 1_048_576).default(1024),
  PINATA_NATS_CACHE_MEGABYTES: wholeNumber(16, 1_048_576).default(512),
  PINATA_S3_ENDPOINT: httpAddress.optional(),
  PINATA_S3_POD_ENDPOINT: httpAddress.optional(),
  PINATA_S3_REGION: plainName.default('us-east-1'),
  PINATA_S3_BUCKET: plainName.optional(),
  PINATA_S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  PINATA_S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  PINATA_S3_PATH_STYLE: isOn.default(true),
  PINATA_S3_CA_FILE: z.string().min(1).optional(),
  PINATA_SNAPSHOT_MEGABYTES: wholeNumber(1, 1_048_576).default(2048),
  PINATA_SCRATCH_MEGABYTES: wholeNumber(16, 1_048_576).default(2048),
  PINATA_KEYCLOAK_URL: httpAddress.optional(),
  PINATA_KEYCLOAK_INTERNAL_URL: httpAddress.optional(),
  PINATA_KEYCLOAK_REALM: plainName.default('pinata'),
  PINATA_KEYCLOAK_CLIENT: plainName.default('pinata-console'),
  PINATA_KEYCLOAK_PROXY: isOn.default(false),
  PINATA_SECRET_KEY_FILE: z.string().min(1).optional(),
  PINATA_INSTALL_KEY_FILE: z.string().min(1).optional(),
  PINATA_SCANS_NAMESPACE: z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, "must be a namespace's name").optional(),
  PINATA_SCANNER_LANGUAGES_FILE: z.string().min(1).default('/app/scanner-languages.json'),
};

export type ClusterValues = z.infer<z.ZodObject<typeof clusterSettings>>;

/** How a login reaches PostgreSQL. */
export interface DatabaseAddress {
  /** Without `sslmode`, which `isTlsRequired` says. */
  readonly url: string;
  readonly isTlsRequired: boolean;
  readonly authorityFile: string | undefined;
}

/** The parts that the cluster profile is made of, and how to reach them. */
export interface ClusterConfiguration {
  readonly role: GatewayRole;
  /** Of the listener that the operator alone asks. */
  readonly internalPort: number;
  readonly database: DatabaseAddress & { readonly connections: number };
  readonly nats: {
    readonly servers: readonly string[];
    /** As scanner pods reach them. */
    readonly podServers: readonly string[];
    readonly credentialsFile: string;
    /** The account's public key, or the file that holds it. */
    readonly account: { readonly key: string } | { readonly file: string };
    readonly signingKeyFile: string;
    readonly authorityFile: string | undefined;
    readonly replicas: number;
    readonly streamMegabytes: number;
    readonly cacheMegabytes: number;
  };
  readonly objects: {
    readonly endpoint: string | undefined;
    /** As scanner pods reach it. */
    readonly podEndpoint: string | undefined;
    readonly region: string;
    readonly bucket: string;
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly isPathStyle: boolean;
    readonly authorityFile: string | undefined;
    /** Of the largest scan, plain. */
    readonly snapshotMegabytes: number;
    /** Of opened snapshots on this replica's disk. */
    readonly scratchMegabytes: number;
  };
  readonly keycloak: {
    /** As browsers reach it; what stands in tokens begins with it. */
    readonly url: string;
    /** As this process reaches it. */
    readonly internalUrl: string;
    readonly realm: string;
    readonly client: string;
    readonly isProxied: boolean;
  };
  readonly secretKeyFile: string;
  readonly installKeyFile: string;
  readonly scansNamespace: string;
  readonly languagesFile: string;
  /** Outside of a cluster alone; absent means the pod's own service account. */
  readonly kubeconfig: string | undefined;
}

/** @throws ConfigurationError naming the first variable that the cluster profile needs and that is missing */
export function clusterConfigurationOf(values: ClusterValues, publicUrl: string, kubeconfig: string | undefined): ClusterConfiguration {
  const needed = neededFrom(values);
  const servers = needed('PINATA_NATS_URL');
  const url = needed('PINATA_KEYCLOAK_URL');
  if (values.PINATA_KEYCLOAK_PROXY && !isBelow(url, publicUrl)) throw new ConfigurationError('PINATA_KEYCLOAK_PROXY', 'needs PINATA_KEYCLOAK_URL to lie below PINATA_PUBLIC_URL, such as <public URL>/auth');
  return {
    role: values.PINATA_ROLE,
    internalPort: values.PINATA_INTERNAL_PORT,
    database: { ...databaseAddressOf(needed('PINATA_DATABASE_URL'), values), connections: values.PINATA_DATABASE_CONNECTIONS },
    nats: {
      servers,
      podServers: values.PINATA_NATS_POD_URL ?? servers,
      credentialsFile: needed('PINATA_NATS_CREDENTIALS_FILE'),
      account: values.PINATA_NATS_ACCOUNT_FILE === undefined ? { key: needed('PINATA_NATS_ACCOUNT') } : { file: values.PINATA_NATS_ACCOUNT_FILE },
      signingKeyFile: needed('PINATA_NATS_SIGNING_KEY_FILE'),
      authorityFile: values.PINATA_NATS_CA_FILE,
      replicas: values.PINATA_NATS_REPLICAS,
      streamMegabytes: values.PINATA_NATS_STREAM_MEGABYTES,
      cacheMegabytes: values.PINATA_NATS_CACHE_MEGABYTES,
    },
    objects: {
      endpoint: values.PINATA_S3_ENDPOINT,
      podEndpoint: values.PINATA_S3_POD_ENDPOINT ?? values.PINATA_S3_ENDPOINT,
      region: values.PINATA_S3_REGION,
      bucket: needed('PINATA_S3_BUCKET'),
      accessKeyId: needed('PINATA_S3_ACCESS_KEY_ID'),
      secretAccessKey: needed('PINATA_S3_SECRET_ACCESS_KEY'),
      isPathStyle: values.PINATA_S3_PATH_STYLE,
      authorityFile: values.PINATA_S3_CA_FILE,
      snapshotMegabytes: values.PINATA_SNAPSHOT_MEGABYTES,
      scratchMegabytes: values.PINATA_SCRATCH_MEGABYTES,
    },
    keycloak: { url, internalUrl: values.PINATA_KEYCLOAK_INTERNAL_URL ?? url, realm: values.PINATA_KEYCLOAK_REALM, client: values.PINATA_KEYCLOAK_CLIENT, isProxied: values.PINATA_KEYCLOAK_PROXY },
    secretKeyFile: needed('PINATA_SECRET_KEY_FILE'),
    installKeyFile: needed('PINATA_INSTALL_KEY_FILE'),
    scansNamespace: needed('PINATA_SCANS_NAMESPACE'),
    languagesFile: values.PINATA_SCANNER_LANGUAGES_FILE,
    kubeconfig,
  };
}

/** What migrations need: the owner's way in, and the login that the gateway will use. */
export interface MigrationConfiguration {
  readonly owner: DatabaseAddress;
  readonly login: { readonly name: string; readonly password: string | undefined };
}

/** @throws ConfigurationError */
export function migrationConfigurationOf(values: ClusterValues): MigrationConfiguration {
  const needed = neededFrom(values);
  const login = new URL(needed('PINATA_DATABASE_URL'));
  if (login.username === '') throw new ConfigurationError('PINATA_DATABASE_URL', 'must name a login: postgresql://login:password@host:5432/database');
  return {
    owner: databaseAddressOf(needed('PINATA_DATABASE_OWNER_URL'), values),
    login: { name: decodeURIComponent(login.username), password: login.password === '' ? undefined : decodeURIComponent(login.password) },
  };
}

/** In a folder of its own: the root is the console's. */
function isBelow(url: string, publicUrl: string): boolean {
  const { origin, pathname } = new URL(url);
  return origin === new URL(publicUrl).origin && pathname !== '/';
}

function databaseAddressOf(text: string, values: ClusterValues): DatabaseAddress {
  const url = new URL(text);
  const mode = url.searchParams.get('sslmode') ?? 'disable';
  url.searchParams.delete('sslmode');
  return { url: url.href, isTlsRequired: ['require', 'verify-ca', 'verify-full'].includes(mode), authorityFile: values.PINATA_DATABASE_CA_FILE };
}

function neededFrom(values: ClusterValues) {
  return <Name extends keyof ClusterValues>(name: Name): NonNullable<ClusterValues[Name]> => {
    const value = values[name];
    if (value === undefined || value === null) throw new ConfigurationError(name, 'is missing; the cluster profile needs it');
    return value;
  };
}
