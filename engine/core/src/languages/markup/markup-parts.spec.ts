import { describe, expect, it } from '@jest/globals';
import { parse as parseVue } from '@vue/compiler-sfc';
import { parse as parseSvelte } from 'svelte/compiler';
import { reader as svelte } from '../svelte/reader.js';
import { reader as vue } from '../vue/reader.js';

const MOST_SECONDS = 2;

function textOf(reader: typeof vue, source: string): string {
  const text = reader.text?.(source) ?? '';
  expect(text).toHaveLength(source.length);
  expect([...text.matchAll(/\n/g)].map(({ index }) => index)).toEqual([...source.matchAll(/\n/g)].map(({ index }) => index));
  return text;
}

/** Everything that must not matter to where a script lies. */
const AROUND = ['', '\n\n', '<!-- <script>no()</script> -->\n', '<style>a > b { content: "<script>" }</style>\n', '<p title="</script>">größer 😀 \'</p>\n', '<br><img src=x><input disabled/>\n'];

describe('a component\'s script', () => {
  it.each(AROUND)('lies in Vue where its compiler finds it, after %j', (before) => {
    const markup = before.startsWith('<p') || before.startsWith('<br') ? `<template>${before}</template>` : before;
    const source = `${markup}<script setup lang="ts">\nconst a: string = '😀</p>';\n</script >\n<template><template #x><b/></template></template>`;
    const { script, scriptSetup } = parseVue(source, { sourceMap: false }).descriptor;
    const loc = (scriptSetup ?? script)?.loc;
    const [start = 0, end = 0] = [loc?.start.offset, loc?.end.offset];
    expect(end - start).toBeGreaterThan(20);
    const text = textOf(vue, source);
    expect(text.slice(start, end)).toBe(source.slice(start, end));
    expect(text.slice(0, start).trim()).toBe('');
  });

  it.each(AROUND)('lies in Svelte where its compiler finds it, after %j', (before) => {
    const source = `${before}<script lang="ts">\nconst a: string = '😀</p>';\n</script>\n<b>{/* } */ a}</b>{#if a === '}'}{\`\${a}}\`}{/if}`;
    const { instance, fragment } = parseSvelte(source, { modern: true });
    const program = instance?.content as unknown as { readonly start: number; readonly end: number };
    const text = textOf(svelte, source);
    expect(text.slice(program.start, program.end)).toBe(source.slice(program.start, program.end));
    for (const node of fragment.nodes) {
      if (node.type !== 'IfBlock') continue;
      const test = node.test as unknown as { readonly start: number; readonly end: number };
      expect(text.slice(test.start - 1, test.end + 1)).toMatch(/^[ ;]a === '\}';$/);
    }
  });
});

describe('expressions', () => {
  it('are statements at their places in Vue, handlers as blocks', () => {
    const source = '<script setup></script><template><a-b @click="x(); y()" :c="d" v-for="(e, i) in f">{{ g }}</a-b></template>';
    expect(textOf(vue, source).trim().replaceAll(/ +/g, ' ')).toBe(';AB ; ;{x(); y()} ;(d) ;(f) ;( g )');
  });

  it('are left out in Vue without `setup`, where they name members', () => {
    expect(textOf(vue, '<script>a</script><template><B>{{ c }}</B></template>').trim().replaceAll(/ +/g, ' ')).toBe('a ;B;');
  });

  it('end in Svelte before the name that a block gives', () => {
    expect(textOf(svelte, '{#each a as b (b.c)}{#await d then e}{@const f = g(h)}{...i}{:else if j}').trim().replaceAll(/ +/g, ' ')).toBe(';a; ;d; ; g(h); ;i; ;j;');
  });

  it('are in Svelte in a block that declares what it gives, where that is closed', () => {
    expect(textOf(svelte, '{#each a as { b, c }, d (b)}{b}{/each}{#await e}{:then f}{f}{/await}{#snippet g(h)}{h}{/snippet}').trim().replaceAll(/ +/g, ' ')).toBe(';{ a;let { b, c }, d ;b;} ;{ e ;let f ;f;} ;function g(h){;h;}');
    const late = '{#each a as b\n  (b)}{b}{/each}{#snippet\nc()}{/snippet}';
    expect(textOf(svelte, late)).toHaveLength(late.length);
  });
});

/** Text that makes a careless reader look again and again for what never comes. */
const HOSTILE = ['<', '<a', '<a ', '{', '{{', '{{{', '"', '<a "', '<a b="', "<a b='{", '<script>', '</script', '<template>', '</template>', '<!--', '{`${', '{"\\"', '(/[', '{(/[', '<b {', '{/*', '{#each ', '@click="', '<x-', '{ as ', '\\', '=\'{"', '<!'];

describe('hostile text', () => {
  it.each(HOSTILE)('is read in linear time: %j', (piece) => {
    for (const [head, tail] of [['', ''], ['<template>', ''], ['<script setup>', '</script>'], ['<template><p>{', '}</p></template>']] as const) {
      const source = `${head}${piece.repeat(Math.ceil(400_000 / piece.length))}${tail}`;
      const start = performance.now();
      textOf(vue, source);
      textOf(svelte, source);
      expect(performance.now() - start).toBeLessThan(MOST_SECONDS * 1_000);
    }
  });
});
