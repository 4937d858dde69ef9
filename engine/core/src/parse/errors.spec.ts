import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeFacts } from '../facts/encode.js';
import { errorFacts } from '../facts/error-facts.js';
import { allLanguages } from '../languages/registry.js';
import { Extractor } from './extractor.js';
import { compile } from './parse-phase.js';

const grammars = allLanguages().flatMap((language) => language.grammars).filter(({ wasmFile, reader }) => wasmFile !== undefined && (reader === undefined || reader === 'more'));

describe('what a grammar cannot read', () => {
  let extractor: Extractor;
  const errorsOf = (grammar: string, text: string): ReturnType<typeof errorFacts> => errorFacts(extractor.extract(grammar, text).facts);

  beforeAll(async () => {
    extractor = await Extractor.create(1_500);
    await extractor.use(grammars.map(compile));
  });

  it.each(grammars.map(({ id }) => id))('is an error with its place in %s, whatever its query says', (id) => {
    // Before its mark a text of PHP is no code.
    expect(errorsOf(id, `${id === 'php' ? '<?php' : ''}\n  ) ) )\n`)).toContainEqual(expect.objectContaining({ kind: 'syntax', row: 1, column: 2 }));
    expect(errorsOf(id, '')).toEqual([]);
  });

  it.each([
    ['typescript', 'class A {\n  save() {}\n'],
    ['java', 'class A {\n  int size = 1\n}\n'],
    ['csharp', 'class A {\n  int size = 1\n}\n'],
  ])('is an error where something is missing, in %s', (id, text) => {
    expect(errorsOf(id, text).map(({ kind }) => kind)).toEqual(['missing']);
  });

  it('leaves the facts around it', () => {
    const { facts } = extractor.extract('typescript', 'save();\nconst a = ) ;\nload();\n');
    const read = decodeFacts(facts);
    expect(errorFacts(facts)).toHaveLength(1);
    expect(read.references.rows).toBe(2);
  });
});
