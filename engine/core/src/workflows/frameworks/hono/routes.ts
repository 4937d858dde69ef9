import { joinPaths } from '@pinata/graph';
import type { CallMarks } from '../../../assemble-graph/call-marks.js';
import { Expression } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import { outsidePath } from '../../../view/file-view.js';
import type { FrameworkRoutes, Rule } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import type { Site } from '../../sites.js';

const VERB = /^\$(get|post|put|patch|delete)$/;
const MAKER = /^npm:hono!(?:client\.)?hc$/;
const DEPTH = 24;

/** Requests of clients whose members spell the path: hono.dev/docs/guides/rpc. */
export const routes: FrameworkRoutes = {
  files: /\.(?:[cm]?[jt]sx?|vue|svelte)$/,
  read: (view, maker, marks) => requests(view, maker, marks),
};

function requests(view: FileView, maker: SiteMaker, marks: CallMarks): readonly Site[] {
  return view.calls().flatMap(({ expression, owner, range }) => {
    const verb = view.kind(expression) === Expression.call ? VERB.exec(view.name(expression))?.[1] : undefined;
    const address = verb === undefined ? undefined : addressOf(view, view.operand(view.operand(expression)));
    if (verb === undefined || address === undefined) return [];
    const rule: Rule = { id: 'hono.client', on: 'call', effect: { effect: 'requests', target: 'endpoint', protocol: 'http', method: `=${verb}`, address: `=${address}` } };
    const symbol = owner < 0 || view.program.fileOfSymbol(owner) !== view.file ? -1 : owner - view.file.firstSymbol;
    return maker.make(rule, { view, expression, symbol, type: -1 }, { framework: 'hono', rule: rule.id, range, confidence: 100 }, marks);
  });
}

/** `client.todos[':id']` under the address that the client was made with; undefined where the root is no client. */
function addressOf(view: FileView, row: number): string | undefined {
  const names: string[] = [];
  for (let at = row, depth = 0; at >= 0 && depth < DEPTH; at = view.operand(at), depth++) {
    const kind = view.kind(at);
    if (kind === Expression.name) return baseOf(view, at, names);
    if (kind === Expression.member) names.unshift(view.name(at) === 'index' ? '' : view.name(at));
    else if (kind === Expression.index) names.unshift(view.text(view.argument(at, 0)) ?? '{}');
    else return undefined;
  }
  return undefined;
}

function baseOf(view: FileView, name: number, names: readonly string[]): string | undefined {
  const made = view.setting(name);
  if (made === undefined || view.kind(name) !== Expression.name || !MAKER.test(outsidePath(made.view.callOf(made.row)?.outcome) ?? '')) return undefined;
  // Where the client is for is known when the code runs; its path may be stated.
  const base = (made.view.text(made.view.argument(made.row, 0)) ?? '').replace(/^(?:[a-z][a-z\d+.-]*:\/\/[^/]*|\{\})/i, '');
  return joinPaths(base, ...names);
}
