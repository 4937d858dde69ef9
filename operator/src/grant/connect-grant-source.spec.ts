import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ScriptedGateway } from '../../test/support/scripted-gateway.js';
import { ConnectGrantSource } from './connect-grant-source.js';

const never = new AbortController().signal;
let folder: string;
let gateway: ScriptedGateway;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'pinata-grant-'));
  gateway = new ScriptedGateway();
  await gateway.listen();
  writeFileSync(path.join(folder, 'key'), `${gateway.key}\n`);
});
afterEach(async () => {
  await gateway.close();
  rmSync(folder, { recursive: true, force: true });
});

function sourceOf(url = gateway.url) {
  return new ConnectGrantSource({ url, keyFile: path.join(folder, 'key') });
}

describe('asking for a grant', () => {
  it('gives it', async () => {
    expect(await sourceOf().grant('scan', 2, never)).toMatchObject({ grant: { scan: { scanId: 'scan', attempt: 2 }, credential: { username: 'git' } } });
    expect(gateway.asked).toEqual(['scan 2']);
  });

  it('gives a refusal as one, and not as an error', async () => {
    gateway.behaviour = () => ({ refuse: 'superseded' });
    expect(await sourceOf().grant('scan', 1, never)).toEqual({ refused: { code: 'superseded', message: 'The gateway says no.' } });
  });

  it('takes a new key without a restart', async () => {
    const source = sourceOf();
    writeFileSync(path.join(folder, 'key'), 'an-old-key');
    await expect(source.grant('scan', 1, never)).rejects.toMatchObject({ name: 'GrantUnavailable', code: 'unauthenticated' });
    writeFileSync(path.join(folder, 'key'), gateway.key);
    expect(await source.grant('scan', 1, never)).toHaveProperty('grant');
  });

  it.each([
    ['no server', async () => 'http://127.0.0.1:9'],
    ['no file for the key', async () => (rmSync(path.join(folder, 'key')), gateway.url)],
  ])('says that it is unavailable, without the key: %s', async (_name, prepare) => {
    const failure: unknown = await sourceOf(await prepare()).grant('scan', 1, never).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'GrantUnavailable' });
    expect(JSON.stringify(failure) + String(failure)).not.toContain(gateway.key);
  });

  it('ends with its signal', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    await expect(sourceOf(`http://127.0.0.1:${(silent.address() as AddressInfo).port}`).grant('scan', 1, stop.signal)).rejects.toMatchObject({ name: 'GrantUnavailable', code: 'canceled' });
    silent.closeAllConnections();
    silent.close();
  });
});
