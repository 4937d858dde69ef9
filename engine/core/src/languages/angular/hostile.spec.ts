import { describe, expect, it } from '@jest/globals';
import { FactsBuilder } from '../../facts/file-facts.js';
import { reader } from './reader.js';
import { readInlineTemplates } from './inline-templates.js';

const LENGTH = 250_000;
const MOST_SECONDS = 4;

/** Text that makes a careless reader look again and again for what never comes, or fill the stack. */
const HOSTILE = [
  '<', '<a', '<a ', '<a *b="let c">', '<a></b>', '<a><b></a>', '</a>', '<a b="', '<a b="{{">', '<a #b>', '<a (b)="(">', '<a *b="let c; let d">', '<ng-template let-a>', '<!--',
  '{{', '{{(', '{{a', '{{a}}', '{{a.', '{{a|b:', '{{[', "{{'", '{{`${', '{{a?b:', '{{!', '{{a=', '{{a=>', '{{(a)=>', '{{a(', '{{a[', '{{{a:', '{{ // ', ' ', '{{ \n',
  '@', '@if', '@if (', '@if (a) {', '@if (a; as b) {', '@for (a of b; track a) {', '@let a = ', '@let a = b;', '@switch (a) { @case (', '} @else if (a) {', '}', '{', '{a, plural, ', '{a, plural, =0 {', "@if ('", '@defer (when a; ', '@a(', 'a@b.c ',
];

function secondsOf(read: () => void): number {
  const start = performance.now();
  read();
  return (performance.now() - start) / 1_000;
}

describe('hostile templates', () => {
  it.each(HOSTILE)('are read in linear time: %j', (piece) => {
    for (const [head, tail] of [['', ''], ['<p>{{', '}}</p>'], ['@if (a) {', '}'], ['<p (b)="', '">'], ['<p *c="', '">']] as const) {
      const source = `${head}${piece.repeat(Math.ceil(LENGTH / piece.length))}${tail}`;
      expect(secondsOf(() => reader.facts?.(source, new FactsBuilder()))).toBeLessThan(MOST_SECONDS);
    }
  });

  it('are no component\'s where no decorator states them', () => {
    const facts = new FactsBuilder();
    expect(secondsOf(() => readInlineTemplates(`import '@angular/core';\n${"@Component({ template: `{{".repeat(40_000)}`, facts))).toBeLessThan(MOST_SECONDS);
    expect(facts.tables.references.rows).toBe(0);
  });
});
