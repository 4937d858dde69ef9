import { joinPaths } from '@pinata/graph';
import type { LinkFile } from '../../../link/program.js';
import { folderOf } from '../../../link/packages.js';
import type { FileView } from '../../../view/file-view.js';
import { fileAt, flatRoutesIn, rootOf } from './config.js';
import type { FlatRoutes, Naming } from './config.js';
import type { RouteModule } from './route-module.js';

const TABLES = ['routes.ts', 'routes.js'];
const DEFAULT: Omit<FlatRoutes, 'around'> = { folder: 'routes', prefix: '/', naming: 'flat' };
/** Names of the file that answers for its folder. */
const OF_FOLDER = /^(?:route|index)$/;
/** Files beside the routes of nested folders. */
const BESIDE = /\.(?:server|client|test|spec)$/;
/** Modules in a folder that is joined with nothing: others there are parts of them. */
const OF_HYBRID_FOLDER = /^(?:route|index|layout|page|_.*|.*\.route)$/;

/** The route that a file answers by its own name, where its application says so. */
export function conventionalModule(view: FileView): readonly RouteModule[] {
  const { path } = view.file;
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) {
    const table = TABLES.map((name) => `${folder}/${name}`).find((name) => view.program.isListed(name));
    const file = table === undefined ? undefined : view.program.fileAt(table);
    const isApplication = file !== undefined || fileAt(view, `${folder}/root`) !== undefined;
    if (!isApplication) continue;
    const given = file === undefined ? [{ ...DEFAULT, around: rootOf(view, folder) }] : flatRoutesIn(view.bodiesOf(file));
    return given.flatMap((flat) => moduleIn(view, `${folder}/${flat.folder.replace(/^\.\//, '')}/`, flat));
  }
  return [];
}

function moduleIn(view: FileView, root: string, { prefix, around, naming }: FlatRoutes): readonly RouteModule[] {
  const { path } = view.file;
  if (!path.startsWith(root)) return [];
  const parts = path.slice(root.length).replace(/\.[^./]+$/, '').split('/');
  const names = NAMES[naming](parts);
  if (names === undefined) return [];
  const stated = names.join('.').split(SEPARATOR).filter((name) => name !== '');
  const segments = naming !== 'flat' && stated[stated.length - 1] === 'index' ? [...stated.slice(0, -1), '_index'] : stated;
  // What frames other routes has no address of its own.
  if (isFrame(segments, naming)) return [];
  return [{ file: view.file, address: joinPaths(prefix, ...segments.flatMap(pathOf)), around: [...around, ...framesOf(view, root, parts, segments)] }];
}

/** Dots outside of brackets. */
const SEPARATOR = /\.(?![^[]*\])/;

/** `name.tsx`, `name/route.tsx`: others beside the latter are parts of it. */
function flatNames(parts: readonly string[]): readonly string[] | undefined {
  const [first = '', second] = parts;
  if (parts.length > 2 || (second !== undefined && !OF_FOLDER.test(second))) return undefined;
  return [first];
}

/** Folders that end in a plus are joined with what they hold. */
function hybridNames(parts: readonly string[]): readonly string[] | undefined {
  const folders = parts.slice(0, -1);
  const plain = folders.findIndex((name) => !name.endsWith('+'));
  const last = parts[parts.length - 1] ?? '';
  const names = folders.map((name) => name.replace(/\+$/, ''));
  if (plain < 0) return [...names, last];
  // A folder without a plus is one route, and holds its module under a name of its own.
  if (plain !== folders.length - 1 || !OF_HYBRID_FOLDER.test(last)) return undefined;
  return [...names, ...(/^_?layout$/.test(last) ? [last] : [])];
}

/** All folders count; what begins with a plus lies beside the routes, as do parts for the server or the browser alone, and tests. */
function nestedNames(parts: readonly string[]): readonly string[] | undefined {
  return parts.some((name) => name.startsWith('+')) || BESIDE.test(parts[parts.length - 1] ?? '') ? undefined : parts;
}

const NAMES: Readonly<Record<Naming, (parts: readonly string[]) => readonly string[] | undefined>> = { flat: flatNames, hybrid: hybridNames, nested: nestedNames };

function isFrame(segments: readonly string[], naming: Naming): boolean {
  const last = segments[segments.length - 1] ?? '';
  return last !== '_index' && (last.startsWith('_') || (naming === 'hybrid' && last === 'layout'));
}

/** What a part of a name is in the path: `$id`, `$`, `(lang)`, `[sitemap.xml]`, `users_`; `_auth` and `_index` are none. */
function pathOf(segment: string): readonly string[] {
  if (segment.startsWith('_')) return [];
  const isOptional = /^\(.*\)$/.test(segment);
  const name = segment.replace(/^\((.*)\)$/, '$1').replace(/_$/, '');
  const stated = name === '$' ? '*' : name.startsWith('$') ? `:${name.slice(1)}` : name.replaceAll(/\[([^\]]*)\]/g, '$1');
  return [isOptional ? `${stated}?` : stated];
}

/** Files whose names say that the route stands in them: `users.tsx` and `users/route.tsx` of `users.$id.tsx`, `_layout.tsx` of a folder. */
function framesOf(view: FileView, root: string, parts: readonly string[], segments: readonly string[]): readonly LinkFile[] {
  const own = parts[parts.length - 1] ?? '';
  const found = new Set<LinkFile>();
  const add = (path: string): void => {
    const file = fileAt(view, path);
    if (file !== undefined && file !== view.file) found.add(file);
  };
  for (let length = 0; length < segments.length; length++) {
    const name = segments.slice(0, length).join('.');
    for (const path of name === '' ? [`${root}_layout`] : [`${root}${name}`, `${root}${name}/route`, `${root}${name}._layout`]) add(path);
  }
  for (let depth = 1; depth < parts.length; depth++) {
    const folder = `${root}${parts.slice(0, depth).join('/')}/`;
    add(`${folder}_layout`);
    const names = depth === parts.length - 1 ? own.split(SEPARATOR) : [];
    for (let length = 1; length < names.length; length++) for (const path of [names.slice(0, length).join('.'), `${names.slice(0, length).join('.')}._layout`]) add(`${folder}${path}`);
  }
  return [...found];
}
