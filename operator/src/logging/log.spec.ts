import { describe, expect, it } from '@jest/globals';
import { createLog } from './log.js';

const CANARY = 'canary77aahush';

describe('the log', () => {
  it.each([
    ['an authorization header in an error', { error: new Error(`sent Bearer ${CANARY}-long-enough`) }],
    ['a signed address', { address: `http://minio/a?X-Amz-Signature=${CANARY}` }],
    ['a credential in an address', { address: `https://me:${CANARY}@example.org/a.git` }],
    ['a token in a cause', { error: new Error('failed', { cause: new Error(`eyJ${CANARY}.${CANARY}.x`) }) }],
    ['a credentials file', { error: new Error(`-----BEGIN USER NKEY SEED-----\n${CANARY}\n------END USER NKEY SEED------`) }],
  ])('keeps %s to itself', (_name, fields) => {
    const lines: string[] = [];
    createLog('debug', { write: (line) => void lines.push(line) }).error('something happened', fields);
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain(CANARY);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'error', message: 'something happened', service: 'operator' });
  });
});
