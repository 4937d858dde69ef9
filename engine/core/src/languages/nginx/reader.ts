import type { FactsBuilder } from '../../facts/file-facts.js';
import { FactError } from '../../facts/schema.js';
import { DeployFacts } from '../deploy/deploy-facts.js';
import { addProxy, beginningOf, moveBelow, moveOfExpression, proxyText } from '../deploy/proxies.js';
import type { PathMove } from '../deploy/proxies.js';
import type { LanguageReader } from '../load-reader.js';
import { readDirectives } from './directives.js';
import type { Directive } from './directives.js';

/** Variables that hold the path as it came. */
const WHOLE_PATH = /\$(?:request_uri|uri)$/;
/** What hands the query on, which tells no path. */
const QUERY = /\$is_args(?:\$args|\$query_string)$/;

/** Locations that pass requests on, as proxies: nginx.org/en/docs/http/ngx_http_proxy_module.html. */
function readFacts(source: string, facts: FactsBuilder): void {
  const deploy = new DeployFacts(facts, source);
  const root = readDirectives(source);
  if (root === undefined) facts.tables.errors.add(FactError.syntax, 0, 0, facts.lines, 0);
  else readBlock(new Upstreams(root), deploy, root, undefined, undefined);
}

/** Servers by the names of the groups that they are in: nginx.org/en/docs/http/ngx_http_upstream_module.html. */
class Upstreams {
  private readonly servers = new Map<string, string>();

  constructor(directives: readonly Directive[]) {
    this.read(directives);
  }

  private read(directives: readonly Directive[]): void {
    for (const { words: [keyword, name], inside } of directives) {
      const servers = inside.flatMap(({ words }) => (words[0] === 'server' && words.length > 1 ? (words[1] ?? '') : []));
      // Of several servers each may be the same program.
      if (keyword === 'upstream' && name !== undefined && servers.length === 1) this.servers.set(name, servers[0] ?? name);
      else this.read(inside);
    }
  }

  /** An address with the server's name for that of its group. */
  addressOf(target: string): string {
    const [, scheme = '', host = '', path = ''] = /^([a-z]+:\/\/)([^/:]+)(.*)$/s.exec(target) ?? [];
    const server = this.servers.get(host);
    return server === undefined ? target : `${scheme}${server}${path}`;
  }
}

function readBlock(upstreams: Upstreams, deploy: DeployFacts, directives: readonly Directive[], server: string | undefined, location: Directive | undefined): void {
  const names = directives.find(({ words }) => words[0] === 'server_name')?.words.slice(1).filter((name) => /^[\w-]+(?:\.[\w-]+)+$/.test(name) && name !== 'localhost');
  const own = names?.[0] ?? server;
  for (const directive of directives) {
    const [keyword] = directive.words;
    if (directive.inside.length > 0) readBlock(upstreams, deploy, directive.inside, own, keyword === 'location' ? directive : location);
    else if (keyword === 'proxy_pass' && location !== undefined) addProxy(deploy, textOf(location, directives, upstreams.addressOf(directive.words[1] ?? ''), own), location.start, location.end);
  }
}

function textOf(location: Directive, directives: readonly Directive[], target: string, server: string | undefined): string | undefined {
  const [, first = '', second] = location.words;
  const isExpression = first === '~' || first === '~*';
  const written = second ?? first;
  const stated = target.replace(QUERY, '');
  // An address that is a variable as a whole leaves the path as it is.
  const address = stated.startsWith('$') ? '' : stated.replace(WHOLE_PATH, '');
  // The path that proxy_pass itself states, behind the host.
  const path = /^[a-z]+:\/\/[^/]+(\/.*)?$/.exec(address)?.[1];
  const host = path === undefined ? address : address.slice(0, -path.length);
  if (isExpression && path !== undefined) {
    const move = moveOfExpression(written, path);
    return move === undefined ? undefined : proxyText(move, host, server);
  }
  const from = isExpression ? beginningOf(written) : written.startsWith('/') ? written.replace(/(?<=.)\/$/, '') : undefined;
  if (from === undefined) return undefined;
  const move: PathMove | undefined = path === undefined ? (rewritten(from, directives) ?? { from, to: from }) : { from, to: path };
  return proxyText(move, host, server);
}

/** What `rewrite ^/api/(.*)$ /$1 break` does to the paths of a location. */
function rewritten(from: string, directives: readonly Directive[]): PathMove | undefined {
  for (const { words } of directives) {
    const move = words[0] === 'rewrite' ? moveOfExpression(words[1] ?? '', words[2] ?? '') : undefined;
    const below = move === undefined ? undefined : moveBelow(from, move);
    if (below !== undefined) return below;
  }
  return undefined;
}

export const reader: LanguageReader = { facts: readFacts };
