import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SubjectPattern, wordsOf } from './subjects.js';

const fits = (pattern: string, subject: string): boolean | undefined => SubjectPattern.of(pattern)?.fits(wordsOf(subject));

describe('a pattern of subjects', () => {
  it.each([
    ['orders.*', ['orders.created', 'orders.{}'], ['orders', 'orders.eu.created', 'invoices.created']],
    ['orders.*.created', ['orders.eu.created'], ['orders.created', 'orders.eu.paid']],
    ['orders.>', ['orders.created', 'orders.eu.created'], ['orders', 'order']],
    ['orders.#', ['orders', 'orders.created', 'orders.eu.created'], ['order']],
    ['#.created', ['created', 'orders.created', 'orders.eu.created'], ['orders.created.again']],
    ['orders.#.created.*', ['orders.created.now', 'orders.a.created.created.now'], ['orders.created']],
    ['orders.**', ['orders', 'orders.eu.created'], ['order']],
  ])('%s', (pattern, meant, others) => {
    expect(meant.filter((subject) => fits(pattern, subject) !== true)).toEqual([]);
    expect(others.filter((subject) => fits(pattern, subject) !== false)).toEqual([]);
  });

  it.each(['orders', 'orders.created', 'orders*', '*', '>', '#', '*.>', '**', 'a>.b', `${'a.'.repeat(40)}*`])('is not what %s is', (subject) => {
    expect(SubjectPattern.of(subject)).toBeUndefined();
  });

  it('fits what an expression of the same meaning matches', () => {
    const word = fc.constantFrom('a', 'b', '*', '#');
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 7 }), (pattern, subject) => {
        const expression = new RegExp(`^${pattern.map((one) => (one === '#' ? '(?:[^.]+\\.)*' : one === '*' ? '[^.]+\\.' : `${one}\\.`)).join('')}$`);
        const found = SubjectPattern.of(pattern.join('.'))?.fits(subject);
        expect(found ?? expression.test(`${subject.join('.')}.`)).toBe(expression.test(`${subject.join('.')}.`));
      }),
      { numRuns: 2_000 },
    );
  });
});
