import { describe, expect, it } from '@jest/globals';
import { isOutage } from './is-outage.js';

const withCode = (code: string): Error => Object.assign(new Error('no'), { code });

describe('an outage of the database', () => {
  it.each(['53100', '53300', '57P01', '08006', '40001', '58030'])('is %s, also as a cause', (code) => {
    expect(isOutage(withCode(code))).toBe(true);
    expect(isOutage(new Error('flush', { cause: withCode(code) }))).toBe(true);
  });

  it.each([withCode('23505'), withCode('42703'), withCode('EPIPE'), new Error('no'), undefined, null, '53100'])('is not %s', (error) => {
    expect(isOutage(error)).toBe(false);
  });
});
