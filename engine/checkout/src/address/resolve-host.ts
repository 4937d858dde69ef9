import { lookup } from 'node:dns/promises';
import { CheckoutError } from '../checkout-error.js';
import type { CheckoutPolicy } from '../policy.js';
import { isPrivateAddress, spelledAddress } from './ip-address.js';
import type { RepositoryUrl } from './repository-url.js';

/** Gives all addresses of a name; replaced in tests. */
export type Resolver = (host: string) => Promise<readonly string[]>;

export const systemResolver: Resolver = async (host) => (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);

/**
 * Checks a host against the policy and resolves it once. Whoever connects uses the answer, so that a name which answers
 * differently the second time changes nothing.
 * @returns addresses to connect to; undefined where a proxy resolves
 * @throws {CheckoutError} `forbiddenUrl`, `forbiddenAddress` or `unreachable`
 */
export async function resolveHost(url: RepositoryUrl, policy: CheckoutPolicy, resolve: Resolver = systemResolver): Promise<readonly string[] | undefined> {
  if ((url.scheme === 'http' || url.scheme === 'git') && !policy.allowsPlainTransport) {
    throw new CheckoutError('forbiddenUrl', `${url.scheme}: is not allowed here; use https or ssh`);
  }
  const isListed = isAllowedHost(url.host, policy.allowedHosts);
  if (policy.allowedHosts !== undefined && !isListed) throw new CheckoutError('forbiddenAddress', `${url.host} is not one of the hosts that this instance may ask`);
  const spelled = spelledAddress(url.host);
  if (policy.httpProxy !== undefined && url.scheme.startsWith('http')) {
    if (spelled !== undefined && !isListed && !policy.allowsPrivateAddresses && isPrivateAddress(spelled)) throw privateHost(url.host);
    return undefined;
  }
  const addresses = spelled === undefined ? await resolveName(url.host, resolve) : [spelled];
  // One private answer among public ones is enough to refuse: the connection might take it.
  if (!policy.allowsPrivateAddresses && addresses.some(isPrivateAddress)) throw privateHost(url.host);
  return addresses;
}

async function resolveName(host: string, resolve: Resolver): Promise<readonly string[]> {
  try {
    const addresses = await resolve(host);
    if (addresses.length > 0) return addresses;
  } catch (error) {
    throw new CheckoutError('unreachable', `the host ${host} was not found`, { cause: error });
  }
  throw new CheckoutError('unreachable', `the host ${host} was not found`);
}

function isAllowedHost(host: string, allowed: readonly string[] | undefined): boolean {
  return allowed?.some((pattern) => (pattern.startsWith('.') ? host.endsWith(pattern) : host === pattern)) ?? false;
}

function privateHost(host: string): CheckoutError {
  return new CheckoutError('forbiddenAddress', `${host} is an address inside a network, which this instance does not allow`);
}
