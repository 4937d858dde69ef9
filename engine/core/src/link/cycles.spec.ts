import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { scanFolder } from '../../test/scan-folder.js';

describe('types that are their own bases, in several ways', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'pinata-cycles-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const parts = Array.from({ length: 6 }, (_, index) => index);
  const layers = Array.from({ length: 22 }, (_, index) => index);
  it.each<[string, string, string]>([
    ['partial classes', 'a.cs', parts.map(() => 'partial class Shop : Shop { void M() { this.gone(); new Shop().gone(); } }').join('\n')],
    ['layers of interfaces', 'b.cs', parts.concat(parts, parts).map((_, at) => `interface A${at} : A${at + 1}, B${at + 1} {} interface B${at} : A${at + 1}, B${at + 1} {}`).join('\n') + ' class Use { void M(A0 a) { a.gone(); } }'],
    ['merged interfaces', 'a.ts', parts.map(() => 'interface Shop extends Shop { run(): Shop }').join('\n') + '\ndeclare const shop: Shop; shop.gone();'],
    ['layers of interfaces', 'b.ts', parts.concat(parts, parts).map((_, at) => `interface A${at} extends A${at + 1}, B${at + 1} {} interface B${at} extends A${at + 1}, B${at + 1} {}`).join('\n') + '\ndeclare const a: A0; a.gone();'],
    ['unions that hold each other', 'c.ts', layers.map((at) => `type A${at} = A${(at + 1) % 22} | B${(at + 7) % 22} | A0;\ntype B${at} = B${(at + 1) % 22} | A${(at + 3) % 22} | { kind: ${at} };`).join('\n') + '\ndeclare const a: A0; a.gone();'],
    ['layers of interfaces', 'a.java', layers.map((at) => `interface A${at} extends A${at + 1}, B${at + 1} {} interface B${at} extends A${at + 1}, B${at + 1} {}`).join('\n') + ' class Use { void m(A0 a) { a.gone(); } }'],
    ['layers of classes', 'a.py', layers.map((at) => `class A${at}(A${at + 1}, B${at + 1}): pass\nclass B${at}(A${at + 1}, B${at + 1}): pass`).join('\n') + '\nA0().gone()\n'],
    ['layers of interfaces', 'a.php', `<?php ${layers.map((at) => `interface A${at} extends A${at + 1}, B${at + 1} {} interface B${at} extends A${at + 1}, B${at + 1} {}`).join('\n')} function m(A0 $a) { $a->gone(); }`],
    ['layers of modules', 'a.rb', layers.map((at) => `module A${at}\n  include A${at + 1}\n  include B${at + 1}\nend\nmodule B${at}\n  include A${at + 1}\n  include B${at + 1}\nend`).join('\n') + '\nclass Use\n  include A0\n  def m\n    gone\n    self.gone\n  end\nend\n'],
    ['circles of classes and modules', 'b.rb', 'class Shop < User\n  include User\n  def m\n    Shop.new.gone\n    gone\n  end\nend\nmodule User\n  extend Shop\n  include Shop\n  def n\n    gone\n    User.gone\n  end\nend\nmodule Shop\n  include User\nend\n'],
  ])('%s in %s are searched once', async (_, name, text) => {
    writeFileSync(path.join(folder, name), text);
    const { summary } = await scanFolder(folder, { workers: 1 });
    expect(summary.milliseconds.link).toBeLessThan(1_000);
    expect(summary.balance.captured).toBeGreaterThan(0);
  }, 60_000);
});

describe('variables that are set to each other again and again', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'pinata-again-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  // Asking for them in every order would take longer than the world is old.
  const lines = Array.from({ length: 200 }, (_, index) => index);
  it.each<[string, string]>([
    ['a.rb', `def convert(text)\n${lines.map((at) => `  text = text.gsub(/a${at}/, 'b')\n`).join('')}  text\nend\n`],
    ['a.py', `def turn(a, b, c):\n${lines.map((at) => `    if a.x${at}(): a = b.p${at}(c)\n    b = c.q${at}(a)\n    c = a.r${at}(b)\n`).join('')}`],
    ['a.php', `<?php function convert($text) { ${lines.map((at) => `$text = $text->gsub('a${at}');`).join('\n')} return $text; }`],
    ['a.kt', `fun convert(x: Any): Any {\n  var text = gone(x)\n${lines.map((at) => `  text = text.gsub(text.n${at}())\n`).join('')}  return text\n}\n`],
  ])('are linked in %s', async (name, text) => {
    writeFileSync(path.join(folder, name), text);
    const { summary } = await scanFolder(folder, { workers: 1 });
    expect(summary.balance.captured).toBeGreaterThanOrEqual(lines.length);
  }, 60_000);
});

