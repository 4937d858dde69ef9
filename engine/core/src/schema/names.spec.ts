import { describe, expect, it } from '@jest/globals';
import { plural, singular, snakeCase } from './names.js';

const PAIRS: readonly (readonly [string, string])[] = [
  ['user', 'users'],
  ['address', 'addresses'],
  ['box', 'boxes'],
  ['branch', 'branches'],
  ['category', 'categories'],
  ['status', 'statuses'],
  ['order_item', 'order_items'],
  ['person', 'people'],
  ['old_person', 'old_people'],
  ['child', 'children'],
  ['analysis', 'analyses'],
  ['news', 'news'],
  ['day', 'days'],
  ['house', 'houses'],
  ['size', 'sizes'],
];

describe('names', () => {
  it.each(PAIRS)('one %s, several %s', (one, several) => {
    expect(plural(one)).toBe(several);
    expect(singular(several)).toBe(one);
  });

  it('leave a singular as it is', () => expect(['status', 'address', 'analysis', 'bus'].map(singular)).toEqual(['status', 'address', 'analysis', 'bus']));

  it('keep the case of what is around', () => expect([singular('OrderItems'), singular('People'), snakeCase('HTTPServerID')]).toEqual(['OrderItem', 'Person', 'http_server_id']));
});
