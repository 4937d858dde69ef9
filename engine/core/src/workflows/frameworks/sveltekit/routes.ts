import { joinPaths } from '@pinata/graph';
import { Expression, LOCAL, Local, SYMBOL, SYMBOL_KIND_NAMES } from '../../../facts/schema.js';
import { folderOf } from '../../../link/packages.js';
import type { FileView } from '../../../view/file-view.js';
import type { CallMarks } from '../../../assemble-graph/call-marks.js';
import { HTTP_METHODS, exportedRow, exportedRows } from '../../exported.js';
import type { FrameworkRoutes, Rule } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import { fileKey } from '../../sites.js';
import type { HookSite, Site, TriggerSite } from '../../sites.js';

/** Folder of the routes, path below it, and what the file is: `+page@.svelte` leaves out layouts. */
const ROUTE_FILE = /^((?:.*?\/)?routes\/)((?:.*\/)?)\+(page|layout|server)(?:@[^.]*)?(\.server)?\.(svelte|[jt]s)$/;
/** Whatever no other export answers. */
const FALLBACK = 'fallback';
const CODE = ['.ts', '.js'];
/** What the framework hands to code that runs on the server: `load({ fetch })`, `event.fetch`. */
const FETCH: Rule = { id: 'sveltekit.fetch', on: 'call', effect: { effect: 'requests', target: 'endpoint', protocol: 'http', method: ['arg:1.method', 'unless:arg:1.method:=GET'], address: 'arg:0' } };
const BY_NAME = 90;
/** Kinds of names for what a function is given, and for parts of it. */
const HANDED = new Set<number>([Local.parameter, Local.pattern, Local.variable]);

/** Pages, their data and actions, and endpoints by the places of their files: svelte.dev/docs/kit/routing, svelte.dev/docs/kit/form-actions. */
export const routes: FrameworkRoutes = {
  files: /\.(?:svelte|[cm]?[jt]s)$/,
  read: (view, maker, marks) => [...routeSites(view, maker), ...fetches(view, maker, marks)],
};

function routeSites(view: FileView, maker: SiteMaker): readonly Site[] {
  const [, root = '', folder = '', role, , extension] = ROUTE_FILE.exec(view.file.path) ?? [];
  if (role === undefined) return [];
  const address = addressOf(folder);
  if (role === 'server') return endpoints(view, maker, address);
  if (extension === 'svelte') return role === 'page' ? [pageOf(view, address), ...layoutLoads(view, maker, root)] : [];
  return role === 'page' ? [...actions(view, maker, address), ...loadOf(view, maker)] : [];
}

/** `(shop)/[[lang]]/orders/[id=integer]` as `/{lang?}/orders/{id}`. */
function addressOf(folder: string): string {
  return joinPaths(...folder.split('/').filter((name) => !/^\(.*\)$/.test(name)).map((name) => name.replaceAll(/\[{2}([^\][=]+)(?:=[^\]]*)?\]{2}/g, '{$1?}').replaceAll(/\[(?:\.{3})?([^\][=]+)(?:=[^\]]*)?\]/g, '{$1}')));
}

function pageOf(view: FileView, address: string): TriggerSite {
  return { kind: 'trigger', framework: 'sveltekit', rule: 'sveltekit.page', protocol: 'page', method: '', address, handler: fileKey(view.file.path), inline: undefined, receiver: undefined, range: { startRow: 0, startColumn: 0, endRow: 0, endColumn: 0 }, confidence: 100 };
}

/** The load function beside a page is a step of it. */
function loadOf(view: FileView, maker: SiteMaker): readonly HookSite[] {
  const page = pageBeside(view);
  const load = exportedRow(view, 'load');
  return page === undefined || load < 0 ? [] : [hook(fileKey(page), maker.keyOf(view.file.firstSymbol + load), view.symbolRange(load))];
}

/** The page in a file's folder: the names say which layouts it leaves out. */
function pageBeside(view: FileView): string | undefined {
  const folder = folderOf(view.file.path);
  const around = folder.split('/').filter((name) => /^\(.*\)$/.test(name));
  return ['', '@', ...around.map((name) => `@${name}`)].map((name) => `${folder}/+page${name}.svelte`).find((path) => view.program.isListed(path));
}

