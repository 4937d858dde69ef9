import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { trustedAuthorities } from './authorities.js';

describe('the authorities that git trusts', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'pinata-authorities-'));
  const [system, own] = [path.join(folder, 'system.pem'), path.join(folder, 'own.pem')];
  writeFileSync(system, 'SYSTEM\n');
  writeFileSync(own, 'OWN\n');

  it('are the system’s and our own together, since git knows one list', async () => {
    expect(await trustedAuthorities(own, [path.join(folder, 'absent.pem'), system])).toBe('SYSTEM\nOWN\n');
  });

  it('are left to git where there is nothing to add', async () => {
    expect(await trustedAuthorities('', [system])).toBeUndefined();
    expect(await trustedAuthorities(system, [system])).toBeUndefined();
    expect(await trustedAuthorities(path.join(folder, 'absent.pem'), [system])).toBeUndefined();
    expect(await trustedAuthorities(own, [])).toBeUndefined();
  });
});
