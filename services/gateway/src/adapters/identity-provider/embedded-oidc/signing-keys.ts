import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { z } from 'zod';
import { writeWholeFile } from '../../../runtime/index.js';

/** The provider's keys: one that signs tokens, and secrets that sign cookies. */
export interface ProviderKeys {
  readonly signing: JWK;
  readonly cookies: readonly string[];
}

const stored = z.object({ signing: z.looseObject({ kty: z.literal('RSA'), kid: z.string() }), cookies: z.array(z.string().min(32)).min(1) });

/** Reads the keys, or makes them with mode 0600 where there are none. They outlive restarts: tokens and sessions stay good. */
export async function loadProviderKeys(file: string): Promise<ProviderKeys> {
  const existing = existsSync(file) ? await readFile(file, 'utf8') : undefined;
  if (existing !== undefined) return stored.parse(JSON.parse(existing));
  const keys = await makeKeys();
  await writeWholeFile(file, JSON.stringify(keys));
  return keys;
}

async function makeKeys(): Promise<ProviderKeys> {
  const { privateKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
  const jwk = await exportJWK(privateKey);
  return { signing: { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'RS256', use: 'sig' }, cookies: [randomBytes(32).toString('base64url')] };
}
