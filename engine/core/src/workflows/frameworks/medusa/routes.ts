import { SYMBOL } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import { HTTP_METHODS, behindAlias, defaultSymbol, exportedRow, exportedRows, placeGivenOut } from '../../exported.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import type { TriggerSite } from '../../sites.js';
import { texts } from '../../given.js';
import { valuesOf } from '../../values.js';

const ROUTE = /(?:^|\/)src\/api\/(?:.*\/)?route\.[jt]s$/;
const SUBSCRIBER = /(?:^|\/)src\/subscribers\//;

/** Routes, subscribers and scheduled jobs by the places of their files: docs.medusajs.com/learn/fundamentals. */
export const routes: FrameworkRoutes = {
  files: /(?:^|\/)src\/(?:api\/(?:.*\/)?route|(?:subscribers|jobs)\/[^.]+)\.[jt]s$/,
  read: (view, maker) => {
    const { path } = view.file;
    if (ROUTE.test(path)) return routesOf(view, maker);
    return SUBSCRIBER.test(path) ? configured(view, maker, { rule: 'medusa.subscriber', protocol: 'event', entry: 'event' }) : configured(view, maker, { rule: 'medusa.job', protocol: 'schedule', entry: 'schedule' });
  },
};

function routesOf(view: FileView, maker: SiteMaker): readonly TriggerSite[] {
  const [address = '/'] = valuesOf({ view, expression: -1, symbol: -1, type: -1 }, 'route:api');
  return exportedRows(view).filter(({ name }) => HTTP_METHODS.test(name)).map(({ name, row }) => triggerOf(view, maker, { rule: 'medusa.route', protocol: 'http', method: name, address, symbol: view.file.firstSymbol + row }));
}

/** `export const config = { event: 'order.placed' }` beside the function that a file gives out by default. */
function configured(view: FileView, maker: SiteMaker, { rule, protocol, entry }: { readonly rule: string; readonly protocol: 'event' | 'schedule'; readonly entry: string }): readonly TriggerSite[] {
  const config = exportedRow(view, 'config');
  const symbol = defaultSymbol(view);
  const object = config < 0 ? -1 : view.facts.symbols.get(config, SYMBOL.value);
  if (object < 0 || symbol < 0) return [];
  const stated = view.argument(object, entry);
  return (stated < 0 ? [] : texts(view, stated)).map((address) => triggerOf(view, maker, { rule, protocol, method: '', address, symbol }));
}

interface Started {
  readonly rule: string;
  readonly protocol: 'http' | 'event' | 'schedule';
  readonly method: string;
  readonly address: string;
  readonly symbol: number;
}

function triggerOf(view: FileView, maker: SiteMaker, { rule, protocol, method, address, symbol }: Started): TriggerSite {
  return { kind: 'trigger', framework: 'medusa', rule, protocol, method, address, handler: maker.keyOf(behindAlias(view, symbol)), inline: undefined, receiver: undefined, range: placeGivenOut(view, symbol), confidence: 100 };
}
