import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { printSites } from '../../test/print-sites.js';
import { FolderScanner } from '../../test/scan-folder.js';

const here = path.join(path.dirname(fileURLToPath(import.meta.url)), 'families');

let scanner: FolderScanner;
beforeAll(() => {
  scanner = new FolderScanner();
});
afterAll(() => scanner.close());

describe.each(readdirSync(here).sort())('%s', (family) => {
  const fixtures = path.join(here, family, 'fixtures');
  const cases = readdirSync(fixtures).sort();

  it('has fixtures', () => expect(cases.length).toBeGreaterThan(0));

  it.each(cases)('reads %s as expected', async (name) => {
    const folder = path.join(fixtures, name);
    const { graph, summary } = await scanner.scan(folder);
    const drifts = summary.drifts.map((drift) => `drift ${drift.kind} ${drift.table}${drift.column === undefined ? '' : `.${drift.column}`}${drift.detail === undefined ? '' : `  ${drift.detail}`}`);
    const printed = `${printSites(graph)}${drifts.length === 0 ? '' : `\n${drifts.join('\n')}\n`}`;
    const file = path.join(folder, 'expected.txt');
    if (process.env.UPDATE_EXPECTED === '1') writeFileSync(file, printed);
    expect(printed).toBe(readFileSync(file, 'utf8'));
  });
});
