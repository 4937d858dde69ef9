import type { FileView } from '../../../view/file-view.js';
import { frequencyOf } from '../../frequencies.js';
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
  const every = frequencyOf(view, view.chain(expression).slice(0, -1));
  const handler = every === undefined ? undefined : maker.keyNamed(view, view.argument(expression, 0));
  return every === undefined || handler === undefined ? [] : [triggerAt(view, 'schedule.job', expression, every, handler)];
}

function repeated(view: FileView, maker: SiteMaker, { name, symbol, expression }: { readonly name: string; readonly symbol: number; readonly expression: number }): readonly TriggerSite[] {
  const every = name === 'repeat' && symbol >= 0 ? frequencyOf(view, view.chain(view.argument(expression, 0))) : undefined;
  return every === undefined ? [] : [triggerAt(view, 'schedule.repeat', expression, every, maker.keyOf(view.file.firstSymbol + symbol))];
}

function triggerAt(view: FileView, rule: string, expression: number, address: string, handler: string): TriggerSite {
  return { kind: 'trigger', framework: 'python-schedule', rule, protocol: 'schedule', method: '', address, qualifier: handler, handler, inline: undefined, receiver: undefined, range: view.place(expression), confidence: 100 };
}
