import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { SecretBoxError, type SecretBox } from '../../../ports/index.js';
import { writeWholeFile } from '../../../runtime/index.js';

const VERSION = 'v1';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM under a key that lies in a file only its owner may read. Encryption and signatures use keys derived from it. */
export class KeyFileSecretBox implements SecretBox {
  private readonly encryptionKey: Buffer;
  private readonly signingKey: Buffer;

  constructor(key: Uint8Array) {
    if (key.byteLength !== KEY_BYTES) throw new RangeError(`the key must have ${KEY_BYTES} bytes`);
    this.encryptionKey = Buffer.from(hkdfSync('sha256', key, '', 'pinata secret box', KEY_BYTES));
    this.signingKey = Buffer.from(hkdfSync('sha256', key, '', 'pinata signed addresses', KEY_BYTES));
  }

  /** Reads the key file, or makes one with mode 0600 where there is none. */
  static async open(file: string): Promise<KeyFileSecretBox> {
    if (!existsSync(file)) await writeWholeFile(file, randomBytes(KEY_BYTES).toString('base64'));
    return KeyFileSecretBox.openExisting(file);
  }

  /** Reads a key file that somebody else made: another one in its place would open nothing. Rejects where there is none. */
  static async openExisting(file: string): Promise<KeyFileSecretBox> {
    return new KeyFileSecretBox(Buffer.from(await readFile(file, 'utf8'), 'base64'));
  }

  seal(secret: string, context: string): Promise<string> {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.encryptionKey, nonce).setAAD(Buffer.from(context));
    const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return Promise.resolve(`${VERSION}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`);
  }

  async open(sealed: string, context: string): Promise<string> {
    const [version, text] = sealed.split('.');
    const bytes = Buffer.from(text ?? '', 'base64url');
    if (version !== VERSION || bytes.byteLength < NONCE_BYTES + TAG_BYTES) throw new SecretBoxError();
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.encryptionKey, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES }).setAAD(Buffer.from(context));
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      return await Promise.resolve(Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8'));
    } catch (error) {
      throw new SecretBoxError({ cause: error });
    }
  }

  sign(message: string): string {
    return createHmac('sha256', this.signingKey).update(message).digest('base64url');
  }

  verify(message: string, signature: string): boolean {
    const expected = Buffer.from(this.sign(message));
    const given = Buffer.from(signature);
    return given.byteLength === expected.byteLength && timingSafeEqual(given, expected);
  }
}
