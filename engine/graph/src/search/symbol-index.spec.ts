import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SMALL_GRAPH, builderOf } from '../fixtures/sample-graph.js';
import { humpsOf } from './humps.js';
import { isOneTypoApart } from './one-typo.js';
import { SymbolIndex } from './symbol-index.js';

const NAMES = ['getUserByIdentifier', 'getUser', 'GetUser', 'getUserById', 'forgetUser', 'userGetter', 'gteUser', 'snake_user_by', 'IUser', 'user', 'User', 'getUser', ''];
const index = new SymbolIndex(NAMES);
const found = (query: string, limit?: number): string[] => index.search(query, limit).map(({ entry, match }) => `${NAMES[entry]} ${match}`);

describe('SymbolIndex', () => {
  it('ranks exact, prefix, camel hump, part and typo in that order', () => {
    expect(found('getUser')).toEqual([
      'getUser exact', 'getUser exact', 'GetUser exact', 'getUserById prefix', 'getUserByIdentifier prefix', 'forgetUser substring', 'gteUser typo',
    ]);
  });

  it('finds by camel humps', () => {
    expect(found('gUBI')).toEqual(['getUserById camelHump', 'getUserByIdentifier camelHump']);
    expect(found('gubi')).toEqual(['getUserById camelHump', 'getUserByIdentifier camelHump']);
    expect(found('getUsBId')).toEqual(['getUserById camelHump', 'getUserByIdentifier camelHump']);
    expect(found('UBId')).toEqual(['getUserById camelHump', 'getUserByIdentifier camelHump']);
    expect(found('sub')).toEqual(['snake_user_by camelHump']);
  });

  it('finds names with one typo', () => {
    expect(found('getUsr')).toContain('getUser typo');
    expect(found('gerUserById')).toEqual(['getUserById typo']);
    expect(found('usr')).toEqual([]);
  });

  it('gives back as many as are wanted, and only what is accepted', () => {
    expect(found('user', 3)).toEqual(['user exact', 'User exact', 'userGetter prefix']);
    expect(index.search('user', 20, (entry) => entry === 8).map(({ entry }) => entry)).toEqual([8]);
  });

  it('finds nothing where nothing is', () => {
    expect([...found(''), ...found('   '), ...found('\n'), ...found('zzzz')]).toEqual([]);
    expect(new SymbolIndex([]).search('user')).toEqual([]);
  });

  it('knows the symbols of a graph', () => {
    const graph = builderOf(SMALL_GRAPH).finish();
    const hits = SymbolIndex.ofGraph(graph).search('sav');
    expect(hits.map(({ entry }) => graph.key(entry))).toEqual(['Store#save().']);
    expect(SymbolIndex.ofGraph(graph).search('a.ts')).toEqual([]);
  });

  it('finds every name by itself, by its beginning and by any part', () => {
    const names = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(names, fc.nat(), fc.nat(), fc.nat(), (list, pick, from, length) => {
        const name = list[pick % list.length] ?? '';
        const start = from % name.length;
        const part = name.slice(start, start + 1 + (length % name.length)).trim();
        fc.pre(part !== '' && name.trim() === name && part.toLowerCase().length === part.length && name.toLowerCase().length === name.length);
        const built = new SymbolIndex(list);
        const hits = new Map(built.search(part, 1000).map(({ entry, match }) => [entry, match]));
        for (const [entry, one] of list.entries()) {
          if (one === part) expect(hits.get(entry)).toBe('exact');
          else if (one.toLowerCase().includes(part.toLowerCase())) expect(hits.has(entry)).toBe(true);
        }
      }),
    );
  });
});

describe('isOneTypoApart', () => {
  it.each(['abxcd', 'acd', 'axcd', 'bacd', 'abdc', 'abcde', 'bcd', 'abc'])('takes %s for abcd', (typo) => {
    expect([isOneTypoApart(typo, 'abcd'), isOneTypoApart('abcd', typo)]).toEqual([true, true]);
  });

  it.each(['abcd', 'abxxcd', 'ad', 'dcba', 'cbad'])('does not take %s for abcd', (other) => {
    expect(isOneTypoApart(other, 'abcd')).toBe(false);
  });
});

describe('humpsOf', () => {
  it.each([
    ['getUserByID2', ['get', 'User', 'By', 'I', 'D', '2']],
    ['snake_case', ['snake', 'case']],
    ['überGröße', ['über', 'Größe']],
    ['$', []],
  ])('cuts %s', (name, humps) => {
    expect(humpsOf(name)).toEqual(humps);
  });
});
