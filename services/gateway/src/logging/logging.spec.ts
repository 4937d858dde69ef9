import { describe, expect, it } from '@jest/globals';
import { createLog } from './pino-log.js';
import { withoutSecrets } from './without-secrets.js';

const CANARY = 'canary-77aa-hush';

describe('the log', () => {
  it.each([
    ['a field called password', { password: CANARY }],
    ['a field called secret, deep down', { request: { input: { credential: { secret: CANARY } } } }],
    ['an authorization header', { headers: { Authorization: `Bearer ${CANARY}-long-enough` } }],
    ['a bearer token in a text', { line: `sent Bearer ${CANARY}-long-enough` }],
    ['a credential in an address', { line: `cloning https://me:${CANARY}@example.org/a.git` }],
    ['an API token in a text', { line: `pinata_${CANARY.replaceAll('-', '_')}_and_some_more_letters` }],
    ['a JWT in an error', { error: new Error(`refused eyJ${CANARY}.${CANARY}.x`) }],
    ['a private key in a cause', { error: new Error('failed', { cause: new Error(`-----BEGIN OPENSSH PRIVATE KEY-----\n${CANARY}\n-----END OPENSSH PRIVATE KEY-----`) }) }],
    ['a signed address', { line: `/api/snapshots/1/a?expires=1&signature=${CANARY}` }],
    ['a code in an address', { line: `/signed-in?code=${CANARY}&state=${CANARY}` }],
  ])('keeps %s to itself', (_name, fields) => {
    const lines: string[] = [];
    createLog('debug', { write: (line) => void lines.push(line) }).error('something happened', fields);
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain(CANARY);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'error', message: 'something happened', service: 'gateway' });
  });

  it('keeps what is no secret, and what a reader needs of an error', () => {
    expect(withoutSecrets({ scanId: 'scan', attempt: 2, at: new Date(0), code: 'killed', files: ['a', 'b'] })).toEqual({ scanId: 'scan', attempt: 2, at: new Date(0), code: 'killed', files: ['a', 'b'] });
    expect(withoutSecrets({ error: new TypeError('no', { cause: new Error('because') }) })).toMatchObject({ error: { name: 'TypeError', message: 'no', cause: { message: 'because' } } });
    expect(withoutSecrets({ bytes: Uint8Array.of(1) })).toEqual({ bytes: '[bytes]' });
  });

  it('writes nothing below its level', () => {
    const lines: string[] = [];
    createLog('warn', { write: (line) => void lines.push(line) }).info('quiet');
    expect(lines).toEqual([]);
  });
});
