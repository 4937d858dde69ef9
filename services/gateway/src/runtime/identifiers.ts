import { randomBytes, randomUUID } from 'node:crypto';

/** Where ids and secrets come from, injected so that tests may foresee them. */
export interface Identifiers {
  /** A new UUID, lower case. */
  uuid(): string;
  /** A secret of that many random bytes, as base64url. */
  secret(bytes: number): string;
}

export const IDENTIFIERS = Symbol('Identifiers');

export const randomIdentifiers: Identifiers = {
  uuid: () => randomUUID(),
  secret: (bytes) => randomBytes(bytes).toString('base64url'),
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a text could be one of our ids; others are answered with NOT_FOUND before any look-up. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
