import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { RateLimiter } from './rate-limiter.js';

export interface SecurityOptions {
  /** Such as `http://localhost:4700`. */
  readonly origin: string;
  readonly port: string;
  readonly requestsPerMinute: number;
  /** What people read who opened us over plain HTTP by a name for which browsers sign nobody in. */
  readonly insecureHostPage: (host: string, port: string) => string;
  /** Where the console fetches tokens; it may be another server's. */
  readonly signInOrigin: string;
}

const LOOPBACK = new Set(['127.0.0.1', '[::1]', '::1']);
const API_PATHS = ['/graphql', '/api/'];

/**
 * What holds for every answer: headers, limits, and the one name under which sign-in works. Pages that were opened by another
 * loopback name are sent there; over plain HTTP by any other name they get an explanation.
 */
export function registerSecurity(server: FastifyInstance, options: SecurityOptions): void {
  const limiter = new RateLimiter(options.requestsPerMinute, 60_000);
  const own = new URL(options.origin);

  server.addHook('onRequest', (request, reply, done) => {
    setHeaders(reply, own, options.signInOrigin);
    const path = pathOf(request);
    if (isApi(path)) {
      reply.header('cache-control', 'no-store');
      const { origin } = request.headers;
      if (origin !== undefined && origin !== options.origin) {
        refuse(reply, 403, 'FORBIDDEN', 'This API is not for pages of other sites.');
        return;
      }
      const wait = limiter.take(callerKey(request));
      if (wait > 0) {
        refuse(reply.header('retry-after', String(wait)), 429, 'RATE_LIMITED', `Too many requests. Try again in ${wait} seconds.`);
        return;
      }
    }
    if (isPage(request) && !answersOwnName(request, reply, own, options)) return;
    done();
  });
}

function setHeaders(reply: FastifyReply, own: URL, signInOrigin: string): void {
  const sockets = `${own.protocol === 'https:' ? 'wss' : 'ws'}://${own.host}`;
  const others = signInOrigin === own.origin ? sockets : `${sockets} ${signInOrigin}`;
  reply.headers({
    'content-security-policy': `default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; connect-src 'self' ${others}; frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'`,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    // Not no-referrer: a browser would then send "Origin: null" with the sign-in form, and the form be refused.
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
    ...(own.protocol === 'https:' ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  });
}

/** @returns false when the answer was given here */
function answersOwnName(request: FastifyRequest, reply: FastifyReply, own: URL, { port, insecureHostPage }: SecurityOptions): boolean {
  const host = request.headers.host ?? '';
  if (host === own.host) return true;
  const name = host.replace(/:\d+$/, '').toLowerCase();
  if (LOOPBACK.has(name) && own.hostname === 'localhost') {
    void reply.redirect(`${own.origin}${request.url}`, 302);
    return false;
  }
  if (name === 'localhost' || own.protocol === 'https:') return true;
  void reply.status(421).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(insecureHostPage(host, port));
  return false;
}

function isApi(path: string): boolean {
  return API_PATHS.some((prefix) => path === prefix || path.startsWith(prefix));
}

function isPage(request: FastifyRequest): boolean {
  return request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?')[0] ?? '/';
}

/** A credential's own quota, else the address's: callers behind one proxy do not take each other's. */
function callerKey(request: FastifyRequest): string {
  const { authorization } = request.headers;
  return authorization === undefined ? request.ip : `credential:${authorization.slice(-43)}`;
}

function refuse(reply: FastifyReply, status: number, code: string, message: string): void {
  void reply.status(status).send({ errors: [{ message, extensions: { code } }] });
}
