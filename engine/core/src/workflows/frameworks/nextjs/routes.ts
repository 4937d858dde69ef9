import type { FrameworkRoutes } from '../../framework.js';
import { valuesOf } from '../../values.js';

const APP = /(?:^|\/)app\/(?:.*\/)?page\.[jt]sx?$/;
/** Not the routes of the API, nor what frames all pages. */
const PAGES = /(?:^|\/)pages\/(?!api\/|(?:.*\/)?_)(?!(?:.*\/)?[^/]*\.(?:test|spec)\.)[^.]*\.[jt]sx?$/;

/** Pages by the places of their files: nextjs.org/docs/app/getting-started/layouts-and-pages. */
export const routes: FrameworkRoutes = {
  files: /(?:^|\/)(?:app|pages)\/.*\.[jt]sx?$/,
  read: (view, maker) => {
    const { path } = view.file;
    const folder = APP.test(path) ? 'app' : PAGES.test(path) ? 'pages' : undefined;
    const row = folder === undefined ? -1 : view.defaultExport();
    if (folder === undefined || row < 0) return [];
    const [address = '/'] = valuesOf({ view, expression: -1, symbol: row, type: -1 }, `route:${folder}`);
    return [{ kind: 'trigger', framework: 'nextjs', rule: 'nextjs.page', protocol: 'page', method: '', address, handler: maker.keyOf(view.file.firstSymbol + row), inline: undefined, receiver: undefined, range: view.symbolRange(row), confidence: 100 }];
  },
};
