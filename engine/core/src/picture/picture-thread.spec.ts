import { describe, expect, it } from '@jest/globals';
import { buildPicture, syntheticBuilder } from '@pinata/graph';
import type { NamedContent } from '@pinata/graph';
import { PictureThread } from './picture-thread.js';

/** Symbols for several chunks. */
const graph = syntheticBuilder({ nodes: 21_000, edges: 40_000 }).finish();
const expected = new Map(buildPicture(graph).map(({ name, content }) => [name, Buffer.from(content).toString()]));
const MANY_FILES = 1_000;

async function textOf(files: Iterable<NamedContent> | AsyncIterable<NamedContent>): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for await (const { name, content } of files) texts.set(name, typeof content === 'string' ? content : Buffer.from(content).toString());
  return texts;
}

describe('PictureThread', () => {
  it.each([0, MANY_FILES])('draws what one thread draws, for a scan of %i files', async (files) => {
    await using thread = new PictureThread();
    expect(await textOf(thread.paint(graph, files))).toEqual(expected);
  });

  it('leaves no chunk out and draws none twice where its caller takes some', async () => {
    await using thread = new PictureThread();
    const names: string[] = [];
    for await (const { name } of thread.paint(graph, MANY_FILES)) names.push(name);
    expect(names.toSorted()).toEqual([...expected.keys()].sort());
  });

  it('draws one graph after the other, and goes on where one was given up', async () => {
    await using thread = new PictureThread();
    const given = thread.paint(syntheticBuilder({ nodes: 1_000, edges: 2_000 }).finish(), MANY_FILES);
    const second = thread.paint(graph, MANY_FILES);
    expect(await textOf(second)).toEqual(expected);
    expect((await textOf(given)).size).toBeGreaterThan(0);
    expect(await textOf(thread.paint(graph, MANY_FILES))).toEqual(expected);
    await thread[Symbol.asyncDispose]();
    expect(await textOf(thread.paint(graph, MANY_FILES))).toEqual(expected);
  });

  it('draws here what a thread that ended did not', async () => {
    const thread = new PictureThread();
    const files = thread.paint(graph, MANY_FILES);
    await thread[Symbol.asyncDispose]();
    expect(await textOf(files)).toEqual(expected);
  });
});
