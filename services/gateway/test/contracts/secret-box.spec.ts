import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { KeyFileSecretBox } from '../../src/adapters/secret-box/key-file/key-file-secret-box.js';
import { SecretBoxError, type SecretBox } from '../../src/ports/index.js';

/** What every SecretBox promises. */
function secretBoxContract(name: string, open: (key: 'one' | 'other') => Promise<SecretBox>): void {
  describe(`SecretBox: ${name}`, () => {
    it('opens what it sealed, with another text each time', async () => {
      const box = await open('one');
      const [first, second] = [await box.seal('sécret', 'repository:1'), await box.seal('sécret', 'repository:1')];
      expect(first).not.toBe(second);
      expect(first).not.toContain('cret');
      expect(await box.open(first, 'repository:1')).toBe('sécret');
      expect(await (await open('one')).open(second, 'repository:1')).toBe('sécret');
    });

    it('opens nothing in another context, with another key, or that was changed', async () => {
      const box = await open('one');
      const sealed = await box.seal('secret', 'repository:1');
      await expect(box.open(sealed, 'repository:2')).rejects.toThrow(SecretBoxError);
      await expect((await open('other')).open(sealed, 'repository:1')).rejects.toThrow(SecretBoxError);
      const changed = sealed.slice(0, -2) + (sealed.endsWith('AA') ? 'BB' : 'AA');
      for (const text of [changed, '', 'v1.', 'v2.abc', sealed.slice(0, 20)]) await expect(box.open(text, 'repository:1')).rejects.toThrow(SecretBoxError);
    });

    it('knows its own signatures alone', async () => {
      const box = await open('one');
      const signature = box.sign('message');
      expect(box.verify('message', signature)).toBe(true);
      expect([box.verify('messagE', signature), box.verify('message', `${signature}x`), box.verify('message', ''), (await open('other')).verify('message', signature)]).toEqual([false, false, false, false]);
    });
  });
}

const folder = mkdtempSync(path.join(tmpdir(), 'pinata-secret-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
secretBoxContract('key file', (key) => KeyFileSecretBox.open(path.join(folder, key)));

describe('the key file', () => {
  it('is for its owner alone', async () => {
    await KeyFileSecretBox.open(path.join(folder, 'mode'));
    if (process.platform !== 'win32') expect(statSync(path.join(folder, 'mode')).mode & 0o777).toBe(0o600);
  });

  it('is made anew where a process was killed while it wrote one', async () => {
    const file = path.join(folder, 'interrupted');
    writeFileSync(`${file}.writing`, 'ha');
    const sealed = await (await KeyFileSecretBox.open(file)).seal('secret', 'x');
    expect(await (await KeyFileSecretBox.open(file)).open(sealed, 'x')).toBe('secret');
  });

  it('must hold a whole key', () => {
    expect(() => new KeyFileSecretBox(new Uint8Array(16))).toThrow(RangeError);
  });
});
