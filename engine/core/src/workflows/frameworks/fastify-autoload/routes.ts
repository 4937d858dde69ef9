import path from 'node:path';
import { joinPaths } from '@pinata/graph';
import { Expression, SYMBOL } from '../../../facts/schema.js';
import { folderOf } from '../../../link/packages.js';
import type { FileView } from '../../../view/file-view.js';
import { assignedExport, defaultSymbol, exportedRow } from '../../exported.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import { parameterKey } from '../../routers.js';
import { folderKey } from '../../sites.js';
import type { MountSite } from '../../sites.js';

/** Files that set up what lies beside and below them, and tests. */
const NO_PLUGIN = /(?:^|\/)\.?autohooks\.|[._](?:test|spec)\.[^/]*$|\.d\.[cm]?ts$/;
const MOST_FOLDERS = 12;

/** Plugins that are loaded from a folder, under the paths of their own folders in it: github.com/fastify/fastify-autoload. */
export const routes: FrameworkRoutes = {
  files: /\.[cm]?[jt]s$/,
  read: (view, maker) => [...loadedFolders(view, maker), ...places(view, maker)],
};

/** `app.register(autoload, { dir: join(__dirname, 'routes') })`. */
function loadedFolders(view: FileView, maker: SiteMaker): readonly MountSite[] {
  return view.calls().flatMap(({ expression }): readonly MountSite[] => {
    if (view.kind(expression) !== Expression.call || view.name(expression) !== 'register') return [];
    const options = view.argument(expression, 1);
    const folder = folderNamed(view, view.argument(options, 'dir'));
    // A setting that turns the paths of folders off, or finds them otherwise.
    const isByFolder = (view.text(view.argument(options, 'dirNameRoutePrefix')) ?? (view.argument(options, 'dirNameRoutePrefix') < 0 ? 'true' : '')) === 'true';
    const prefix = prefixIn(view, view.argument(options, 'options'));
    if (folder === undefined || !isByFolder || prefix === undefined) return [];
    const [root] = view.chain(expression);
    const parent = root === undefined || view.kind(root.expression) !== Expression.name ? undefined : maker.keyNamed(view, root.expression);
    return [{ kind: 'mount', parent, child: folderKey(folder), prefix: joinPaths(prefix) }];
  });
}

/** The prefix that options state, also in `Object.assign({ prefix }, options)`; nothing where only the running program knows it. */
function prefixIn(view: FileView, row: number): string | undefined {
  if (view.kind(row) === Expression.call && view.name(row) === 'assign') return view.arguments(row).map(({ value }) => prefixIn(view, value)).find((prefix) => prefix !== '') ?? '';
  const stated = row < 0 ? -1 : view.argument(row, 'prefix');
  return stated < 0 ? '' : view.text(stated);
}

/** The folder that `join(__dirname, 'routes')` names. */
function folderNamed(view: FileView, row: number): string | undefined {
  if (view.kind(row) !== Expression.call && view.kind(row) !== Expression.name) return undefined;
  const call = view.kind(row) === Expression.call ? row : view.initialiser(row);
  if (view.kind(call) !== Expression.call || !/^(?:join|resolve)$/.test(view.name(call))) return undefined;
  const [base, ...names] = view.arguments(call).map(({ value }) => view.text(value));
  if (base !== undefined || names.length === 0 || names.some((name) => name === undefined)) return undefined;
  const folder = path.posix.join(folderOf(view.file.path), ...names.filter((name) => name !== undefined));
  return folder.startsWith('..') ? undefined : folder.replace(/\/$/, '');
}

/** Where a file's plugin is reached, should one of the folders around it be loaded. */
function places(view: FileView, maker: SiteMaker): readonly MountSite[] {
  if (NO_PLUGIN.test(view.file.path)) return [];
  const child = routerOf(view, maker);
  if (child === undefined) return [];
  const stated = view.text(view.facts.symbols.get(exportedRow(view, 'autoPrefix'), SYMBOL.value));
  const names: string[] = [];
  const sites: MountSite[] = [];
  for (let folder = folderOf(view.file.path); folder !== '' && names.length < MOST_FOLDERS; folder = folderOf(folder)) {
    sites.push({ kind: 'mount', parent: folderKey(folder), child, prefix: joinPaths(stated ?? names.join('/')) });
    names.unshift(folder.slice(folder.lastIndexOf('/') + 1));
  }
  return sites;
}

/** What the plugin that a file gives out adds its routes to: its first parameter. */
function routerOf(view: FileView, maker: SiteMaker): string | undefined {
  const symbol = defaultSymbol(view);
  if (symbol >= 0) return view.program.fileOfSymbol(symbol) === view.file ? parameterKey(maker.keyOf(symbol), 0) : undefined;
  const given = assignedExport(view);
  if (view.kind(given) === Expression.name) {
    const named = view.symbolNamed(given);
    return named < 0 ? undefined : parameterKey(maker.keyOf(named), 0);
  }
  const [name] = view.kind(given) === Expression.lambda ? view.parameterNames(given) : [];
  return name === undefined ? undefined : `local ${view.file.path} ${name}`;
}
