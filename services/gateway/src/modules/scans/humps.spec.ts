import { describe, expect, it } from '@jest/globals';
import { humpsOf } from './humps.js';

describe('humps', () => {
  it.each([
    ['getUserById', 'gubi'],
    ['HTTPServer', 'hs'],
    ['http_server', 'hs'],
    ['UserService', 'us'],
    ['user', ''],
    ['_', ''],
    ['größeÄndern', 'gä'],
    ['sha256Sum', 's2s'],
  ])('of %j are %j', (name, humps) => {
    expect(humpsOf(name)).toBe(humps);
  });
});
