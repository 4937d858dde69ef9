import { ARGUMENT, Expression } from '../../../facts/schema.js';
import { beginningOf, moveOfReplacement, proxyText } from '../../../languages/deploy/proxies.js';
import type { PathMove } from '../../../languages/deploy/proxies.js';
import type { FileView } from '../../../view/file-view.js';
import { fileKey } from '../../sites.js';
import type { TriggerSite } from '../../sites.js';
import { texts } from '../../given.js';

/** How sure it is that an object with a target and a path is a proxy, in a file that is called so. */
const BY_SHAPE = 90;
const MOST_PROXIES = 200;
/** What the last parameter of a path of Next.js takes: all that follows. */
const REST = /\/:\w+\*$/;
const ADDRESS = /^(?:https?|wss?):\/\//;

/** Proxies of Vite, webpack, Angular and Vue (vite.dev/config/server-options#server-proxy, webpack.js.org/configuration/dev-server/#devserverproxy), and rewrites of Next.js. */
export function proxiesOfScript(view: FileView): readonly TriggerSite[] {
  const keys = keysOf(view);
  const found: TriggerSite[] = [];
  const { expressions } = view.facts;
  for (let row = 0; row < expressions.rows && found.length < MOST_PROXIES; row++) {
    if (view.kind(row) === Expression.object) for (const text of proxiesOf(view, row, keys)) found.push(siteOf(view, row, text));
    else if (view.kind(row) === Expression.literal) found.push(...shortProxy(view, row, keys));
  }
  return found;
}

/** Values of entries by their keys. */
function keysOf(view: FileView): ReadonlyMap<number, string> {
  const { arguments: parts } = view.facts;
  const keys = new Map<number, string>();
  for (let part = 0; part < parts.rows; part++) {
    const name = parts.get(part, ARGUMENT.name);
    if (name >= 0) keys.set(parts.get(part, ARGUMENT.value), view.facts.text(name));
  }
  return keys;
}

function proxiesOf(view: FileView, object: number, keys: ReadonlyMap<number, string>): readonly string[] {
  const source = view.text(view.argument(object, 'source'));
  const destination = view.text(view.argument(object, 'destination'));
  if (source !== undefined && destination !== undefined && view.argument(object, 'permanent') < 0) return rewriteOf(source, destination);
  const target = view.argument(object, 'target');
  if (target < 0) return [];
  return pathsOf(view, object, keys).flatMap((path) => {
    const beginning = beginningOf(path);
    const move = beginning === undefined ? undefined : (moveIn(view, object, beginning) ?? { from: beginning, to: beginning });
    return (move === undefined ? undefined : proxyText(move, view.text(target) ?? '')) ?? [];
  });
}

/** `{ source: '/api/:path*', destination: 'http://users:3000/:path*' }`. */
function rewriteOf(source: string, destination: string): readonly string[] {
  if (REST.test(source) !== REST.test(destination)) return [];
  const from = beginningOf(source.replace(REST, ''));
  const text = from === undefined ? undefined : proxyText({ from, to: '' }, destination.replace(REST, ''));
  return text === undefined ? [] : [text];
}

/** Paths that a proxy is for: its key, its list of them, or what the call is given before it. */
function pathsOf(view: FileView, object: number, keys: ReadonlyMap<number, string>): readonly string[] {
  const key = keys.get(object);
  if (key !== undefined && /^\^?\//.test(key)) return [key];
  const context = view.argument(object, 'context');
  if (context >= 0) return texts(view, context);
  const call = view.callAround(object);
  const path = view.kind(call) === Expression.call && /[pP]roxy/.test(view.name(call)) ? view.text(view.argument(call, 0)) : undefined;
  return path === undefined ? [] : [path];
}

/** What `pathRewrite: { '^/api': '' }` or `rewrite: (path) => path.replace(/^\/api/, '')` does. */
function moveIn(view: FileView, object: number, beginning: string): PathMove | undefined {
  const rewrite = view.argument(object, 'rewrite');
  const returned = view.kind(rewrite) === Expression.lambda ? view.returnedExpression(rewrite) : -1;
  const replaced = view.kind(returned) === Expression.call && view.name(returned) === 'replace' ? [{ name: view.text(view.argument(returned, 0))?.replace(/^\/(.*)\/[a-z]*$/s, '$1'), value: view.argument(returned, 1) }] : [];
  const table = view.argument(object, 'pathRewrite');
  for (const { name, value } of [...replaced, ...(table < 0 ? [] : view.arguments(table))]) {
    const to = view.text(value);
    const move = name === undefined || to === undefined ? undefined : moveOfReplacement(beginning, name, to);
    if (move !== undefined) return move;
  }
  return undefined;
}

/** `proxy: { '/api': 'http://localhost:4000' }`. */
function shortProxy(view: FileView, literal: number, keys: ReadonlyMap<number, string>): readonly TriggerSite[] {
  const path = keys.get(literal);
  const target = path === undefined || !/^\^?\//.test(path) ? undefined : view.text(literal);
  if (path === undefined || target === undefined || !ADDRESS.test(target) || keys.get(view.callAround(literal)) !== 'proxy') return [];
  const from = beginningOf(path);
  const text = from === undefined ? undefined : proxyText({ from, to: from }, target);
  return text === undefined ? [] : [siteOf(view, literal, text)];
}

function siteOf(view: FileView, expression: number, address: string): TriggerSite {
  return { kind: 'trigger', framework: 'proxies', rule: 'proxy.script', protocol: 'proxy', method: '', address, handler: fileKey(view.file.path), inline: undefined, receiver: undefined, range: view.place(expression), confidence: BY_SHAPE };
}