/** Load functions of the layouts around a page. */
function layoutLoads(view: FileView, maker: SiteMaker, root: string): readonly HookSite[] {
  const page = fileKey(view.file.path);
  const hooks: HookSite[] = [];
  for (let folder = folderOf(view.file.path); `${folder}/`.startsWith(root); folder = folderOf(folder)) {
    for (const name of ['+layout', '+layout.server'].flatMap((stem) => CODE.map((extension) => `${folder}/${stem}${extension}`))) {
      const file = view.program.isListed(name) ? view.program.fileAt(name) : undefined;
      const load = file === undefined ? -1 : exportedRow(view.viewOf(file), 'load');
      if (file !== undefined && load >= 0) hooks.unshift(hook(page, maker.keyOf(file.firstSymbol + load), { startRow: 0, startColumn: 0, endRow: 0, endColumn: 0 }));
    }
  }
  return hooks;
}

function hook(source: string, target: string, range: HookSite['range']): HookSite {
  return { kind: 'hook', framework: 'sveltekit', rule: 'sveltekit.load', source, target, range, confidence: 100 };
}

/** Forms are sent to `/orders/7?/close`, to the only action without a name. */
function actions(view: FileView, maker: SiteMaker, address: string): readonly TriggerSite[] {
  const all = exportedRow(view, 'actions');
  const { symbols } = view.facts;
  if (all < 0) return [];
  return Array.from({ length: symbols.rows }, (_, row) => row).filter((row) => symbols.get(row, SYMBOL.parent) === all).map((row): TriggerSite => {
    const name = view.facts.text(symbols.get(row, SYMBOL.name));
    return { kind: 'trigger', framework: 'sveltekit', rule: 'sveltekit.action', protocol: 'http', method: 'POST', address: name === 'default' ? address : `${address}?/${name}`, handler: handlerOf(view, maker, row), inline: undefined, receiver: undefined, range: view.symbolRange(row), confidence: 100 };
  });
}

function endpoints(view: FileView, maker: SiteMaker, address: string): readonly TriggerSite[] {
  return exportedRows(view).flatMap(({ name, row }): readonly TriggerSite[] => {
    if (!HTTP_METHODS.test(name) && name !== FALLBACK) return [];
    return [{ kind: 'trigger', framework: 'sveltekit', rule: 'sveltekit.endpoint', protocol: 'http', method: name === FALLBACK ? '*' : name, address, handler: handlerOf(view, maker, row), inline: undefined, receiver: undefined, range: view.symbolRange(row), confidence: 100 }];
  });
}

/** What a constant names, else the symbol itself. */
function handlerOf(view: FileView, maker: SiteMaker, row: number): string {
  const value = view.facts.symbols.get(row, SYMBOL.value);
  const kind = view.kind(value);
  const named = kind === Expression.name || kind === Expression.member ? view.symbolNamed(value) : -1;
  const isFunction = named >= 0 && ['function', 'method'].includes(SYMBOL_KIND_NAMES[view.program.cell(named, SYMBOL.kind)] ?? '');
  return maker.keyOf(isFunction ? named : view.file.firstSymbol + row);
}

/** Calls of the `fetch` that a function is given. */
function fetches(view: FileView, maker: SiteMaker, marks: CallMarks): readonly Site[] {
  return view.calls().flatMap(({ expression, outcome, owner, range }) => {
    if (outcome.kind !== 'unresolved' || view.name(expression) !== 'fetch' || view.kind(expression) !== Expression.call) return [];
    const called = view.operand(expression);
    const local = view.kind(called) === Expression.name ? view.localOf(called) : view.localOf(view.operand(called));
    if (local < 0 || !HANDED.has(view.facts.locals.get(local, LOCAL.kind))) return [];
    if (view.kind(called) === Expression.member && view.name(view.operand(called)) !== 'event') return [];
    const symbol = owner < 0 || view.program.fileOfSymbol(owner) !== view.file ? -1 : owner - view.file.firstSymbol;
    return maker.make(FETCH, { view, expression, symbol, type: -1 }, { framework: 'sveltekit', rule: FETCH.id, range, confidence: BY_NAME }, marks);
  });
}
