import type { CallSite, FileView } from '../../../view/file-view.js';
import { outsidePath } from '../../../view/file-view.js';
import { frequencyOf } from '../../frequencies.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import type { TriggerSite } from '../../sites.js';

const DOES = /^go:github\.com\/go-co-op\/gocron!.*\.Do$/;

/** `s.Every(1).Day().At("10:30").Do(task)`: pkg.go.dev/github.com/go-co-op/gocron. */
export const routes: FrameworkRoutes = {
  files: /\.go$/,
  read: (view, maker) => view.calls().flatMap((call) => (DOES.test(outsidePath(call.outcome) ?? '') ? jobAt(view, maker, call) : [])),
};

function jobAt(view: FileView, maker: SiteMaker, call: CallSite): readonly TriggerSite[] {
  const links = view.chain(call.expression).slice(0, -1);
  const cron = links.find(({ name }) => /^Cron(?:WithSeconds)?$/.test(name))?.call ?? -1;
  const address = view.text(view.argument(cron, 0)) ?? frequencyOf(view, links);
  const handler = maker.handlerOf(view, call, view.argument(call.expression, 0));
  return address === undefined || handler === undefined ? [] : [{ kind: 'trigger', framework: 'go-schedules', rule: 'gocron.do', protocol: 'schedule', method: '', address, ...handler, receiver: undefined, range: call.range, confidence: 100 }];
}
