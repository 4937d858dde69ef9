import { BlockList, isIP, isIPv6 } from 'node:net';
import type { RepositoryUrl } from './repository-url.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that the environment names for an address, decided here alone: git is told the answer and never reads the
 * variables, so that what goes without a proxy goes to the addresses that were checked.
 * `NO_PROXY` holds names, which stand for all below them too, `.names`, addresses, ranges such as 10.0.0.0/8, each perhaps
 * with a port, or `*`. Source: https://curl.se/docs/manpage.html#ENVIRONMENT
 */
export function environmentProxy(url: Pick<RepositoryUrl, 'scheme' | 'host' | 'port'>, environment: Environment = process.env): string | undefined {
  if (url.scheme !== 'https' && url.scheme !== 'http') return undefined;
  const proxy = read(environment, `${url.scheme}_proxy`) ?? read(environment, 'all_proxy');
  if (proxy === undefined) return undefined;
  const exceptions = (read(environment, 'no_proxy') ?? '').split(/[\s,]+/).filter((entry) => entry !== '');
  return exceptions.some((entry) => isException(entry, url.host.toLowerCase(), String(url.port))) ? undefined : proxy;
}

function read(environment: Environment, name: string): string | undefined {
  const value = (environment[name] ?? environment[name.toUpperCase()])?.trim();
  return value === '' ? undefined : value;
}

function isException(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  // A bare IPv6 address has colons of its own, and no port.
  const [, name = '', wantedPort] = (isIPv6(entry.split('/')[0] ?? '') ? undefined : /^(.*?):(\d+)$/.exec(entry.toLowerCase())) ?? ['', entry.toLowerCase()];
  if (wantedPort !== undefined && wantedPort !== port) return false;
  const plain = host.replace(/^\[|\]$/g, '');
  const family = isIP(plain);
  if (family !== 0) return isInRange(name.replace(/^\[|\]$/g, ''), plain, family);
  const suffix = name.replace(/^\*?\./, '');
  return suffix !== '' && (host === suffix || host.endsWith(`.${suffix}`));
}

/** An address, or all that begin like it: `10.0.0.0/8`. */
function isInRange(range: string, address: string, family: number): boolean {
  const [network = '', bits] = range.split('/');
  if (isIP(network) !== family) return false;
  const list = new BlockList();
  const kind = family === 4 ? 'ipv4' : 'ipv6';
  const length = bits === undefined ? (family === 4 ? 32 : 128) : Number(bits);
  if (!Number.isInteger(length) || length < 0 || length > (family === 4 ? 32 : 128)) return false;
  list.addSubnet(network, length, kind);
  return list.check(address, kind);
}
