import { hash, verify } from '@node-rs/argon2';

/** Argon2id (the library's default) as OWASP's second choice has it: 19 MiB, two passes. One check takes tens of milliseconds, in a thread of its own. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(password, PARAMETERS);
}

/** False also for a hash that cannot be read. */
export function isPasswordOf(stored: string, password: string): Promise<boolean> {
  return verify(stored, password).catch(() => false);
}
