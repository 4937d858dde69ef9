import type { Random } from './random.js';

/** What a mutation is given beside the file: another one to take parts of. */
export interface MutationInput {
  readonly text: string;
  readonly other: string;
  readonly random: Random;
}

/** Makes hostile text, or bytes that are no text. */
export type Mutation = (input: MutationInput) => string | Buffer;

const BOTTOMLESS = ['(', '[', '{', '<', '({', '[[', 'a(', 'a<', 'f(a[', '"${', '`${', '#{', '/*', '<div>', '<a b={', '((a)=>', '()=>{', 'if (a) {', 'begin\n', 'do\n', 'class A {', 'fun a() {', 'def a\n', 'module A\n', 'function(){', '- a:\n', '${'] as const;
/** What nests or grows without a bracket. */
const LONG = ['!', '-', '- - ', 'not ', 'await ', 'a.', 'a?.', 'a::', 'a->', '.a()', ' + "a"', ' && a', '|> a', 'a ? b : ', 'a = ', 'else if (a) ', 'elif a:\n pass\n', 'lambda: ', 'a => ', '*', '&', '@', '#', ',', ';', ':', 'a, ', "'a' . ", 'return ', 'new ', 'case a: ', '\\', '%', '$', '"', "'", '`', '<!--', '//', '--', '__', 'x: y: ', '\ta\n', 'unsafe ', 'static ', '0', 'E'] as const;
const COUNTS = [50, 400, 1_990, 20_000, 100_000] as const;
const OPENERS = ['"', "'", '`', '"""', "'''", '/*', '/**', '<<<EOT\n', "<<<'EOT'\n", '<<~EOS\n', '<<-EOS\n', '%q(', '%w[', '$"{', '@"', '$$"""', 'R"x(', 'r#"', '{-', '<!--', '{{', '{%', '=begin\n', '#if A\n', '#region\n', '(*', '/', '#{', '${', '<?php ', '?>', '<![CDATA[', '|\n', '>-\n', '---\n', 'E\'', '$$'] as const;
const DIRECTIONS = ['\u202e', '\u202d', '\u2066', '\u2067', '\u2069', '\u200f', '\u200b', '\u2060', '\ufeff', '\u00ad'] as const;
const INHERITED = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'valueOf', '__defineGetter__', 'isPrototypeOf'] as const;
const NUMBERS = ['99999999999999999999999999', '-1', '1e999', '0x', '0', '1_000_000', '-0', '.', '4294967296', 'NaN'] as const;
const ENDS = ['\r\n', '\r', '\n', '\n\r', '\u2028', '\u0085', '\v', '\f'] as const;
const BOMBS = [
  'a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c]\ne: &e [*d, *d, *d, *d, *d, *d, *d, *d]\nf: &f [*e, *e, *e, *e, *e, *e, *e, *e]\ng: [*f, *f, *f, *f, *f, *f, *f, *f]\n',
  'a: &a\n  b: *a\n  <<: *a\n',
  '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d SYSTEM "file:///etc/passwd">]><Project>&c;&d;</Project>',
  '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "name": ["__proto__"], "workspaces": {"packages": "**"}, "dependencies": [], "exports": {"./*": {"./*": null}}, "compilerOptions": {"paths": 3, "baseUrl": "/../../.."}, "extends": ["./tsconfig.json", "tsconfig.json"], "references": [{"path": "."}, null], "autoload": {"psr-4": {"": ["", "../.."], "A\\\\": null}}}',
  '[project]\nname = "__proto__"\n[tool.setuptools.package-dir]\n"" = "../.."\n[tool.__proto__]\na = 1\n[[a.b]]\n[a.b]\n',
  'module ../..\ngo 99999\nreplace . => ../../..\nreplace (\n',
] as const;

function at(text: string, random: Random): number {
  return random.below(text.length + 1);
}

function insert(text: string, part: string, random: Random): string {
  const place = at(text, random);
  return `${text.slice(0, place)}${part}${text.slice(place)}`;
}

function words(text: string): readonly string[] {
  return [...new Set(text.match(/[A-Za-z_]\w{1,40}/g))];
}

/** A file stays below the limit of its size, or nothing of it would be read. */
const MOST = 900_000;

function repeated(part: string, count: number): string {
  return part.repeat(Math.min(count, Math.floor(MOST / part.length)));
}

