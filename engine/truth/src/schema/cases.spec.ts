import { describe, expect, it } from '@jest/globals';
import { caseNames, isPlainCase, runCase } from './cases.js';
import { f1Of } from './compare-schema.js';

// Only what needs nothing but this process: the others install their tools, and run in the nightly.
describe.each(caseNames().filter(isPlainCase))('%s', (name) => {
  it('declares what the database has', async () => {
    const { tables, columns, primaryKeys, foreignKeys, disagreements } = await runCase(name);
    expect(disagreements).toEqual([]);
    for (const score of [tables, columns, primaryKeys, foreignKeys]) expect(f1Of(score)).toEqual({ precision: 1, recall: 1, f1: 1 });
    expect(tables.theirs).toBeGreaterThan(7);
  }, 60_000);
});
