import type { FileView } from '../../../view/file-view.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import type { TriggerSite } from '../../sites.js';

/** Topics with the consumers that take them: karafka.io/docs/Routing. */
export const routes: FrameworkRoutes = {
  files: /(?:^|\/)karafka\.rb$/,
  read: (view, maker) => view.calls().flatMap(({ expression, range }) => (view.name(expression) === 'consumer' && view.chain(expression).length === 1 ? consumerAt(view, maker, expression, range) : [])),
};

function consumerAt(view: FileView, maker: SiteMaker, call: number, range: TriggerSite['range']): readonly TriggerSite[] {
  const around = view.lambdasAround(call).map((lambda) => view.callAround(lambda)).find((one) => one >= 0 && view.name(one) === 'topic');
  const address = around === undefined ? undefined : view.text(view.argument(around, 0));
  const handler = maker.methodKey(view, maker.typeNamed(view, view.argument(call, 0)), 'consume');
  if (address === undefined || handler === undefined) return [];
  return [{ kind: 'trigger', framework: 'kafka', rule: 'karafka.topic', protocol: 'message', method: '', address, handler, inline: undefined, receiver: undefined, range, confidence: 100 }];
}