/** Spreads text over lines, so that it does not pass for minified. */
function spread(text: string): string {
  return `${text.replace(/(.{100}[^\n\\'"`]) /g, '$1\n')}${'\n'.repeat(Math.ceil(text.length / 400))}`;
}

/** Every way in which a file is spoiled, by name. */
export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  truncate: ({ text, random }) => {
    const bytes = Buffer.from(text);
    return bytes.subarray(0, random.below(bytes.length + 1));
  },
  splice: ({ text, other, random }) => `${text.slice(0, at(text, random))}${other.slice(at(other, random))}`,
  otherText: ({ other }) => other,
  empty: ({ random }) => random.pick(['', '\n', ' ', '\ufeff', '\0']),
  remove: ({ text, random }) => {
    const from = at(text, random);
    return `${text.slice(0, from)}${text.slice(from + random.below(40))}`;
  },
  swap: ({ text, random }) => {
    const lines = text.split('\n');
    const [one, two] = [random.below(lines.length), random.below(lines.length)];
    [lines[one], lines[two]] = [lines[two] ?? '', lines[one] ?? ''];
    return lines.join('\n');
  },
  repeatLines: ({ text, random }) => {
    const lines = text.split('\n');
    const from = random.below(lines.length);
    const part = `${lines.slice(from, from + 1 + random.below(8)).join('\n')}\n`;
    return insert(text, repeated(part, random.pick([2, 50, 1_000])), random);
  },
  nest: ({ text, random }) => insert(text, spread(repeated(random.pick(BOTTOMLESS), random.pick(COUNTS))), random),
  nestAndClose: ({ text, random }) => {
    const [open, close] = random.pick([['(', ')'], ['[', ']'], ['{', '}'], ['<', '>'], ['f(', ')'], ['A<', '>'], ['if (a) { ', ' }'], ['<b>', '</b>'], ['"${', '}"'], ['[{ a: ', ' }]'], ['(a) => { ', ' }'], ['a ? (', ') : b']] as const);
    const count = random.pick([100, 900, 1_900]);
    return insert(text, spread(`${open.repeat(count)}a${close.repeat(count)}`), random);
  },
  lengthen: ({ text, random }) => insert(text, spread(repeated(random.pick(LONG), random.pick(COUNTS))), random),
  indent: ({ text, random }) => {
    const depth = random.pick([50, 300, 900]);
    const line = random.pick(['if a:', 'a:', '- a:', 'def a():', 'class A:', '-', 'begin']);
    return insert(text, `\n${Array.from({ length: depth }, (_, level) => `${' '.repeat(level)}${line}`).join('\n')}\n`, random);
  },
  longLine: ({ text, random }) => insert(text, repeated(random.pick(['a', ' ', 'ab ', '0', 'é', '\u{1f600}', '\\']), random.pick(COUNTS)), random),
  longString: ({ text, random }) => {
    const quote = random.pick(['"', "'", '`', '"""', "'''"]);
    return insert(text, ` ${quote}${repeated(random.pick(['a', 'select * from a where ', '/:id', '{}', '%s', '${a}', '\\', '\n']), random.pick(COUNTS))}${quote} `, random);
  },
  nul: ({ text, random }) => (random.isOneOf(2) ? insert(text, '\0', random) : `${text}\n${' \n'.repeat(4_100)}a\0b\n${text}`),
  notText: ({ text, random }) => {
    const bytes = Buffer.from(text);
    const place = random.below(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, place), Buffer.from(random.pick([[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xf8, 0x88, 0x80, 0x80], [0x80, 0x80], [0xc0, 0x80]])), bytes.subarray(place)]);
  },
  byteOrder: ({ text, random }) => {
    const swapped = Buffer.from(`\ufeff${text}`, 'utf16le');
    return random.pick([`\ufeff${text}`, swapped, Buffer.from(swapped).swap16(), swapped.subarray(0, swapped.length - 1), insert(text, '\ufeff', random), Buffer.concat([Buffer.from([0xef, 0xbb]), Buffer.from(text)])]);
  },
  lineEnds: ({ text, random }) => text.replaceAll('\n', () => (random.isOneOf(3) ? random.pick(ENDS) : '\n')),
  open: ({ text, random }) => insert(text, random.pick(OPENERS), random),
  directions: ({ text, random }) => text.replace(/\w\b/g, (end) => (random.isOneOf(8) ? `${end}${random.pick(DIRECTIONS)}` : end)),
  numbers: ({ text, random }) => text.replace(/\d+/g, (number) => (random.isOneOf(3) ? random.pick(NUMBERS) : number)),
  bomb: ({ text, random }) => random.pick([random.pick(BOMBS), `${text}\n${random.pick(BOMBS)}`]),
};

/** Renames words in every file of a folder alike, so that what was declared is still found: under hostile names, or as one. */
export function renaming(texts: readonly string[], random: Random): (text: string) => string {
  const known = words(texts.join('\n'));
  if (known.length === 0) return (text) => text;
  const names = new Map<string, string>();
  const count = 1 + random.below(random.pick([3, 12]));
  const one = random.pick(known);
  const isOne = random.isOneOf(2);
  for (let number = 0; number < count; number++) names.set(random.pick(known), isOne ? one : random.pick(INHERITED));
  return (text) => text.replace(/[A-Za-z_]\w{1,40}/g, (word) => names.get(word) ?? word);
}
