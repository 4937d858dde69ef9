import { describe, expect, it } from '@jest/globals';
import { readDocTags } from './doc-comments.js';
import type { DocStyle } from './doc-comments.js';

const typesOf = (comment: string, style: DocStyle): readonly string[] => readDocTags(comment, style).map(({ tag, type, rest }) => `${tag}: ${type} | ${rest}`);

describe('the statements of a comment', () => {
  it.each<[string, DocStyle, string, readonly string[]]>([
    ['a type and what follows it', 'phpdoc', '/** @param Shop $shop where it is sold */', ['param: Shop | $shop where it is sold']],
    ['lines with and without stars', 'phpdoc', '/**\n * Sells.\n *\n * @param Shop $shop\n   @return Order\n */', ['param: Shop | $shop', 'return: Order | ']],
    ['blanks inside of a type', 'phpdoc', '/** @var array<int, Shop|null> | false $shops */', ['var: array<int, Shop|null> | false | $shops']],
    ['a type over several lines', 'phpdoc', '/**\n * @return array{\n *   shop: Shop,\n * } all of it\n */', ['return: array{    shop: Shop,  } | all of it']],
    ['a function with its result', 'phpdoc', '/** @param callable(Shop $shop): void $use */', ['param: callable(Shop $shop): void | $use']],
    ['those of a checker first', 'phpdoc', '/**\n * @return object\n * @phpstan-return Shop\n */', ['return: Shop | ', 'return: object | ']],
    ['braces', 'jsdoc', '/** @param {{ open(): void }} shop all of it */', ['param: { open(): void } | shop all of it']],
    ['an arrow, which closes nothing', 'jsdoc', '/** @type {Array<(shop: Shop) => void>} */', ['type: Array<(shop: Shop) => void> | ']],
    ['a tag without braces', 'jsdoc', '/** @param shop which one */', ['param:  | shop which one']],
    ['a comment that is none', 'jsdoc', '/* @param {Shop} shop */', []],
    ['a type that never ends', 'jsdoc', '/** @param {Shop<A shop */', ['param:  | ']],
  ])('are read with %s', (_, style, comment, expected) => {
    expect(typesOf(comment, style)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['brackets', `/** @param ${'array<'.repeat(3_000)} */`],
    ['tags', `/**\n${' * @param Shop $shop\n'.repeat(800)} */`],
    ['blanks', `/** @param Shop${' '.repeat(16_000)}| */`],
    ['unions', `/** @var ${'A|'.repeat(8_000)} $a */`],
    ['lines', `/** @return array<\n${' * a\n'.repeat(3_000)} */`],
  ])('of hostile %s are read at once', (_, comment) => {
    const start = performance.now();
    for (const style of ['phpdoc', 'jsdoc'] as const) readDocTags(comment, style);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
