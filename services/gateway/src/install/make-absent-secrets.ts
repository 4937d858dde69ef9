import type { WantedSecret } from './installation-secrets.js';

/** Secrets of one namespace. */
export interface SecretStore {
  /** @returns the names of its keys, or undefined where there is no such Secret */
  keysOf(name: string): Promise<readonly string[] | undefined>;
  /** @returns false where somebody made it meanwhile: theirs counts */
  create(name: string, content: Readonly<Record<string, string>>): Promise<boolean>;
}

/** A Secret that is there and lacks keys: nobody can tell which of its keys belong together, so that none is added. */
export class IncompleteSecretError extends Error {
  constructor(
    readonly secret: string,
    readonly missing: readonly string[],
  ) {
    super(`The Secret ${secret} lacks ${missing.join(', ')}. Add what is missing, or remove the Secret if nothing uses it yet.`);
    this.name = 'IncompleteSecretError';
  }
}

/**
 * Makes what is absent and leaves alone what is there, so that it may run before each install and upgrade, and twice at once.
 * @returns the names of those that it made
 * @throws IncompleteSecretError before anything is made
 */
export async function makeAbsentSecrets(wanted: readonly WantedSecret[], store: SecretStore): Promise<string[]> {
  const absent: WantedSecret[] = [];
  for (const secret of wanted) {
    const known = await store.keysOf(secret.name);
    if (known === undefined) absent.push(secret);
    else refuseIncomplete(secret, known);
  }
  const made: string[] = [];
  for (const { name, make } of absent) if (await store.create(name, await make())) made.push(name);
  return made;
}

function refuseIncomplete({ name, keys }: WantedSecret, known: readonly string[]): void {
  const missing = keys.filter((key) => !known.includes(key));
  if (missing.length > 0) throw new IncompleteSecretError(name, missing);
}
