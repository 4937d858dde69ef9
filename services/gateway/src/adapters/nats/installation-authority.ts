import { createAccount, createOperator, createUser, encodeAccount, encodeOperator, encodeUser, fmtCreds, type KeyPair } from '@nats-io/jwt';

const UNLIMITED = -1;
const ACCOUNT_LIMITS = { conn: UNLIMITED, imports: UNLIMITED, exports: UNLIMITED, data: UNLIMITED, payload: UNLIMITED, subs: UNLIMITED, leaf: UNLIMITED, wildcards: true, mem_storage: UNLIMITED, disk_storage: UNLIMITED, streams: UNLIMITED, consumer: UNLIMITED };

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const seedOf = (key: KeyPair): string => text(key.getSeed());

/**
 * What NATS in operator mode needs for one platform: an operator, its account with a signing key for users of scanner pods, a
 * system account, and the gateway's user. `authority.conf` is a part of the server's configuration; it holds no secret.
 * Source: https://docs.nats.io/running-a-nats-service/configuration/securing_nats/jwt/resolver
 */
export async function createNatsAuthority(): Promise<Readonly<Record<string, string>>> {
  const [operator, account, signing, system, gateway] = [createOperator(), createAccount(), createAccount(), createAccount(), createUser()];
  const operatorJwt = await encodeOperator('pinata', operator, { system_account: system.getPublicKey() });
  const accountJwt = await encodeAccount('pinata', account, { limits: ACCOUNT_LIMITS, signing_keys: [signing.getPublicKey()] }, { signer: operator });
  const systemJwt = await encodeAccount('system', system, {}, { signer: operator });
  const gatewayJwt = await encodeUser('gateway', gateway, account, {});
  return {
    account: account.getPublicKey(),
    'account.jwt': accountJwt,
    'account.seed': seedOf(account),
    'operator.jwt': operatorJwt,
    'operator.seed': seedOf(operator),
    'signing.seed': seedOf(signing),
    'gateway.creds': text(fmtCreds(gatewayJwt, gateway)),
    'authority.conf': [`operator: ${operatorJwt}`, `system_account: ${system.getPublicKey()}`, 'resolver: MEMORY', 'resolver_preload: {', `  ${account.getPublicKey()}: ${accountJwt}`, `  ${system.getPublicKey()}: ${systemJwt}`, '}', ''].join('\n'),
  };
}
