import { joinPaths } from '@pinata/graph';
import { Expression } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import { outsidePath } from '../../../view/file-view.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import { fileKey } from '../../sites.js';
import type { Site } from '../../sites.js';

const ROUTE = /^npm:@tanstack\/(?:react|solid|vue)-(?:router|start)!create(?:Lazy)?FileRoute\(\)$/;
/** What runs before a page is shown. */
const LOADERS = ['beforeLoad', 'loader'] as const;

/** Pages of files that say their own path: tanstack.com/router/latest/docs/framework/react/routing/file-based-routing. */
export const routes: FrameworkRoutes = {
  files: /\.[jt]sx?$/,
  read: (view, maker) => view.calls().flatMap(({ expression, outcome }) => (ROUTE.test(outsidePath(outcome) ?? '') ? pageOf(view, maker, expression) : [])),
};

function pageOf(view: FileView, maker: SiteMaker, call: number): readonly Site[] {
  const path = view.text(view.argument(view.operand(call), 0));
  const options = view.argument(call, 0);
  const component = view.argument(options, 'component');
  // What frames other routes has no path of its own.
  if (path === undefined || component < 0 || /(?:^|\/)_[^/]*$/.test(path)) return [];
  const isNamed = view.kind(component) === Expression.name || view.kind(component) === Expression.member;
  const key = isNamed ? maker.keyNamed(view, component) : undefined;
  const handler = key === undefined || key.startsWith('local ') ? fileKey(view.file.path) : key;
  const range = view.place(call);
  const loading = LOADERS.flatMap((name) => {
    const row = view.argument(options, name);
    const target = view.kind(row) === Expression.name || view.kind(row) === Expression.member ? maker.keyNamed(view, row) : undefined;
    return target === undefined || target.startsWith('local ') ? [] : [target];
  });
  return [
    { kind: 'trigger', framework: 'tanstack-router', rule: 'tanstack-router.page', protocol: 'page', method: '', address: addressOf(path), handler, inline: undefined, receiver: undefined, range, confidence: 100 },
    ...loading.map((target): Site => ({ kind: 'hook', framework: 'tanstack-router', rule: 'tanstack-router.load', source: handler, target, range, confidence: 100 })),
  ];
}

/** `/_layout/(shop)/items_/$id` as `/items/{id}`. */
function addressOf(path: string): string {
  return joinPaths(...path.split('/').filter((name) => !/^(?:_.*|\(.*\))$/.test(name)).map((name) => name.replace(/^\{-\$(\w+)\}$/, '{$1?}').replaceAll(/\$(\w*)/g, '{$1}').replace(/_$/, '')));
}
