import { describe, expect, it } from '@jest/globals';
import { documentsOf } from './entries.js';

const entries = (source: string): readonly (readonly [string, string])[][] => documentsOf(source).map((document) => document.map(({ key, value }) => [key, value] as const));

describe('documentsOf', () => {
  it.each<[string, string, readonly (readonly [string, string])[][]]>([
    ['separators of every kind', 'a=1\nb : 2\nc 3\nd\n', [[['a', '1'], ['b', '2'], ['c', '3'], ['d', '']]]],
    ['lines that go on', 'a=1\\\n   2\nb=x\\\\\nc=3\r\n', [[['a', '12'], ['b', 'x\\'], ['c', '3']]]],
    ['comments, which never go on', '# a=1\\\nb=2\n  ! c=3\n', [[['b', '2']]]],
    ['escapes', 'a\\=b=\\u0041\\tx\n', [[['a=b', 'A\tx']]]],
    ['documents', 'a=1\n#---\nb=2\n!---\nc=3\n', [[['a', '1']], [['b', '2']], [['c', '3']]]],
  ])('%s', (_, source, expected) => expect(entries(source)).toEqual(expected));

  it('is quick with hostile text', () => {
    const started = performance.now();
    for (const source of ['\\'.repeat(400_000) + 'x', '\n'.repeat(400_000), ' '.repeat(400_000), 'a\\\n'.repeat(100_000)]) documentsOf(source);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
