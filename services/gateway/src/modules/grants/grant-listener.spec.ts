import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { create } from '@bufbuild/protobuf';
import { Code, createClient } from '@connectrpc/connect';
import { createConnectTransport } from '@connectrpc/connect-node';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AttemptGrantSchema, GrantService } from '@pinata/proto';
import { GrantListener } from './grant-listener.js';
import type { GrantAnswer } from './grants.service.js';

const SCAN = '0f8fad5b-d9cb-469f-a165-70867728950e';

describe('the internal listener', () => {
  let folder: string;
  let keyFile: string;
  let listener: GrantListener;
  let url: string;
  let answer: () => Promise<GrantAnswer>;
  const asked: string[] = [];
  const refusals: string[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'pinata-listener-'));
    keyFile = path.join(folder, 'key');
    writeFileSync(keyFile, 'the key\n');
    answer = () => Promise.resolve({ grant: create(AttemptGrantSchema, { expiresAt: 5n }) });
    asked.length = refusals.length = 0;
    listener = new GrantListener({ host: '127.0.0.1', port: 0, keyFile, grant: (scanId, attempt) => (asked.push(`${scanId} ${attempt}`), answer()), onRefusal: (reason) => void refusals.push(reason) });
    url = `http://127.0.0.1:${await listener.listen()}`;
  });
  afterEach(async () => {
    await listener.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const ask = async (scanId = SCAN, attempt = 1, authorization = 'Bearer the key') =>
    (await createClient(GrantService, createConnectTransport({ baseUrl: url, httpVersion: '1.1' })).grant({ scanId, attempt }, { headers: { authorization } })).answer;
  const codeOf = (call: Promise<unknown>): Promise<unknown> => call.then(() => 'answered', (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error));

  it('answers who knows the key', async () => {
    expect(await ask()).toMatchObject({ case: 'grant', value: { expiresAt: 5n } });
    answer = () => Promise.resolve({ refused: { code: 'cancelled', message: 'No.' } });
    expect(await ask(SCAN, 2)).toMatchObject({ case: 'refusal', value: { code: 'cancelled', message: 'No.' } });
    expect(asked).toEqual([`${SCAN} 1`, `${SCAN} 2`]);
  });

  it.each(['', 'Bearer ', 'Bearer another key', 'Bearer the key and more', 'Basic dGhlIGtleQ=='])('answers nobody else: %s', async (authorization) => {
    expect(await codeOf(ask(SCAN, 1, authorization))).toBe(Code.Unauthenticated);
    expect([asked, refusals]).toEqual([[], ['key']]);
  });

  it('takes a new key without a restart, and without a key nobody', async () => {
    writeFileSync(keyFile, 'another key');
    expect([await codeOf(ask()), await codeOf(ask(SCAN, 1, 'Bearer another key'))]).toEqual([Code.Unauthenticated, 'answered']);
    writeFileSync(keyFile, '\n');
    expect(await codeOf(ask(SCAN, 1, 'Bearer '))).toBe(Code.Unauthenticated);
    rmSync(keyFile);
    expect(await codeOf(ask())).toBe(Code.Unauthenticated);
  });

  it('refuses names that no scan of ours has, and attempts that there cannot be', async () => {
    expect(await ask('made-by-hand')).toMatchObject({ case: 'refusal', value: { code: 'unknown' } });
    expect([await codeOf(ask(SCAN, 0)), await codeOf(ask(SCAN, 4_000_000_000))]).toEqual([Code.InvalidArgument, Code.InvalidArgument]);
    expect(asked).toEqual([]);
  });

  it('says that it cannot answer now, and not why', async () => {
    answer = () => Promise.reject(new Error('canary'));
    const failure: unknown = await ask().catch((error: unknown) => error);
    expect([failure, String(failure)]).toEqual([expect.objectContaining({ code: Code.Unavailable }), expect.not.stringContaining('canary')]);
    expect(refusals).toEqual(['error']);
  });
});
