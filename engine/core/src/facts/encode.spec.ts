import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FactsFormatError, decodeFacts, encodeFacts, factStrings, headBytes } from './encode.js';
import { FactsBuilder, TABLE_NAMES, TABLE_WIDTHS } from './file-facts.js';

describe('facts as bytes', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(TABLE_NAMES.length - 1), fc.array(fc.integer({ min: -1, max: 1 << 30 }), { minLength: 20, maxLength: 20 })), { maxLength: 60 }), fc.array(fc.string({ unit: 'grapheme' })), fc.nat(1_000_000), (rows, strings, lines) => {
        const builder = new FactsBuilder();
        const indexes = strings.map((text) => builder.intern(text));
        builder.lines = lines;
        for (const [table, cells] of rows) builder.tables[TABLE_NAMES[table] ?? 'symbols'].add(...cells);
        const facts = decodeFacts(encodeFacts(builder));
        expect(facts.lines).toBe(lines);
        expect(indexes.map((index) => facts.text(index))).toEqual(strings);
        expect(strings.map((text) => facts.indexOf(text))).toEqual(indexes);
        for (const name of TABLE_NAMES) {
          expect(facts[name].rows).toBe(builder.tables[name].rows);
          for (let row = 0; row < facts[name].rows; row++) for (let column = 0; column < TABLE_WIDTHS[name]; column++) expect(facts[name].get(row, column)).toBe(builder.tables[name].get(row, column));
        }
      }),
      { numRuns: 50 },
    );
  });

  it('are read by their head alone until somebody asks for what is inside of bodies', () => {
    const builder = new FactsBuilder();
    builder.intern('naïve');
    builder.tables.symbols.add(1, 0);
    builder.tables.regions.add(7);
    const bytes = encodeFacts(builder);
    const [head, inner] = [bytes.subarray(0, headBytes(bytes)), bytes.subarray(headBytes(bytes))];
    let reads = 0;
    const facts = decodeFacts(head, () => (reads++, inner));
    expect([facts.text(0), facts.symbols.get(0, 0), facts.symbols.get(1, 0), factStrings(head), reads]).toEqual(['naïve', 1, -1, ['naïve'], 0]);
    expect([facts.regions.get(0, 0), facts.types.rows, facts.regions.rows, reads]).toEqual([7, 0, 1, 1]);
    expect(() => decodeFacts(head)).toThrow(FactsFormatError);
    expect(() => decodeFacts(head, () => inner.subarray(4)).regions).toThrow(FactsFormatError);
  });

  it('are refused when they are cut, changed in length or of another version', () => {
    const builder = new FactsBuilder();
    builder.intern('name');
    builder.tables.symbols.add(1, 0);
    const bytes = encodeFacts(builder);
    for (let length = 0; length < bytes.length; length += 3) expect(() => decodeFacts(bytes.slice(0, length))).toThrow(FactsFormatError);
    for (const word of [0, 1, 3, 5, 6, 7]) {
      const changed = bytes.slice();
      new Int32Array(changed.buffer)[word] = -5;
      expect(() => decodeFacts(changed)).toThrow(FactsFormatError);
    }
  });

  it.each([
    ['array of bytes', (length: number) => new Uint8Array(length)],
    ['Buffer', (length: number) => Buffer.alloc(length)],
  ])('are read from any offset of an %s, and drop rows that are not kept', (_, allocate) => {
    const builder = new FactsBuilder();
    for (let row = 0; row < 100; row++) builder.tables.typeArguments.add(row);
    builder.tables.typeArguments.keep((row) => row % 3 === 0);
    const bytes = encodeFacts(builder);
    const shifted = allocate(bytes.length + 1);
    shifted.set(bytes, 1);
    const facts = decodeFacts(shifted.subarray(1));
    expect(Array.from({ length: facts.typeArguments.rows }, (_, row) => facts.typeArguments.get(row, 0))).toEqual(Array.from({ length: 34 }, (_, row) => row * 3));
  });
});
