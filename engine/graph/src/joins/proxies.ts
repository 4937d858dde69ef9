import { joinPaths, pathTemplate, splitAddress } from './address.js';
import { isLocalHost } from './host-fit.js';

/** What a reverse proxy does with the requests below a path: it passes them on, often under another path. */
export interface ProxyRule {
  /** The host that it answers for; absent where it answers for any. */
  readonly server?: string;
  /** Path below which requests are passed on, as a template: `/api`. */
  readonly from: string;
  /** The path that takes its place: `/` where it is taken away. */
  readonly to: string;
  /** Whom they are passed on to, port and all; absent where only the running program knows it. */
  readonly host?: string;
}

/** A request's path and host, before or behind a proxy. */
export interface Addressed {
  readonly template: string;
  readonly host?: string;
}

/** How sure it is that a request goes through a proxy of its own repository or of its route's, and that what is behind it takes it. Whole per cent. */
export const THROUGH_PROXY = 60;
/** Rule of the edges from a request to the routes behind a proxy. */
export const PROXY_RULE = 'endpoint.proxy';

const ARROW = ' -> ';

/** The name of a proxy's trigger: `shop.example.com/api -> users:3000/`. */
export function proxyName({ server = '', from, to, host = '' }: ProxyRule): string {
  return `${server}${from}${ARROW}${host}${to}`;
}

/** The rule that a name states; undefined for a name of another kind. */
export function parseProxyName(name: string): ProxyRule | undefined {
  const arrow = name.indexOf(ARROW);
  const [left, right] = [sideOf(name.slice(0, arrow)), sideOf(name.slice(arrow + ARROW.length))];
  if (arrow < 0 || left === undefined || right === undefined) return undefined;
  return { ...(left.host === '' ? {} : { server: left.host }), from: left.path, to: right.path, ...(right.host === '' ? {} : { host: right.host }) };
}

function sideOf(text: string): { readonly host: string; readonly path: string } | undefined {
  const slash = text.indexOf('/');
  return slash < 0 ? undefined : { host: text.slice(0, slash), path: text.slice(slash) };
}

/** A rule of what a configuration states: a path, and the address that requests are passed on to. @param target `http://users:3000/v1`, or a path of the same host */
export function proxyRule(from: string, target: string, server?: string): ProxyRule {
  const { host, path } = splitAddress(target);
  return { ...(server === undefined || server === '' ? {} : { server: server.toLowerCase() }), from: pathTemplate(from), to: pathTemplate(path), ...(host === undefined || host === '' || /[{}$]/.test(host) ? {} : { host: host.toLowerCase() }) };
}

/** Proxies by the paths before and behind them. */
export class ProxyIndex<Proxy extends ProxyRule = ProxyRule> {
  private readonly byFrom = new Map<string, Proxy[]>();
  private readonly byTo = new Map<string, Proxy[]>();

  constructor(proxies: Iterable<Proxy>) {
    for (const proxy of proxies) {
      put(this.byFrom, proxy.from, proxy);
      put(this.byTo, proxy.to, proxy);
    }
  }

  /** Where a request goes by the proxies of the longest path that it is below. A request to a host that no proxy answers for goes through none. */
  forwardsOf({ template, host }: Addressed): readonly Addressed[] {
    if (this.byFrom.size === 0) return [];
    const isOpen = host === undefined || isLocalHost(host);
    for (const prefix of prefixesOf(template)) {
      const found = (this.byFrom.get(prefix) ?? []).filter(({ server }) => isOpen || server === host.toLowerCase());
      if (found.length > 0) return found.map((proxy) => ({ template: moved(template, proxy.from, proxy.to), ...(proxy.host === undefined ? {} : { host: proxy.host }) }));
    }
    return [];
  }

  /** Paths of requests that may go to a path through a proxy. */
  sourcesOf(template: string): readonly string[] {
    if (this.byTo.size === 0) return [];
    return [...new Set(prefixesOf(template).flatMap((prefix) => (this.byTo.get(prefix) ?? []).map((proxy) => moved(template, proxy.to, proxy.from))))];
  }
}

/** The path itself and those above it, the longest first. */
function prefixesOf(template: string): readonly string[] {
  const prefixes: string[] = [];
  for (let at = template; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) prefixes.push(at);
  return template === '/' ? prefixes : [...prefixes, '/'];
}

function moved(template: string, from: string, to: string): string {
  return joinPaths(to, from === '/' ? template : template.slice(from.length));
}

function put<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}
