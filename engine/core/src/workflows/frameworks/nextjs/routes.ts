import type { FileView } from '../../../view/file-view.js';
import { HTTP_METHODS, behindAlias, defaultExpression, defaultSymbol, exportedRows, namesFromElsewhere, placeGivenOut, symbolGivenOut } from '../../exported.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import { fileKey } from '../../sites.js';
import type { HookSite, TriggerSite } from '../../sites.js';
import { valuesOf } from '../../values.js';

const APP = /(?:^|\/)app\/(?:.*\/)?page\.[jt]sx?$/;
/** Folders that hold no routes of their own. */
const PRIVATE = /(?:^|\/)app\/(?:.*\/)?_[^/]*\//;
/** Not what frames all pages. */
const PAGES = /(?:^|\/)pages\/(?!(?:.*\/)?_)(?!(?:.*\/)?[^/]*\.(?:test|spec)\.)[^.]*(?:\[{1,2}\.{3}[^.]*)?\.[jt]sx?$/;
const API = /(?:^|\/)pages\/api\//;

const LOADER = /^(?:getServerSideProps|getStaticProps|getInitialProps)$/;
const ROUTE = /(?:^|\/)app\/(?:.*\/)?route\.[jt]sx?$/;

/** Pages, and routes of the API, by the places of their files: nextjs.org/docs/app/getting-started/layouts-and-pages, nextjs.org/docs/pages/building-your-application/routing/api-routes. */
export const routes: FrameworkRoutes = {
  files: /(?:^|\/)(?:app|pages)\/.*\.[jt]sx?$/,
  read: (view, maker) => {
    const { path } = view.file;
    if (PRIVATE.test(path)) return [];
    if (ROUTE.test(path)) return handlersOf(view).map(({ name, symbol }) => triggerOf(view, maker, { rule: 'nextjs.route', protocol: 'http', method: name, folder: 'app', symbol }));
    const folder = APP.test(path) ? 'app' : PAGES.test(path) ? 'pages' : undefined;
    const isOwn = view.defaultExport() >= 0 || defaultExpression(view) >= 0;
    if (folder === undefined || (!isOwn && !namesFromElsewhere(view).includes('default'))) return [];
    const shared = { folder, symbol: isOwn ? defaultSymbol(view) : symbolGivenOut(view, 'default') };
    if (API.test(path)) return [triggerOf(view, maker, { ...shared, rule: 'nextjs.api', protocol: 'http', method: '*' })];
    const page = triggerOf(view, maker, { ...shared, rule: 'nextjs.page', protocol: 'page', method: '' });
    return [page, ...loadersOf(view, maker, page)];
  },
};

/** Functions of a route's methods, also those that the file gives out of another. */
function handlersOf(view: FileView): readonly { readonly name: string; readonly symbol: number }[] {
  const own = exportedRows(view).map(({ name, row }) => ({ name, symbol: view.file.firstSymbol + row }));
  const others = namesFromElsewhere(view).map((name) => ({ name, symbol: -1 }));
  return [...own, ...others].filter(({ name }) => HTTP_METHODS.test(name)).map(({ name, symbol }) => ({ name, symbol: symbol >= 0 ? symbol : symbolGivenOut(view, name) }));
}

/** Functions that get a page's data before it is shown, in a file that gives out both. */
function loadersOf(view: FileView, maker: SiteMaker, { handler, range }: TriggerSite): readonly HookSite[] {
  if (handler === undefined || handler === fileKey(view.file.path)) return [];
  return exportedRows(view).filter(({ name }) => LOADER.test(name)).map(({ row }) => ({ kind: 'hook', framework: 'nextjs', rule: 'nextjs.load', source: handler, target: maker.keyOf(view.program.canonical(view.file.firstSymbol + row)), range, confidence: 100 }));
}

interface Route {
  readonly rule: string;
  readonly protocol: 'http' | 'page';
  readonly method: string;
  readonly folder: string;
  /** Number of what answers, or -1: the file as a whole. */
  readonly symbol: number;
}

function triggerOf(view: FileView, maker: SiteMaker, { rule, protocol, method, folder, symbol }: Route): TriggerSite {
  const [address = '/'] = valuesOf({ view, expression: -1, symbol: -1, type: -1 }, `route:${folder}`);
  return { kind: 'trigger', framework: 'nextjs', rule, protocol, method, address, handler: symbol < 0 ? fileKey(view.file.path) : maker.keyOf(behindAlias(view, symbol)), inline: undefined, receiver: undefined, range: placeGivenOut(view, symbol), confidence: 100 };
}
