import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { printGraph } from '../../test/print-graph.js';
import { FolderScanner } from '../../test/scan-folder.js';
import { compile } from '../parse/parse-phase.js';
import { Extractor } from '../parse/extractor.js';
import { decodeText } from '../parse/limits.js';
import { allLanguages, grammarFinder } from './registry.js';

const here = path.dirname(fileURLToPath(import.meta.url));

let scanner: FolderScanner;
beforeAll(() => {
  scanner = new FolderScanner();
});
afterAll(() => scanner.close());

describe.each(allLanguages().map(({ id }) => id))('%s', (language) => {
  const fixtures = path.join(here, language, 'fixtures');
  const cases = readdirSync(fixtures).sort();
  let extractor: Extractor;

  beforeAll(async () => {
    const grammars = allLanguages().flatMap((one) => one.grammars).map(compile);
    extractor = await Extractor.create(2_000);
    await extractor.use(grammars);
  });

  it('has fixtures', () => expect(cases.length).toBeGreaterThan(0));

  it.each(cases)('reads and links %s as expected', async (name) => {
    const folder = path.join(fixtures, name);
    const { graph, summary, results } = await scanner.scan(folder);
    // A thread's facts are the same bytes as this thread's: they depend on the text alone.
    for (const result of results) {
      const grammar = grammarFinder()(result.path);
      const facts = extractor.extract(grammar?.id ?? '', decodeText(readFileSync(path.join(folder, result.path)))).facts;
      expect(Buffer.compare(Buffer.from(facts), Buffer.from(result.facts))).toBe(0);
    }
    const printed = printGraph(graph, summary);
    const file = path.join(folder, 'expected.txt');
    if (process.env.UPDATE_EXPECTED === '1') writeFileSync(file, printed);
    expect(printed).toBe(readFileSync(file, 'utf8'));
  });
});
