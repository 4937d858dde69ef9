import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { packStrings } from '../graph/packed-strings.js';
import { encodeJson } from './json-columns.js';

const integer = fc.oneof(fc.integer(), fc.constantFrom(0, -1, 9, 10, 2 ** 31 - 1, -(2 ** 31)));
const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('', 'a"b', 'c\\d', 'e\nf', '\u0000', '\u2028', 'naïve 日本 🎉'));

describe('encodeJson', () => {
  it('writes what JSON.stringify writes of the same lists', () => {
    const lists = fc.record({ integers: fc.array(integer), small: fc.array(fc.integer({ min: -128, max: 127 })), texts: fc.array(text), pairs: fc.array(fc.array(integer)) });
    fc.assert(
      fc.property(lists, fc.string(), fc.integer(), ({ integers, small, texts, pairs }, name, number) => {
        const offsets = [0];
        for (const list of pairs) offsets.push((offsets.at(-1) ?? 0) + list.length);
        const columns = {
          name,
          number,
          absent: undefined,
          none: {},
          integers: Int32Array.from(integers),
          inner: { small: Int8Array.from(small), texts: { strings: packStrings(['before', ...texts]), rows: Int32Array.from(texts, (_, i) => i + 1) } },
          pairs: { values: Int32Array.from(pairs.flat()), offsets: Int32Array.from(offsets) },
        };
        const plain = { name, number, none: {}, integers, inner: { small, texts }, pairs };
        expect(Buffer.from(encodeJson(columns)).toString()).toBe(JSON.stringify(plain));
      }),
      { numRuns: 300 },
    );
  });
});
