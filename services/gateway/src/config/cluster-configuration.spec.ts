import { describe, expect, it } from '@jest/globals';
import { parseCommandLine } from './command-line.js';
import { parseConfiguration, parseMigrationConfiguration } from './configuration.js';

const ENVIRONMENT = {
  PINATA_PROFILE: 'cluster',
  PINATA_PUBLIC_URL: 'https://pinata.example.org/',
  PINATA_DATABASE_URL: 'postgresql://pinata:se%20cret@postgresql:5432/pinata?sslmode=verify-full&application_name=x',
  PINATA_NATS_URL: 'nats://nats-0:4222, nats://nats-1:4222',
  PINATA_NATS_CREDENTIALS_FILE: '/run/nats/gateway.creds',
  PINATA_NATS_ACCOUNT: `A${'B'.repeat(55)}`,
  PINATA_NATS_SIGNING_KEY_FILE: '/run/nats/signing',
  PINATA_S3_ENDPOINT: 'http://minio:9000',
  PINATA_S3_BUCKET: 'pinata',
  PINATA_S3_ACCESS_KEY_ID: 'id',
  PINATA_S3_SECRET_ACCESS_KEY: 'canary',
  PINATA_KEYCLOAK_URL: 'https://pinata.example.org/auth',
  PINATA_SECRET_KEY_FILE: '/run/secret-box/key',
  PINATA_INSTALL_KEY_FILE: '/run/install-key/key',
  PINATA_SCANS_NAMESPACE: 'pinata-scans',
};

describe('the configuration of a cluster', () => {
  it('knows its parts, and fills in what need not be said', () => {
    expect(parseConfiguration(ENVIRONMENT)).toMatchObject({
      profile: 'cluster',
      host: '0.0.0.0',
      port: 4700,
      publicUrl: 'https://pinata.example.org',
      isLocalPathAllowed: false,
      cluster: {
        role: 'all',
        internalPort: 4702,
        database: { url: 'postgresql://pinata:se%20cret@postgresql:5432/pinata?application_name=x', isTlsRequired: true, authorityFile: undefined },
        nats: { servers: ['nats://nats-0:4222', 'nats://nats-1:4222'], podServers: ['nats://nats-0:4222', 'nats://nats-1:4222'], account: { key: ENVIRONMENT.PINATA_NATS_ACCOUNT } },
        objects: { podEndpoint: 'http://minio:9000', region: 'us-east-1', isPathStyle: true },
        keycloak: { internalUrl: 'https://pinata.example.org/auth', realm: 'pinata', client: 'pinata-console', isProxied: false },
        languagesFile: '/app/scanner-languages.json',
        kubeconfig: undefined,
      },
    });
  });

  it.each(Object.keys(ENVIRONMENT).filter((name) => !['PINATA_PROFILE', 'PINATA_S3_ENDPOINT'].includes(name)))('says that %s is missing', (name) => {
    expect(() => parseConfiguration({ ...ENVIRONMENT, [name]: '' })).toThrow(`${name} is missing; the cluster profile needs it`);
  });

  it.each([
    ['PINATA_PORT', '0'],
    ['PINATA_ROLE', 'canary'],
    ['PINATA_DATABASE_URL', 'mysql://canary@host/x'],
    ['PINATA_NATS_URL', 'nats://canary@host:4222'],
    ['PINATA_NATS_ACCOUNT', 'SAcanary'],
    ['PINATA_KEYCLOAK_URL', 'canary'],
    ['PINATA_S3_BUCKET', '../canary'],
    ['PINATA_SCANS_NAMESPACE', 'Canary'],
  ])('refuses %s=%s without repeating it', (name, value) => {
    const parse = (): unknown => parseConfiguration({ ...ENVIRONMENT, [name]: value });
    expect(parse).toThrow(name);
    expect(parse).not.toThrow(/canary/);
  });

  it('takes the account from a file, the role from the command line, and the cluster from a kubeconfig', () => {
    const { configuration } = parseCommandLine(['--role', 'ingest'], { ...ENVIRONMENT, PINATA_NATS_ACCOUNT: '', PINATA_NATS_ACCOUNT_FILE: '/run/nats/account', KUBECONFIG: '/root/.kube/config' });
    expect(configuration).toMatchObject({ cluster: { role: 'ingest', nats: { account: { file: '/run/nats/account' } }, kubeconfig: '/root/.kube/config' } });
  });

  it.each(['https://elsewhere.example.org/auth', 'https://pinata.example.org'])('passes Keycloak on only below its own address, not at %s', (url) => {
    expect(() => parseConfiguration({ ...ENVIRONMENT, PINATA_KEYCLOAK_PROXY: 'true', PINATA_KEYCLOAK_URL: url })).toThrow('PINATA_KEYCLOAK_PROXY needs PINATA_KEYCLOAK_URL');
    expect(parseConfiguration({ ...ENVIRONMENT, PINATA_KEYCLOAK_URL: url })).toMatchObject({ cluster: { keycloak: { url } } });
  });

  it('lets migrations know the database alone', () => {
    const { PINATA_PROFILE, PINATA_DATABASE_URL } = ENVIRONMENT;
    expect(parseMigrationConfiguration({})).toBeUndefined();
    expect(() => parseMigrationConfiguration({ PINATA_PROFILE, PINATA_DATABASE_URL })).toThrow('PINATA_DATABASE_OWNER_URL is missing');
    expect(parseMigrationConfiguration({ PINATA_PROFILE, PINATA_DATABASE_URL, PINATA_DATABASE_OWNER_URL: 'postgresql://owner@postgresql/pinata' })).toEqual({
      owner: { url: 'postgresql://owner@postgresql/pinata', isTlsRequired: false, authorityFile: undefined },
      login: { name: 'pinata', password: 'se cret' },
    });
    expect(() => parseMigrationConfiguration({ PINATA_PROFILE, PINATA_DATABASE_URL: 'postgresql://host/x', PINATA_DATABASE_OWNER_URL: 'postgresql://owner@host/x' })).toThrow('PINATA_DATABASE_URL must name a login');
  });
});
