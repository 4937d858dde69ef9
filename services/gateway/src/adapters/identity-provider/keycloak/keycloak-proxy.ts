import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { pipeline } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

export interface KeycloakProxyOptions {
  /** As browsers reach it, below our own origin: its path is what is passed on. */
  readonly url: string;
  readonly internalUrl: string;
  readonly realm: string;
  readonly onError: (error: unknown) => void;
}

const TIMEOUT_MILLISECONDS = 30_000;
/** Forms and tokens are small. */
const LARGEST_BODY = 256 * 1024;
/** Of one connection (RFC 9110, 7.6.1), and what we say ourselves. */
const NOT_PASSED_ON = new Set(['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'expect', 'host', 'forwarded']);
const UNAVAILABLE = '<!doctype html><html lang="en"><title>Pinata Code</title><h1>Signing in does not work now</h1><p>The sign-in service does not answer. Try again in a minute; whoever is signed in already may go on.</p></html>';

/**
 * Passes one realm of Keycloak, and the resources of its pages, on to it, so that one address serves everything. Its
 * administration, its other realms and its metrics stay where they are.
 */
export function registerKeycloakProxy(server: FastifyInstance, options: KeycloakProxyOptions): void {
  const { pathname: prefix } = new URL(options.url);
  void server.register((proxy, _pluginOptions, done) => {
    // Keycloak reads bodies itself.
    proxy.removeAllContentTypeParsers();
    proxy.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null));
    proxy.all(`${prefix}/*`, async (request, reply) => {
      const target = targetOf(request.raw.url ?? '', prefix, options);
      if (target === undefined) return reply.status(404).header('cache-control', 'no-store').send({ errors: [{ message: 'There is nothing at this address.', extensions: { code: 'NOT_FOUND' } }] });
      if (Number(request.headers['content-length'] ?? 0) > LARGEST_BODY) return reply.status(413).send();
      return passOn(request, reply, target, options);
    });
    done();
  });
}

/**
 * Where a request goes, or undefined for what is not passed on. The address is judged as Keycloak will read it: with its dots
 * resolved, and without anything that another reader could take for a separator.
 */
export function targetOf(url: string, prefix: string, { internalUrl, realm }: Pick<KeycloakProxyOptions, 'internalUrl' | 'realm'>): URL | undefined {
  if (!url.startsWith('/') || url.includes('\\')) return undefined;
  const { pathname, search } = new URL(url, 'http://gateway');
  if (/%2f|%5c|%2e|%3b|%00|;|\/\//i.test(pathname)) return undefined;
  const isPassedOn = [`${prefix}/realms/${realm}/`, `${prefix}/resources/`].some((allowed) => pathname.startsWith(allowed));
  return isPassedOn ? new URL(`${internalUrl}${pathname.slice(prefix.length)}${search}`) : undefined;
}

async function passOn(request: FastifyRequest, reply: FastifyReply, target: URL, { url, onError }: KeycloakProxyOptions): Promise<FastifyReply> {
  const own = new URL(url);
  const headers: IncomingHttpHeaders = {
    ...passedOn(request.headers),
    host: own.host,
    'x-forwarded-for': request.ip,
    'x-forwarded-host': own.host,
    'x-forwarded-proto': own.protocol.slice(0, -1),
    'x-forwarded-port': own.port === '' ? (own.protocol === 'https:' ? '443' : '80') : own.port,
  };
  let answer: IncomingMessage;
  try {
    answer = await new Promise((resolve, reject) => {
      const outgoing = (target.protocol === 'https:' ? httpsRequest : httpRequest)(target, { method: request.method, headers, timeout: TIMEOUT_MILLISECONDS }, resolve);
      outgoing.on('timeout', () => outgoing.destroy(new Error('Keycloak was silent for too long')));
      pipeline(request.raw, outgoing, (error) => {
        if (error !== undefined && error !== null) reject(error);
      });
      outgoing.on('error', reject);
    });
  } catch (error) {
    onError(error);
    return reply.status(502).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(UNAVAILABLE);
  }
  // The pages are Keycloak's, and so are the rules that they are shown under.
  for (const name of Object.keys(reply.getHeaders())) reply.removeHeader(name);
  return reply.status(answer.statusCode ?? 502).headers(passedOn(answer.headers)).send(answer);
}

function passedOn(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !NOT_PASSED_ON.has(name) && !name.startsWith('x-forwarded-')));
}
