import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeFacts } from '../facts/encode.js';
import { REFERENCE, Reference } from '../facts/schema.js';
import { grammarFinder } from '../languages/registry.js';
import { Extractor } from './extractor.js';
import { compile } from './parse-phase.js';

const grammarOf = grammarFinder();
const SAMPLES: readonly (readonly [string, string, readonly string[]])[] = [
  ['a.ts', 'a.set = 1; a.plus += 1; a.or ??= 1; a.shift >>>= 1; a.up++; ++a.before; --a.b.down;', ['set', 'plus', 'or', 'shift', 'up', 'before', 'down']],
  ['a.ts', 'use(a.read, a.same == 1, a.equal === 1, a.less <= 1, a.not != 1, a.more >= 1, () => a.given, [a.first], a.sum + +b.plus, a.minus - -b.minus);', []],
  ['a.ts', 'const { taken = 1, other: name } = a.held;\na.left\n++b.right;', ['right']],
  ['a.ts', `${'a.'.repeat(2_000)}end = 1;`, ['end']],
  ['a.py', 'a.set = 1\na.raised **= 2\na.divided //= 2\nprint(f"{a.shown=}", a.same == 1, key=a.read)\n', ['set', 'raised', 'divided', 'key']],
  ['a.php', '<?php $this->set = 1; $this->joined .= "x"; $this->or ??= 1; $x = ["k" => $this->read]; f($this->same === 1);', ['set', 'joined', 'or']],
  ['a.cs', 'class A { void M() { var x = new B { Filled = Read }; this.Set = x; x.Count++; --x.Down; x.Changed += M; if (x.Same == 1) { } } }', ['Filled', 'Set', 'Count', 'Down', 'Changed']],
  ['a.go', 'package p\nfunc f() { x := B{Filled: a.read}; x.set = 1; x.count++; if x.same == 1 { use(x.given) } }\n', ['Filled', 'set', 'count']],
  ['a.rs', 'fn f() { let x = B { filled: a.read }; x.set = 1; x.count += 1; match x.same { _ => x.given } }', ['filled', 'set', 'count']],
];

describe('values that a site sets', () => {
  let extractor: Extractor;

  beforeAll(async () => {
    extractor = await Extractor.create(5_000);
    await extractor.use([...new Set(SAMPLES.map(([name]) => name))].flatMap((name) => grammarOf(name) ?? []).map(compile));
  });

  it.each(SAMPLES)('of %s: %s', (name, text, expected) => {
    const { references } = decodeFacts(extractor.extract(grammarOf(name)?.id ?? '', text).facts);
    const lines = text.split('\n');
    const written = Array.from({ length: references.rows }, (_, row) => row).filter((row) => references.get(row, REFERENCE.kind) === Reference.value && references.get(row, REFERENCE.isWritten) === 1);
    expect(written.map((row) => lines[references.get(row, REFERENCE.startRow)]?.slice(references.get(row, REFERENCE.startColumn), references.get(row, REFERENCE.endColumn))).toSorted()).toEqual(expected.toSorted());
  });
});
