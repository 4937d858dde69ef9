import { describe, expect, it } from '@jest/globals';
import { SHOWN, openResult } from '../../testing/open-page.js';
import { press, query, settle, textOf } from '../../testing/settle.js';
import { TestApi } from '../../testing/test-api.js';
import { FileDetailsDocument, FileSearchDocument, FileTreeDocument } from './files.generated.js';
import type { FileDetailsQuery, FileSearchQuery, FileTreeQuery } from './files.generated.js';
import { FilesPage } from './files-page.js';

type Entry = FileTreeQuery['graph']['tree'][number];

const HOSTILE = '<img src=x onerror=alert(1)>\u202Egnp.ts';

function entry(path: string, isDirectory: boolean): Entry {
  return { id: path, key: `key ${path}`, name: path.split('/').at(-1) ?? path, path, isDirectory, files: isDirectory ? 2 : 1, lines: 12, language: isDirectory ? null : 'typescript', role: null };
}

const TREE: Readonly<Record<string, readonly Entry[]>> = {
  '': [entry('src', true), entry(HOSTILE, false)],
  src: [entry('src/orders', true)],
  'src/orders': [entry('src/orders/total.ts', false)],
};

function withTree(): TestApi {
  return new TestApi().answer(FileTreeDocument, ({ path }) => ({ graph: { tree: TREE[path ?? ''] ?? [] } }));
}

const NOTHING = { totalNodes: 0, nodes: [] };
const TOTAL: FileDetailsQuery['graph'] = {
  node: { id: 'f1', key: 'key src/orders/total.ts', kind: 'FILE', name: 'total.ts', path: 'src/orders/total.ts', role: 'PRODUCTION', language: 'typescript', lines: 12, bytes: 300, incomingCount: 1, outgoingCount: 0 },
  children: {
    totalCount: 1,
    nodes: [{ id: 's1', key: 'key total', kind: 'SYMBOL', symbolKind: 'FUNCTION', name: 'total', signature: 'total(amount: number): number', visibility: null, childCount: 0, incomingCount: 3, range: { startRow: 4, startColumn: 0, endRow: 6, endColumn: 1 } }],
  },
  imports: NOTHING,
  importedBy: { totalNodes: 1, nodes: [{ id: 'f1', key: 'self', kind: 'FILE', name: 'total.ts', path: 'src/orders/total.ts' }, { id: 'f2', key: 'key cart', kind: 'FILE', name: 'cart.ts', path: 'src/cart.ts' }] },
};

describe('FilesPage', () => {
  it('shows the tree of the scan, and loads a folder when it is opened', async () => {
    const api = withTree();
    const { fixture, go } = await openResult(FilesPage, api);
    expect(api.calls.filter(({ name }) => name === 'FileTree').map(({ variables }) => variables)).toEqual([{ ...SHOWN, path: '' }]);
    await go('src2');
    expect(api.variablesOf('FileTree')).toEqual({ ...SHOWN, path: 'src' });
    expect(query(fixture, '[aria-expanded=true]').textContent).toContain('src');
    await go('src2');
    expect((fixture.nativeElement as Element).querySelector('[aria-expanded=true]')).toBeNull();
  });

  it('shows a hostile name as text, apart from the words around it', async () => {
    const { fixture } = await openResult(FilesPage, withTree());
    const link = query(fixture, 'a.row .pn-name');
    expect(link.textContent).toBe(HOSTILE);
    expect((fixture.nativeElement as Element).querySelector('img')).toBeNull();
  });

  it('asks to choose a file while none is chosen', async () => {
    const { fixture } = await openResult(FilesPage, withTree());
    expect(textOf(query(fixture, '[aria-label=File]'))).toContain('Choose a file');
  });

  it('shows what the chosen file declares and who imports it, and opens the tree down to it', async () => {
    const api = withTree().answer(FileDetailsDocument, { graph: TOTAL });
    const { fixture } = await openResult(FilesPage, api, { node: 'key src/orders/total.ts' });
    await settle(fixture, 12);
    expect(api.variablesOf('FileDetails')).toEqual({ ...SHOWN, node: 'key src/orders/total.ts' });
    expect(textOf(query(fixture, '[aria-label=Symbols]'))).toContain('5total');
    expect(textOf(query(fixture, '[aria-label="Imported by"]'))).toBe('Imported by1src/cart.ts');
    expect(textOf(query(fixture, '[aria-label=Imports]'))).toContain('It imports nothing that was resolved.');
    expect(textOf(query(fixture, '[aria-current=true]'))).toContain('total.ts');
  });

  it('says that this scan has no such file', async () => {
    const api = withTree().answer(FileDetailsDocument, { graph: { node: null, children: { totalCount: 0, nodes: [] }, imports: NOTHING, importedBy: NOTHING } });
    const { fixture } = await openResult(FilesPage, api, { node: 'gone' });
    expect(textOf(fixture)).toContain('This scan has no such file');
  });

  it('finds files by a part of their path, and says when there are none', async () => {
    const matches: FileSearchQuery['graph']['search'] = [{ id: 'f1', key: 'key total', kind: 'FILE', name: 'total.ts', path: 'src/orders/total.ts', lines: 12 }];
    const api = withTree().answer(FileSearchDocument, ({ query: words }) => ({ graph: { search: words === 'total' ? matches : [] } }));
    const { fixture, type } = await openResult(FilesPage, api);
    const search = async (words: string): Promise<void> => {
      await type('input[type=search]', words);
      await new Promise((resolve) => setTimeout(resolve, 250));
      await settle(fixture);
    };
    await search(' total ');
    expect(api.variablesOf('FileSearch')).toEqual({ ...SHOWN, query: 'total' });
    expect(textOf(query(fixture, 'a.match'))).toBe('src/orders/total.ts');
    await search('nothing');
    expect(textOf(fixture)).toContain('No path contains “nothing”.');
  });

  it('shows a skeleton first, and offers a second try when there is no connection', async () => {
    const api = new TestApi().disconnect(FileTreeDocument);
    const { fixture } = await openResult(FilesPage, api);
    expect(textOf(query(fixture, '[aria-label="File tree"] [role=alert]'))).toContain('No connection');
    api.answer(FileTreeDocument, { graph: { tree: [] } });
    press(fixture, 'Try again');
    await settle(fixture);
    expect(textOf(query(fixture, '[aria-label="File tree"]'))).toContain('Empty');
  });
});
