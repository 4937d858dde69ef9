import { CheckoutError } from '../checkout-error.js';
import type { Credential } from '../policy.js';

export const URL_SCHEMES = ['https', 'http', 'ssh', 'git'] as const;
export type UrlScheme = (typeof URL_SCHEMES)[number];

/** A repository's address in parts; it holds no password. */
export interface RepositoryUrl {
  readonly scheme: UrlScheme;
  /** In lower case; an IPv6 address stands without brackets. */
  readonly host: string;
  readonly port: number;
  /** Login name of ssh. */
  readonly user?: string;
  /** Begins with `/`; for the short ssh form `git@host:path` without one, relative to the login's home. */
  readonly path: string;
}

export interface ParsedUrl {
  readonly url: RepositoryUrl;
  /** What the text held of user name and password, taken out of it. */
  readonly credential?: Credential;
}

const DEFAULT_PORTS: Readonly<Record<UrlScheme, number>> = { https: 443, http: 80, ssh: 22, git: 9418 };
const LONGEST_URL = 2_000;
const HOST = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?\.?$/;
const USER = /^[A-Za-z0-9_][A-Za-z0-9_.@+-]*$/;
// Every control character, among them NUL, line ends and escape.
const CONTROL = /\p{Cc}/u;

/** Whether a text is meant as a URL (also a forbidden one) rather than as a path of this machine. */
export function isUrlLike(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:(?:\/\/|:)/.test(text) || isShortSsh(text);
}

/**
 * Parses `https://host/path`, `http://…`, `ssh://user@host/path`, `git://…` and `user@host:path`.
 * @throws {CheckoutError} `forbiddenUrl`, never with the text itself, which may hold a password
 */
export function parseRepositoryUrl(text: string): ParsedUrl {
  if (text.length > LONGEST_URL) throw forbidden('the address is too long');
  if (CONTROL.test(text)) throw forbidden('the address holds a control character');
  if (text.startsWith('-')) throw forbidden('an address cannot begin with "-"');
  if (/^[A-Za-z][A-Za-z0-9+.-]*::/.test(text)) throw forbidden('an address with "::" would start a helper program');
  if (isShortSsh(text)) return parseShortSsh(text);
  return parseWithScheme(text);
}

function isShortSsh(text: string): boolean {
  return /^[^/\\@:\s]+@(?:[^/\\:\s]+|\[[^\]]+\]):(?!\/\/)/.test(text) || /^[a-z0-9-]+(?:\.[a-z0-9-]+)+:(?!\/\/|\d)/i.test(text);
}

function parseShortSsh(text: string): ParsedUrl {
  const [, user, host = '', path = ''] = /^(?:([^@]*)@)?(\[[^\]]+\]|[^:]*):(.*)$/s.exec(text) ?? [];
  return { url: { scheme: 'ssh', host: checkedHost(host), port: DEFAULT_PORTS.ssh, ...(user === undefined ? {} : { user: checkedUser(user) }), path: checkedPath(path) } };
}

function parseWithScheme(text: string): ParsedUrl {
  let parsed: URL;
  try {
    parsed = new URL(text);
  } catch (error) {
    throw new CheckoutError('forbiddenUrl', 'this is no address of a repository; write it as https://host/path or git@host:path', { cause: withoutInput(error) });
  }
  const scheme = URL_SCHEMES.find((known) => `${known}:` === parsed.protocol);
  if (scheme === undefined) throw forbidden(`${parsed.protocol}// is not allowed; use https, ssh or git`);
  if (parsed.search !== '' || parsed.hash !== '') throw forbidden('the address of a repository has no "?" or "#"');
  const host = checkedHost(parsed.hostname);
  const port = parsed.port === '' ? DEFAULT_PORTS[scheme] : Number(parsed.port);
  const path = checkedPath(decoded(parsed.pathname));
  const username = decoded(parsed.username);
  const password = decoded(parsed.password);
  if (scheme === 'ssh') {
    if (password !== '') throw forbidden('ssh takes a key, not a password');
    return { url: { scheme, host, port, ...(username === '' ? {} : { user: checkedUser(username) }), path } };
  }
  if (username === '' && password === '') return { url: { scheme, host, port, path } };
  if (scheme === 'git') throw forbidden('git: takes no credential');
  return { url: { scheme, host, port, path }, credential: { kind: 'password', username, password } };
}

/** The address as people read it. It never holds a password, because none is in the parts. */
export function formatUrl(url: RepositoryUrl): string {
  const host = url.host.includes(':') ? `[${url.host}]` : url.host;
  const user = url.user === undefined ? '' : `${url.user}@`;
  const port = url.port === DEFAULT_PORTS[url.scheme] ? '' : `:${url.port}`;
  if (url.scheme === 'ssh' && !url.path.startsWith('/')) return `${user}${host}:${url.path}`;
  const path = url.path.split('/').map(encodeURIComponent).join('/').replaceAll('%7E', '~').replaceAll('%40', '@').replaceAll('%3A', ':').replaceAll('%2B', '+');
  return `${url.scheme}://${user}${host}${port}${path}`;
}

/** Any text with the passwords of the URLs in it replaced by `***`; for messages and logs. */
export function maskCredentials(text: string): string {
  return text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^/\s@]*@(?=[^/\s])/gi, '$1***@');
}

/** What people call the repository: the last part of its path, without `.git`. */
export function repositoryName(path: string): string {
  const parts = path.split(/[/\\]/).filter((part) => part !== '');
  return (parts.at(-1) ?? 'repository').replace(/\.git$/i, '') || 'repository';
}

function checkedHost(host: string): string {
  const lower = host.toLowerCase();
  const bare = /^\[([0-9a-f:.]+)\]$/.exec(lower)?.[1];
  if (bare !== undefined) return bare;
  if (!HOST.test(lower)) throw forbidden('the address names no host');
  return lower;
}

function checkedUser(user: string): string {
  if (!USER.test(user)) throw forbidden('the login name holds a character that is not allowed');
  return user;
}

function checkedPath(path: string): string {
  if (path === '' || path === '/') throw forbidden('the address names a host but no repository');
  // ssh hands the path to a program there; git itself refuses it where it begins with "-".
  if (path.startsWith('-') || path.startsWith('/-')) throw forbidden('a path cannot begin with "-"');
  if (CONTROL.test(path)) throw forbidden('the address holds a control character');
  return path;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw forbidden('the address holds a "%" that encodes nothing');
  }
}

/** The runtime's own error repeats the whole text, password included. */
function withoutInput(error: unknown): Error {
  return new Error(error instanceof Error ? error.name : 'invalid');
}

function forbidden(message: string): CheckoutError {
  return new CheckoutError('forbiddenUrl', message);
}
