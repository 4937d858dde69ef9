import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeFacts } from '../facts/encode.js';
import { REFERENCE, SYMBOL } from '../facts/schema.js';
import { grammarsByExtension } from '../languages/registry.js';
import { compile } from './parse-phase.js';
import { Extractor } from './extractor.js';

const RUNS = process.env.PINATA_NIGHTLY === '1' ? 5_000 : 60;
const languages = path.join(path.dirname(fileURLToPath(import.meta.url)), '../languages');

/** Sources of the fixtures, by the grammar that reads them. */
function seeds(): { readonly grammar: string; readonly source: string }[] {
  const grammars = grammarsByExtension();
  return readdirSync(languages, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.includes('fixtures'))
    .flatMap((name) => {
      const grammar = grammars.get(path.extname(name));
      return grammar === undefined ? [] : [{ grammar: grammar.id, source: readFileSync(path.join(languages, name), 'utf8') }];
    });
}

describe('a file that was cut and glued', () => {
  let extractor: Extractor;

  beforeAll(async () => {
    const grammars = [...new Set(grammarsByExtension().values())].map(compile);
    extractor = await Extractor.create(2_000);
    await extractor.use(grammars);
  });

  it('gives facts whose rows point at rows that exist, twice the same', () => {
    const all = seeds();
    const cut = fc.record({ seed: fc.nat(all.length - 1), other: fc.nat(all.length - 1), from: fc.double({ min: 0, max: 1, noNaN: true }), to: fc.double({ min: 0, max: 1, noNaN: true }), noise: fc.string({ unit: 'binary', maxLength: 12 }) });
    fc.assert(
      fc.property(cut, ({ seed, other, from, to, noise }) => {
        const { grammar, source } = all[seed] ?? { grammar: 'typescript', source: '' };
        const tail = all[other]?.source ?? '';
        const text = `${source.slice(0, Math.floor(from * source.length))}${noise}${tail.slice(Math.floor(to * tail.length))}`;
        const { facts: bytes } = extractor.extract(grammar, text);
        expect(Buffer.compare(Buffer.from(bytes), Buffer.from(extractor.extract(grammar, text).facts))).toBe(0);
        const facts = decodeFacts(bytes);
        for (let row = 0; row < facts.symbols.rows; row++) {
          expect(facts.symbols.get(row, SYMBOL.parent)).toBeLessThan(row);
          expect(facts.symbols.get(row, SYMBOL.ownScope)).toBeLessThan(facts.scopes.rows);
          expect(facts.text(facts.symbols.get(row, SYMBOL.descriptor))).not.toBe('');
        }
        for (let row = 0; row < facts.references.rows; row++) expect(facts.references.get(row, REFERENCE.symbol)).toBeLessThan(facts.symbols.rows);
      }),
      { numRuns: RUNS },
    );
  }, 1_200_000);
});
