import type { InstallPlan } from './install-plan.js';

/** One Secret with the keys that whoever mounts it needs. */
export interface WantedSecret {
  readonly name: string;
  readonly keys: readonly string[];
  readonly make: () => Promise<Readonly<Record<string, string>>>;
}

/** What makes keys: bytes by chance, and what NATS in operator mode needs. */
export interface KeyMaker {
  readonly randomBytes: (count: number) => Buffer;
  readonly natsAuthority: () => Promise<Readonly<Record<string, string>>>;
}

export const NATS_KEYS = ['account', 'account.jwt', 'account.seed', 'authority.conf', 'gateway.creds', 'operator.jwt', 'operator.seed', 'signing.seed'] as const;

/** 32 bytes: what an encryption key, and a password that nobody types, is made of. */
const BYTES = 32;
/** A first password is typed once; 18 bytes are 24 characters. */
const TYPED_BYTES = 18;

/** The Secrets of an installation. Each is made whole or not at all, and never changed. */
export function wantedSecrets(plan: InstallPlan, { randomBytes, natsAuthority }: KeyMaker): WantedSecret[] {
  const word = (bytes = BYTES): string => randomBytes(bytes).toString('base64url');
  const wanted: WantedSecret[] = [];
  const want = (name: string | undefined, keys: readonly string[], make: () => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>): void => {
    if (name !== undefined) wanted.push({ name, keys, make: async () => make() });
  };
  want(plan.installKey, ['key'], () => ({ key: word() }));
  want(plan.secretBox, ['key'], () => ({ key: randomBytes(BYTES).toString('base64') }));
  want(plan.metrics, ['token'], () => ({ token: word() }));
  const { database } = plan;
  want(database?.secret, ['url', 'ownerUrl', 'password', 'ownerPassword', 'keycloakPassword'], () => {
    if (database === undefined) return {};
    const [password, ownerPassword] = [word(), word()];
    const address = (login: string, secret: string): string => `postgresql://${login}:${secret}@${database.host}:${database.port}/${database.database}`;
    return { password, ownerPassword, keycloakPassword: word(), url: address(database.login, password), ownerUrl: address(database.owner, ownerPassword) };
  });
  want(plan.nats, NATS_KEYS, natsAuthority);
  want(plan.s3, ['accessKeyId', 'secretAccessKey'], () => ({ accessKeyId: `pinata-${word(6).toLowerCase().replaceAll(/[^a-z0-9]/g, '0')}`, secretAccessKey: word() }));
  want(plan.keycloak, ['adminPassword', 'userPassword'], () => ({ adminPassword: word(TYPED_BYTES), userPassword: word(TYPED_BYTES) }));
  return wanted;
}
