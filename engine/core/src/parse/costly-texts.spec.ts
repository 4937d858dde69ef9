import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeFacts } from '../facts/encode.js';
import { errorFacts } from '../facts/error-facts.js';
import { grammarFinder } from '../languages/registry.js';
import { compile } from './parse-phase.js';
import { Extractor } from './extractor.js';

const grammarOf = grammarFinder();

describe('a text that would take minutes', () => {
  let extractor: Extractor;

  beforeAll(async () => {
    extractor = await Extractor.create(1_500);
    await extractor.use(['a.ts', 'a.py', 'a.rb'].flatMap((name) => grammarOf(name) ?? []).map(compile));
  });

  // Each took from half a minute to more than four before its limit.
  it.each<[string, string, string]>([
    ['statements that are never closed', 'a.ts', 'do\n'.repeat(100_000)],
    ['a sum of many parts', 'a.py', `a = ${'"a" + '.repeat(40_000)}"a"\n`],
    ['tags that are comparisons', 'a.rb', `a = ${'<b>'.repeat(1_400)}a${'</b>'.repeat(1_400)}\n`],
    ['brackets', 'a.ts', '['.repeat(100_000)],
  ])('%s ends early and says so once', (_what, file, text) => {
    const started = performance.now();
    const { facts } = extractor.extract(grammarOf(file)?.id ?? '', text);
    const whole = errorFacts(facts).filter(({ isWholeFile }) => isWholeFile);
    expect(whole.map(({ kind }) => kind)).toEqual([file === 'a.ts' && text.startsWith('[') ? 'nesting' : 'matchLimit']);
    expect(decodeFacts(facts).lines).toBeGreaterThan(0);
    expect(performance.now() - started).toBeLessThan(30_000);
  }, 120_000);
});
