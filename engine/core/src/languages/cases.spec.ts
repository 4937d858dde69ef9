import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CaseScanner } from '../../test/cases/case-scanner.js';
import { printEdges } from '../../test/cases/print-edges.js';
import { readCases, rewriteCase } from '../../test/cases/read-cases.js';

const here = path.dirname(fileURLToPath(import.meta.url));
const FIRST_CLASS = ['csharp', 'go', 'java', 'javascript', 'kotlin', 'php', 'python', 'ruby', 'typescript'];
const LEAST_CASES = 40;

/** The files of cases, by the language that they are about: `typescript/cases/javascript-modules.txt`. */
const caseFiles = readdirSync(here)
  .map((folder) => path.join(here, folder, 'cases'))
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder).map((name) => path.join(folder, name)));

function casesOf(language: string): readonly string[] {
  return caseFiles.filter((file) => path.basename(file).startsWith(`${language}-`)).flatMap((file) => readCases(file).map(({ name }) => name));
}

it.each(FIRST_CLASS)('%s has a case for each of its features', (language) => {
  const names = casesOf(language);
  expect(names.length).toBeGreaterThanOrEqual(LEAST_CASES);
  expect(new Set(names).size).toBe(names.length);
});

describe('the edges of', () => {
  let scanner: CaseScanner;

  beforeAll(() => {
    scanner = new CaseScanner();
  });

  afterAll(() => scanner.close());

  describe.each(caseFiles)('%s', (file) => {
    it.each(readCases(file).map((one) => [one.name, one] as const))('%s', async (name, { files, mainFile, expected }) => {
      const edges = printEdges(await scanner.scan(files), mainFile);
      if (process.env.UPDATE_EXPECTED === '1') rewriteCase(file, name, edges);
      expect(edges).toEqual([...expected.found, ...expected.wrong].sort());
      // What is found now is missing no longer: its mark goes.
      expect(expected.missing.filter((edge) => edges.includes(edge) || edges.includes(`${edge} ?`))).toEqual([]);
    });
  });
});
