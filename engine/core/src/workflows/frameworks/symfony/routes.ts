import { Expression, SYMBOL } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import type { TriggerSite } from '../../sites.js';

const SUBSCRIBED = 'getSubscribedEvents';
const DEPTH = 4;

/** Subscribers of events: `return [OrderPaid::class => 'onPaid', 'order.paid' => [['onPaid', 10]]]` (symfony.com/doc/current/event_dispatcher.html). */
export const routes: FrameworkRoutes = {
  files: /\.php$/,
  read: (view, maker) => (view.facts.indexOf(SUBSCRIBED) < 0 ? [] : subscriptions(view, maker)),
};

function subscriptions(view: FileView, maker: SiteMaker): readonly TriggerSite[] {
  const { symbols } = view.facts;
  const sites: TriggerSite[] = [];
  for (let row = 0; row < symbols.rows; row++) {
    if (view.facts.text(symbols.get(row, SYMBOL.name)) !== SUBSCRIBED) continue;
    const type = view.file.firstSymbol + symbols.get(row, SYMBOL.parent);
    for (const returned of view.returnedIn(symbols.get(row, SYMBOL.ownScope))) {
      for (const { event, value } of eventsOf(view, returned)) {
        for (const method of methodsIn(view, value)) {
          const handler = maker.methodKey(view, type, method);
          if (handler !== undefined) sites.push({ kind: 'trigger', framework: 'symfony', rule: 'symfony.subscriber', protocol: 'event', method: '', address: event, handler, inline: undefined, receiver: undefined, range: view.place(value), confidence: 100 });
        }
      }
    }
  }
  return sites;
}

/** The events that a map names: by a class, a constant or a text. */
function eventsOf(view: FileView, map: number): readonly { readonly event: string; readonly value: number }[] {
  if (view.kind(map) !== Expression.array && view.kind(map) !== Expression.object) return [];
  return view.arguments(map).flatMap(({ name, value }) => (name === undefined ? [] : [{ event: name.replace(/::class$/, '').replace(/^.*\\/s, ''), value }]));
}

/** Names of methods in what an event is given: `'onPaid'`, `['onPaid', 10]`, `[['onPaid', 10], ['onLater']]`. */
function methodsIn(view: FileView, value: number, depth = 0): readonly string[] {
  const text = view.text(value);
  if (text !== undefined) return /^[A-Za-z_]\w*$/.test(text) ? [text] : [];
  if (depth > DEPTH || (view.kind(value) !== Expression.array && view.kind(value) !== Expression.object)) return [];
  return view.arguments(value).flatMap((part) => methodsIn(view, part.value, depth + 1));
}
