/** A sealed text that cannot be opened: another key, another context, or changed bytes. */
export class SecretBoxError extends Error {
  constructor(options?: ErrorOptions) {
    super('the secret cannot be opened with this key', options);
    this.name = 'SecretBoxError';
  }
}

/**
 * Closes secrets for storage, with authenticated encryption.
 *
 * `context` says what the secret belongs to (such as `repository:<id>`): a sealed text moved to another row does not open.
 * Sealing the same secret twice gives different texts. Neither is retried; both are free of side effects.
 */
export interface SecretBox {
  seal(secret: string, context: string): Promise<string>;
  /** @throws SecretBoxError */
  open(sealed: string, context: string): Promise<string>;
  /** A signature over a message, for addresses that we hand out and check ourselves; base64url. */
  sign(message: string): string;
  /** In constant time. */
  verify(message: string, signature: string): boolean;
}

export const SECRET_BOX = Symbol('SecretBox');
