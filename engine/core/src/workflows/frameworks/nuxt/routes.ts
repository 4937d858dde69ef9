import { joinPaths } from '@pinata/graph';
import type { CallMarks } from '../../../assemble-graph/call-marks.js';
import { Expression, Kind, SYMBOL } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import type { FrameworkRoutes, Rule } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import { fileKey } from '../../sites.js';
import type { Site, TriggerSite } from '../../sites.js';

const PAGE = /^((?:.*?\/)?)pages\/(.+)\.(?:vue|[jt]sx)$/;
const ENDPOINT = /^((?:.*?\/)?)server\/(api|routes)\/(.+)\.[cm]?[jt]s$/;
/** What an application's folder holds; its sources may lie in a folder of it. */
const SETTINGS = ['ts', 'js', 'mjs'].map((extension) => `nuxt.config.${extension}`);
const SOURCES = /(?:app|src|client)\/$/;
const METHOD = /\.(get|post|put|patch|delete|head|options|connect|trace)$/;
const ENVIRONMENT = /\.(?:dev|prod|prerender)$/;
const HANDLER = /^(?:define(?:Cached)?|cached|lazy|defineLazy)?[eE]ventHandler$/;

/** Pages and endpoints by the places of their files: nuxt.com/docs/guide/directory-structure/pages, nuxt.com/docs/guide/directory-structure/server. */
export const routes: FrameworkRoutes = {
  files: /(?:^|\/)(?:pages|server\/(?:api|routes))\/.*\.(?:vue|[cm]?[jt]sx?)$/,
  read: (view, maker, marks) => [...pages(view, maker), ...endpoints(view, maker, marks)],
};

function pages(view: FileView, maker: SiteMaker): readonly TriggerSite[] {
  const [, root = '', name] = PAGE.exec(view.file.path) ?? [];
  if (name === undefined || !isApplication(view, root)) return [];
  // An `index` is a part of no path, also where it is a folder of nested pages.
  const address = statedPath(view) ?? addressOf(name.split('/').filter((part) => part !== 'index').join('/'));
  // A component that is an object of options is what the file gives out.
  const given = view.defaultExport();
  const component = given >= 0 && view.facts.symbols.get(given, SYMBOL.kind) === Kind.class ? given : -1;
  return [{ kind: 'trigger', framework: 'nuxt', rule: 'nuxt.page', protocol: 'page', method: '', address, handler: component < 0 ? fileKey(view.file.path) : maker.keyOf(view.program.canonical(view.file.firstSymbol + component)), inline: undefined, receiver: undefined, range: { startRow: 0, startColumn: 0, endRow: 0, endColumn: 0 }, confidence: 100 }];
}

/** What `definePageMeta({ path: … })` puts in the place of the file's own path. */
function statedPath(view: FileView): string | undefined {
  const call = view.calls().find(({ expression }) => view.kind(expression) === Expression.call && view.name(expression) === 'definePageMeta');
  const path = call === undefined ? -1 : view.argument(view.argument(call.expression, 0), 'path');
  return view.text(path);
}

function endpoints(view: FileView, maker: SiteMaker, marks: CallMarks): readonly Site[] {
  const [, root = '', folder, name] = ENDPOINT.exec(view.file.path) ?? [];
  if (name === undefined || !isApplication(view, root)) return [];
  const bare = name.replace(ENVIRONMENT, '');
  const method = METHOD.exec(bare)?.[1]?.toUpperCase() ?? '*';
  const address = joinPaths(folder === 'api' ? 'api' : '', addressOf(bare.replace(METHOD, '')));
  const call = view.calls().find(({ expression, owner }) => view.kind(expression) === Expression.call && HANDLER.test(view.name(expression)) && (owner < 0 || isDefault(view, owner)));
  if (call === undefined) return [];
  const rule: Rule = { id: 'nuxt.endpoint', on: 'call', trigger: { protocol: 'http', method: `=${method}`, address: `=${address}`, handler: ['arg:0', 'arg:0.handler'] } };
  const symbol = call.owner < 0 ? -1 : call.owner - view.file.firstSymbol;
  return maker.make(rule, { view, expression: call.expression, symbol, type: -1 }, { framework: 'nuxt', rule: rule.id, range: call.range, confidence: 100 }, marks);
}

function isDefault(view: FileView, owner: number): boolean {
  return view.program.fileOfSymbol(owner) === view.file && owner - view.file.firstSymbol === view.defaultExport();
}

function isApplication(view: FileView, folder: string): boolean {
  return [folder, folder.replace(SOURCES, '')].some((root) => SETTINGS.some((name) => view.program.isListed(`${root}${name}`)));
}

/** `(shop)/users-[group]/[...path]/index` as `/users-{group}/{path}`; `_id` is how Nuxt 2 writes `[id]`. */
function addressOf(name: string): string {
  const names = name.split('/').filter((part) => !/^\(.*\)$/.test(part));
  if (names[names.length - 1] === 'index') names.pop();
  return joinPaths(...names.map((part) => part.replaceAll(/\[{2}([^\][]*)\]{2}/g, '{$1?}').replaceAll(/\[(?:\.{3})?([^\][]*)\]/g, '{$1}').replace(/^_(\w*)$/, '{$1}')));
}
