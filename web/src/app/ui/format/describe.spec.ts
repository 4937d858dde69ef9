import { describe, expect, it } from '@jest/globals';
import { describeAge, describeBytes, describeDuration } from './describe.js';

const SECOND = 1000;
const DAY = 86_400 * SECOND;

describe('describeAge', () => {
  it.each([
    [10 * SECOND, 'just now'],
    [60 * SECOND, '1 min ago'],
    [59 * 60 * SECOND, '59 min ago'],
    [3 * 3600 * SECOND, '3 h ago'],
    [DAY, 'yesterday'],
    [12 * DAY, '12 days ago'],
    [90 * DAY, '3 months ago'],
    [800 * DAY, '2 years ago'],
  ])('%d ms ago is “%s”', (age, text) => {
    expect(describeAge(0, age)).toBe(text);
  });

  it('takes a moment in the future, as clocks differ, as now', () => {
    expect(describeAge(5 * SECOND, 0)).toBe('just now');
  });
});

describe('describeDuration', () => {
  it.each([
    [820, '820 ms'],
    [4210, '4.2 s'],
    [59_400, '59 s'],
    [185_000, '3 min 05 s'],
    [4_800_000, '1 h 20 min'],
  ])('%d ms is “%s”', (milliseconds, text) => {
    expect(describeDuration(milliseconds)).toBe(text);
  });
});

describe('describeBytes', () => {
  it.each([
    [512, '512 B'],
    [3200, '3.2 kB'],
    [14_000, '14 kB'],
    [5_100_000_000, '5.1 GB'],
  ])('%d is “%s”', (bytes, text) => {
    expect(describeBytes(bytes)).toBe(text);
  });
});
