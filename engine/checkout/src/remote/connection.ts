import { environmentProxy } from '../address/environment-proxy.js';
import { formatUrl } from '../address/repository-url.js';
import type { RepositoryUrl } from '../address/repository-url.js';
import { resolveHost } from '../address/resolve-host.js';
import type { Resolver } from '../address/resolve-host.js';
import { CheckoutError } from '../checkout-error.js';
import { trustedAuthorities } from '../git/authorities.js';
import type { GitScratch } from '../git/git-environment.js';
import type { CheckoutPolicy, Credential } from '../policy.js';

/** All that git needs to talk to one server, and to no other. */
export interface Connection {
  /** What git is told; holds no credential. */
  readonly address: string;
  readonly environment: NodeJS.ProcessEnv;
}

export interface ConnectionRequest {
  readonly url: RepositoryUrl;
  readonly credential?: Credential | undefined;
  readonly policy: CheckoutPolicy;
  readonly resolve?: Resolver | undefined;
}

/**
 * Checks the address and pins it: whatever its name answers later, git connects to the addresses that were checked.
 * @throws {CheckoutError}
 */
export async function connect(scratch: GitScratch, request: ConnectionRequest): Promise<Connection> {
  const { url, credential } = request;
  const httpProxy = request.policy.httpProxy ?? environmentProxy(url);
  const policy: CheckoutPolicy = httpProxy === undefined ? request.policy : { ...request.policy, httpProxy };
  const addresses = followsOwnSshConfiguration(request) ? undefined : await resolveHost(url, policy, request.resolve);
  if (url.scheme === 'ssh') return connectBySsh(scratch, request, addresses ?? []);
  if (credential?.kind === 'sshKey') throw new CheckoutError('authenticationFailed', `${url.scheme}: takes a user name and a password or token, not a key`);
  const settings: [string, string][] = [];
  const pinned = addresses?.map((address) => (address.includes(':') ? `[${address}]` : address)).join(',');
  if (pinned !== undefined && url.scheme !== 'git') settings.push(['http.curloptResolve', `${url.host}:${url.port}:${pinned}`]);
  // git: cannot be pinned by a setting, so it is told the address in place of the name.
  const target = url.scheme === 'git' ? { ...url, host: addresses?.[0] ?? url.host } : url;
  // A proxy's address may hold a password.
  const proxySetting: [string, string] = ['http.proxy', url.scheme === 'git' ? '' : (httpProxy ?? '')];
  const secretSettings: [string, string][] = credential === undefined ? [] : [[`http.${formatUrl({ ...url, path: '/' })}.extraHeader`, `Authorization: Basic ${Buffer.from(`${credential.username}:${credential.password}`).toString('base64')}`]];
  // Read for this protocol alone: most calls of git ask no server.
  const authorities = url.scheme === 'https' ? await trustedAuthorities() : undefined;
  const authoritiesFile = authorities === undefined ? {} : { authoritiesFile: await scratch.writeSecret('authorities.pem', authorities) };
  return { address: formatUrl(target), environment: scratch.environment({ protocols: [url.scheme], settings, secretSettings: [proxySetting, ...secretSettings], ...authoritiesFile }) };
}

/** Where a person's own ssh may go anywhere, their own configuration decides where: a host may be an alias there that no name server knows. */
function followsOwnSshConfiguration({ url, credential, policy }: ConnectionRequest): boolean {
  return url.scheme === 'ssh' && credential === undefined && policy.usesOwnSshIdentity && policy.allowsPrivateAddresses && policy.allowedHosts === undefined;
}

async function connectBySsh(scratch: GitScratch, { url, credential, policy }: ConnectionRequest, addresses: readonly string[]): Promise<Connection> {
  if (credential?.kind === 'password') throw new CheckoutError('authenticationFailed', 'ssh takes a private key, not a password; or use the https address');
  const options = ['BatchMode=yes', 'ConnectTimeout=20', 'ForwardAgent=no', 'ClearAllForwardings=yes', 'PermitLocalCommand=no', 'StrictHostKeyChecking=accept-new'];
  const address = addresses[0];
  if (address !== undefined) options.push(`HostName=${address}`, `HostKeyAlias=${url.host}`);
  const usesOwnIdentity = credential === undefined && policy.usesOwnSshIdentity;
  if (credential !== undefined) {
    const key = await scratch.writeSecret('key', credential.privateKey.endsWith('\n') ? credential.privateKey : `${credential.privateKey}\n`);
    options.push(`IdentityFile=${key}`, 'IdentitiesOnly=yes', 'IdentityAgent=none');
  } else if (!usesOwnIdentity) options.push('IdentityFile=none', 'IdentitiesOnly=yes', 'IdentityAgent=none');
  // What was learnt about hosts is the person's own where the identity is; else it ends with this checkout.
  if (!usesOwnIdentity) options.push(`UserKnownHostsFile=${scratch.folder}/known-hosts`, 'GlobalKnownHostsFile=/dev/null');
  const sshCommand = ['ssh', ...(usesOwnIdentity ? [] : ['-F', '/dev/null']), ...options.flatMap((option) => ['-o', quoted(option)])].join(' ');
  const environment = scratch.environment({ protocols: ['ssh'], sshCommand });
  const agent = process.env.SSH_AUTH_SOCK;
  return { address: formatUrl(url), environment: usesOwnIdentity && agent !== undefined ? { ...environment, SSH_AUTH_SOCK: agent } : environment };
}

/** git hands this command to a shell: each option is one word of it, whatever it holds. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