describe('values and types that hold each other more often than there is text', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'pinata-doubled-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const steps = Array.from({ length: 40 }, (_, at) => at);
  it.each<[string, string, string]>([
    ['type arguments that follow from values', 'a.py', `from typing import Generic, TypeVar\nK = TypeVar('K')\nclass Pair(Generic[K]):\n    def __init__(self, one: K, two: K): pass\n    def get(self) -> K: pass\na0 = Pair(1, 2)\n${steps.map((at) => `a${at + 1} = Pair(a${at}, a${at})`).join('\n')}\nclass Use(Generic[K]):\n    whole = a40\n    def run(self, use: 'Use[int]'):\n        use.whole.get().get().gone()\n`],
    ['a class expression that is called', 'a.js', 'const A = class {};\nclass B extends A() {}\nconst c = A();\nc.gone();\n'],
    ['elements of array literals', 'b.js', `const a0 = [run];\nfunction run() {}\n${steps.map((at) => `const a${at + 1} = [${Array.from({ length: 8 }, () => `a${at}`).join(', ')}];`).join('\n')}\nfunction all() { return a40; }\nconst [[[[first]]]] = all();\nfirst();\n`],
    ['modules that are prepended to each other', 'c.rb', 'module A\n  prepend B\n  def run; end\nend\nmodule B\n  prepend A\n  def run; end\nend\nclass Use\n  prepend A\n  prepend B\n  def run\n    super\n    gone\n    run\n  end\nend\n'],
    ['names that traits give each other', 'd.php', '<?php trait A { use B { y as x; x as y; } } trait B { use A { x as y; y as x; } } class Use { use A, B { A::x insteadof B; B::y as x; } function __call($a, $b) { $this->x(); $this->y(); $this->z(); } }'],
    ['comments that state types by each other', 'e.php', `<?php\n${steps.map((at) => `/**\n * @template T\n * @extends A${at + 1}<A${at + 1}<T>>\n * @method A${at + 1}<T>|A${at + 1}<A${at}<T>> next()\n */\nclass A${at} extends A${at + 1} {}`).join('\n')}\n/** @param A0<A0<int>> $a */\nfunction use_it($a) { $a->next()->next()->next()->gone(); }\n`],
    ['texts that functions give back for texts', 'g.js', `${steps.slice(0, 8).map((at) => `function f${at}(a) {\n${steps.map((way) => `  if (a.is${way}) return f${at + 1}(f${at + 1}(a));\n`).join('')}}\n`).join('')}function f8(a) { return \`/\${a}\`; }\nconst get = (path) => fetch(f0(path));\nget('/orders');\n`],
    ['operators in a row', 'f.kt', `class Money {\n    operator fun plus(other: Money) = this\n}\nfun sum(a: Money) = ${Array.from({ length: 300 }, () => 'a').join(' + ')}\n`],
  ])('%s are followed so far and no further', async (_, name, text) => {
    writeFileSync(path.join(folder, name), text);
    const { summary } = await scanFolder(folder, { workers: 1 });
    expect(summary.milliseconds.link).toBeLessThan(1_000);
    expect(summary.balance.captured).toBeGreaterThan(0);
  }, 60_000);
});

describe('imports that lead to each other by one name', () => {
  it('are followed so far and no further', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'pinata-imports-'));
    try {
      writeFileSync(path.join(folder, 'a.rs'), `${Array.from({ length: 14 }, (_, index) => `use foo::{self as a${index}, foo, b${index}::foo};`).join('\n')}\nfn f() { foo::x(); }\n`);
      const { summary } = await scanFolder(folder, { workers: 1 });
      expect(summary.milliseconds.link).toBeLessThan(20_000);
      expect(summary.balance.captured).toBeGreaterThan(14);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);
});

