import type { ChainLink, FileView } from '../../../view/file-view.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import type { TriggerSite } from '../../sites.js';

/** `schedule.every(10).minutes.do(job)`, `@repeat(every().day.at("10:30"))`: schedule.readthedocs.io. */
export const routes: FrameworkRoutes = {
  files: /\.py$/,
  read: (view, maker) => [...view.calls().flatMap(({ expression }) => jobAt(view, maker, expression)), ...view.decorations().flatMap((site) => repeated(view, maker, site))],
};

function jobAt(view: FileView, maker: SiteMaker, expression: number): readonly TriggerSite[] {
  if (view.name(expression) !== 'do') return [];
  const every = textOf(view, view.chain(expression).slice(0, -1));
  const handler = every === undefined ? undefined : maker.keyNamed(view, view.argument(expression, 0));
  return every === undefined || handler === undefined ? [] : [triggerAt(view, 'schedule.job', expression, every, handler)];
}

function repeated(view: FileView, maker: SiteMaker, { name, symbol, expression }: { readonly name: string; readonly symbol: number; readonly expression: number }): readonly TriggerSite[] {
  const every = name === 'repeat' && symbol >= 0 ? textOf(view, view.chain(view.argument(expression, 0))) : undefined;
  return every === undefined ? [] : [triggerAt(view, 'schedule.repeat', expression, every, maker.keyOf(view.file.firstSymbol + symbol))];
}

function triggerAt(view: FileView, rule: string, expression: number, address: string, handler: string): TriggerSite {
  return { kind: 'trigger', framework: 'python-schedule', rule, protocol: 'schedule', method: '', address, qualifier: handler, handler, inline: undefined, receiver: undefined, range: view.place(expression), confidence: 100 };
}

/** `every 10 minutes`, `every day at 10:30`; undefined where the chain has no `every`. */
function textOf(view: FileView, links: readonly ChainLink[]): string | undefined {
  const first = links.findIndex(({ name, call }) => name === 'every' && call >= 0);
  if (first < 0) return undefined;
  return links
    .slice(first)
    .filter(({ name }) => name !== 'tag')
    .flatMap(({ name, call }) => [name, ...(call < 0 ? [] : view.arguments(call).flatMap(({ value }) => view.text(value) ?? []))])
    .join(' ');
}
