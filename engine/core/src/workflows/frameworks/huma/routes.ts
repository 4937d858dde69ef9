import { Expression } from '../../../facts/schema.js';
import { outsidePath } from '../../../view/file-view.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import type { TriggerSite } from '../../sites.js';

const OPERATION = /^go:github\.com\/danielgtaylor\/huma(?:\/v\d+)?!.*\.Operation$/;
const BY_WRAPPER = 90;

/** `huma.Register(api, huma.Operation{Method: http.MethodGet, Path: "/orders"}, list)`, or a function of the repository that is given an operation and what answers it: huma.rocks/features/operations. */
export const routes: FrameworkRoutes = {
  files: /\.go$/,
  read: (view, maker) => (view.facts.indexOf('Path') < 0 ? [] : view.calls().flatMap((call) => routeOf(view, maker, call))),
};

function routeOf(view: FileView, maker: SiteMaker, call: CallSite): readonly TriggerSite[] {
  const { expression, range, outcome } = call;
  if (view.kind(expression) !== Expression.call) return [];
  const operation = view.arguments(expression).map(({ value }) => madeOperation(view, value)).find((row) => row >= 0) ?? -1;
  const path = operation < 0 ? undefined : view.text(view.argument(operation, 'Path'));
  const [handler] = path === undefined ? [] : maker.functionsGiven(view, call);
  if (path === undefined || handler === undefined) return [];
  const stated = view.argument(operation, 'Method');
  const method = (view.text(stated) ?? view.name(stated).replace(/^Method/, '')).toUpperCase();
  return [{ kind: 'trigger', framework: 'huma', rule: 'huma.operation', protocol: 'http', method: method === '' ? '*' : method, address: path, ...handler, receiver: undefined, range, confidence: outcome.kind === 'external' ? 100 : BY_WRAPPER }];
}

/** Row of an operation that stands in a call, or that a variable was first set to; -1 for anything else. */
function madeOperation(view: FileView, given: number): number {
  const value = view.kind(given) === Expression.name && view.localOf(given) >= 0 ? view.initialiser(given) : given;
  if (view.kind(value) !== Expression.new || view.argument(value, 'Path') < 0) return -1;
  return OPERATION.test(outsidePath(view.callOf(value)?.outcome) ?? '') ? value : -1;
}
