import { describe, expect, it } from '@jest/globals';
import { beginsAsDocument, parseDefinitions, readDocument } from './document.js';

const fields = (text: string): readonly string[] => readDocument(text).flatMap((one) => [...one.fields, ...one.spreads.map((name) => `...${name}`)]);

describe('a document of GraphQL', () => {
  it('is read with its aliases, fragments and operations', () => {
    expect(readDocument('query A { first: users { id } ... on Query { orders } ...Rest __typename } fragment Rest on Query { version } subscription { placed } { short }')).toEqual([
      { root: 'Query', name: 'A', fields: ['users', 'orders'], spreads: ['Rest'], inner: ['users/id'] },
      { root: undefined, name: 'Rest', fields: ['version'], spreads: [], on: 'Query' },
      { root: 'Subscription', name: '', fields: ['placed'], spreads: [] },
      { root: 'Query', name: '', fields: ['short'], spreads: [] },
    ]);
  });

  it('is read below its fields', () => {
    expect(readDocument('{ users { orders { total } ...Parts ... on Guest { visits { at } } __typename } } fragment Parts on User { best: friend { name } }').map(({ inner, on }) => ({ inner, on }))).toEqual([
      { inner: ['users/orders', 'users/orders/total', 'users/...Parts', 'users/:Guest/visits', 'users/:Guest/visits/at'], on: undefined },
      { inner: ['friend/name'], on: 'User' },
    ]);
  });

  it.each([
    ['{ users { id } } {}', ['users']],
    ['query { users(where: {}) { ...{} id } }', ['users']],
    ['query ({}: ID = 1, $where: Filter = {}) { user(id: {}) { id } {} }', ['user']],
    ['query { user(id: "{}") { id } }', ['user']],
  ])('is read around gaps: %s', (text, found) => {
    expect(fields(text)).toEqual(found);
  });

  it.each(['', '{', 'query { users { }', 'type Query { users: [User] }', 'select * from users', '{ a: 1 }', '"open', 'query { users } %s'])('is not %j', (text) => {
    expect(readDocument(text)).toEqual([]);
  });

  it.each(['query { a }', ' \n# of all\n mutation M { a }', 'fragment F on T { a }'])('begins with a word that says so: %j', (text) => {
    expect(beginsAsDocument(text)).toBe(true);
    expect(beginsAsDocument(`the ${text}`)).toBe(false);
  });

  it.each([
    ['selections', '{a'.repeat(100_000)],
    ['lists', `query { a(b: ${'['.repeat(100_000)}`],
    ['objects', `query { a(b: ${'{c:'.repeat(100_000)}`],
    ['types', `query ($a: ${'['.repeat(100_000)}`],
    ['comments', '#\n'.repeat(200_000)],
    ['strings', '"""'.repeat(100_001)],
    ['gaps', '{}'.repeat(200_000)],
    ['names', 'query { '.concat('a '.repeat(400_000), '}')],
  ])('of many %s is given up or read in bounded time', (_, text) => {
    const started = performance.now();
    parseDefinitions(text);
    beginsAsDocument(text);
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  it('keeps names that objects inherit apart from others', () => {
    expect(fields('{ constructor __proto__ toString }')).toEqual(['constructor', 'toString']);
  });
});
