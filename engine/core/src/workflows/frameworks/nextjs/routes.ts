import { EXPORT, EXPRESSION, Export, Expression, SYMBOL, SymbolFlag } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
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
    const row = folder === undefined ? -1 : defaultExport(view);
    if (folder === undefined || row < 0) return [];
    const [address = '/'] = valuesOf({ view, expression: -1, symbol: row, type: -1 }, `route:${folder}`);
    return [{ kind: 'trigger', framework: 'nextjs', rule: 'nextjs.page', protocol: 'page', method: '', address, handler: maker.keyOf(view.file.firstSymbol + row), inline: undefined, receiver: undefined, range: view.symbolRange(row), confidence: 100 }];
  },
};

/** Row of the symbol that the file gives out by default, or -1. */
function defaultExport(view: FileView): number {
  const { symbols, exports, expressions } = view.facts;
  for (let row = 0; row < symbols.rows; row++) if (symbols.get(row, SYMBOL.parent) < 0 && (symbols.get(row, SYMBOL.flags) & SymbolFlag.default) !== 0) return row;
  for (let row = 0; row < exports.rows; row++) {
    const value = exports.get(row, EXPORT.expression);
    if (exports.get(row, EXPORT.kind) !== Export.default || value < 0 || view.kind(value) !== Expression.name) continue;
    const name = expressions.get(value, EXPRESSION.name);
    for (let symbol = 0; symbol < symbols.rows; symbol++) if (symbols.get(symbol, SYMBOL.parent) < 0 && symbols.get(symbol, SYMBOL.name) === name) return symbol;
  }
  return -1;
}
