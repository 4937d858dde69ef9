import { joinPaths } from '@pinata/graph';
import { Expression } from '../../../facts/schema.js';
import type { LinkFile } from '../../../link/program.js';
import { folderOf } from '../../../link/packages.js';
import type { FileView } from '../../../view/file-view.js';
import { outsidePath } from '../../../view/file-view.js';
import type { RouteModule } from './route-module.js';

const HELPERS = /^npm:@react-router\/(?:dev|fs-routes)\b/;
/** Packages whose function makes routes of the names of files. */
const FLAT = /^npm:(?:@react-router\/fs-routes|@remix-run\/fs-routes|remix-flat-routes|react-router-auto-routes)!/;
const MAKES = /^(?:flatRoutes|autoRoutes)$/;
const MODULES: ReadonlySet<string> = new Set(['route', 'index', 'layout']);
const DEPTH = 64;
const MOST_ROUTES = 2_000;
const ENDINGS = ['', '.tsx', '.ts', '.jsx', '.js'];

/** A call that makes routes of the files in a folder. */
export interface FlatRoutes {
  /** Folder below that of the table. */
  readonly folder: string;
  readonly prefix: string;
  readonly around: readonly LinkFile[];
  readonly naming: Naming;
}

/** Which folders are joined with what they hold: none, those that end in a plus (github.com/kiliman/remix-flat-routes), or all that do not begin with one (npmjs.com/package/react-router-auto-routes). */
export type Naming = 'flat' | 'hybrid' | 'nested';

/** Route modules that `route`, `index` and `layout` name: reactrouter.com/start/framework/routing. */
export function configuredModules(view: FileView): readonly RouteModule[] {
  const modules: RouteModule[] = [];
  for (const { expression, outcome, range } of view.calls()) {
    const kind = view.name(expression);
    if (modules.length >= MOST_ROUTES || !MODULES.has(kind) || kind === 'layout' || !HELPERS.test(outsidePath(outcome) ?? '')) continue;
    const file = fileNamed(view, view.argument(expression, kind === 'route' ? 1 : 0));
    if (file === undefined) continue;
    const { prefix, around } = placeOf(view, expression);
    const path = kind === 'route' ? (view.text(view.argument(expression, 0)) ?? '') : '';
    modules.push({ file, address: joinPaths(prefix, path), around, range });
  }
  return modules;
}

/** What a table leaves to the names of files. */
export function flatRoutesIn(view: FileView): readonly FlatRoutes[] {
  return view.calls().flatMap(({ expression, outcome }): readonly FlatRoutes[] => {
    const library = outsidePath(outcome) ?? '';
    if (!MAKES.test(view.name(expression)) || !FLAT.test(library)) return [];
    const first = view.argument(expression, 0);
    const stated = view.kind(first) === Expression.object ? (view.text(view.argument(first, 'rootDirectory')) ?? view.text(view.argument(first, 'routesDir'))) : view.text(first);
    return [{ folder: stated ?? 'routes', ...placeOf(view, expression), naming: library.includes('auto-routes') ? 'nested' : library.includes('remix-flat-routes') ? 'hybrid' : 'flat' }];
  });
}

/** Paths of the calls around one, and the files of the routes there. */
function placeOf(view: FileView, call: number): { readonly prefix: string; readonly around: readonly LinkFile[] } {
  const prefixes: string[] = [];
  const around: LinkFile[] = [...rootOf(view, folderOf(view.file.path))];
  const nested: LinkFile[] = [];
  let at = call;
  for (let depth = 0; depth < DEPTH; depth++) {
    const holder = view.callAround(at);
    if (holder < 0) {
      // What only says a type, spreads or is awaited holds no part of its own.
      const outer = outerOf(view, at);
      if (outer < 0) break;
      at = outer;
      continue;
    }
    const name = view.kind(holder) === Expression.call ? view.name(holder) : '';
    if (name === 'route' || name === 'prefix') prefixes.unshift(view.text(view.argument(holder, 0)) ?? '');
    const file = name === 'route' || name === 'layout' ? fileNamed(view, view.argument(holder, name === 'route' ? 1 : 0)) : undefined;
    if (file !== undefined) nested.unshift(file);
    at = holder;
  }
  return { prefix: joinPaths(...prefixes), around: [...around, ...nested] };
}

function outerOf(view: FileView, expression: number): number {
  const { expressions } = view.facts;
  for (let row = 0; row < expressions.rows; row++) {
    const kind = view.kind(row);
    if ((kind === Expression.same || kind === Expression.await || kind === Expression.cast) && view.operand(row) === expression) return row;
  }
  return -1;
}

/** The module around all routes. @param folder of the application */
export function rootOf(view: FileView, folder: string): readonly LinkFile[] {
  const file = fileAt(view, `${folder === '' ? '' : `${folder}/`}root`);
  return file === undefined ? [] : [file];
}

function fileNamed(view: FileView, expression: number): LinkFile | undefined {
  const text = expression < 0 ? undefined : view.text(expression);
  const folder = folderOf(view.file.path);
  return text === undefined ? undefined : fileAt(view, `${folder === '' ? '' : `${folder}/`}${text.replace(/^\.\//, '')}`);
}

/** A file by its path, with or without an ending. */
export function fileAt({ program }: FileView, path: string): LinkFile | undefined {
  for (const ending of ENDINGS) {
    const file = program.isListed(`${path}${ending}`) ? program.fileAt(`${path}${ending}`) : undefined;
    if (file !== undefined) return file;
  }
  return undefined;
}