describe('long chains of calls of what is not known', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'pinata-chains-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const chain = '.then(1)'.repeat(200);
  it.each<[string, string]>([
    ['a.ts', `export function f(a: unknown, b) { gone()${chain}; b${chain}; }`],
    ['a.cs', `class A { void M() { gone()${chain}; } }`],
    ['a.py', `def f(a):\n    gone()${chain}\n    a${chain}\n`],
    ['a.java', `class A { void m() { gone()${chain}; } }`],
    ['a.kt', `fun m() { gone()${chain} }`],
    ['a.go', `package a\nfunc M() { gone()${chain} }`],
    ['a.rb', `def m(a)\n  gone()${chain}\n  a${chain}\nend\n`],
    ['a.php', `<?php function m() { gone()${chain.replaceAll('.', '->')}; }`],
    ['a.rs', `fn m() { gone()${chain}; }`],
    ['a.scala', `object A { def m() = gone()${chain} }`],
  ])('in %s are followed once', async (name, text) => {
    writeFileSync(path.join(folder, name), text);
    const { summary } = await scanFolder(folder, { workers: 1 });
    expect(summary.milliseconds.link).toBeLessThan(1_000);
    expect(summary.balance.captured).toBeGreaterThan(100);
  }, 60_000);
});

describe('types within types, nearly as deep as brackets may be', () => {
  const deep = (name: string): string => `${`${name}<\n`.repeat(1_400)}${name}${'>'.repeat(1_400)}`;
  it.each<[string, string]>([
    ['a.ts', `class Box<T> { open(): void {} }\nfunction use(box: ${deep('Box')}): void { box.open(); }\n`],
    ['a.java', `class Box<T> { void open() {} void use(${deep('Box')} box) { box.open(); } }`],
    ['a.cs', `class Box<T> { void Open() {} void Use(${deep('Box')} box) { box.Open(); } }`],
    ['a.kt', `class Box<T> { fun open() {}\n fun use(box: ${deep('Box')}) { box.open() } }`],
    ['a.py', `class Box:\n  def open(self): pass\ndef use(box: ${deep('Box').replaceAll('<', '[').replaceAll('>', ']')}):\n  box.open()\n`],
  ])('end no scan in %s', async (name, text) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'pinata-deep-'));
    try {
      writeFileSync(path.join(folder, name), text);
      const { summary } = await scanFolder(folder, { workers: 1 });
      expect(summary.files).toBe(1);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);
});

describe('types of thousands of alternatives', () => {
  it.each<[string, string]>([
    ['a.ts', `class Shop { open(): void {} }\nclass Other {}\ntype Any = Shop${' |\nOther'.repeat(20_000)};\ntype All = Shop${' &\nShop'.repeat(20_000)};\nfunction use(any: Any, all: All): void { any.open(); all.open(); }\n`],
    ['a.php', `<?php class Shop { function open() {} }\nfunction used(Shop${'|\nShop'.repeat(20_000)} $any) { $any->open(); $any->open(); }`],
  ])('are linked in %s', async (name, text) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'pinata-alternatives-'));
    try {
      writeFileSync(path.join(folder, name), text);
      const { graph } = await scanFolder(folder, { workers: 1 });
      const opens = Array.from({ length: graph.nodeCount }, (_, node) => node).filter((node) => graph.name(node) === 'open');
      const calls = Array.from({ length: graph.edgeCount }, (_, row) => graph.edge(row)).filter(({ kind, target }) => kind === 'calls' && opens.includes(target));
      expect(calls).toHaveLength(2);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);
});

describe('methods of repositories whose names are queries without an end', () => {
  it.each<[string, string]>([
    ['of the same words', `findByA${'IsNotNull'.repeat(16)}x`],
    ['longer than anybody writes', `find${'A'.repeat(1_000)}`],
    ['of many beginnings', `find${'By'.repeat(500)}_`],
  ])('%s are read once', async (_, name) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'pinata-queries-'));
    try {
      writeFileSync(path.join(folder, 'a.java'), `interface As extends JpaRepository<A, Long> { A ${name}(); } class A {}`);
      const { summary } = await scanFolder(folder, { workers: 1 });
      expect(summary.milliseconds.link).toBeLessThan(1_000);
      expect(summary.balance.captured).toBeGreaterThan(0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);
});
