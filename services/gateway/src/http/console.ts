import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { SignInDescription } from '../ports/index.js';

export interface ConsoleOptions {
  /** Of the built console; a page says what to do where it is missing. */
  readonly folder: string;
  readonly signIn: SignInDescription;
  readonly profile: string;
  readonly version: string;
  readonly isLocalPathAllowed: boolean;
}

const HASHED = /[-.][A-Za-z0-9_-]{8,}\.(?:js|css|woff2?|wasm|svg|png|webp|map)$/;
const NOT_BUILT = '<!doctype html><html lang="en"><title>Pinata Code</title><h1>The console is not built</h1><p>Start with <code>npm start</code>, which builds it. The API at <code>/graphql</code> works.</p></html>';

/** The console's files, what it must know before it can sign in, and its page for every address that no file has. */
export function registerConsole(server: FastifyInstance, options: ConsoleOptions): void {
  const { signIn, profile, version, isLocalPathAllowed } = options;
  server.get('/config.json', (_request, reply) => reply.header('cache-control', 'no-store').send({ ...signIn, profile, version, isLocalPathAllowed }));

  void server.register(fastifyStatic, { root: path.resolve(options.folder), serve: false, cacheControl: false, index: false });
  const page = async (reply: FastifyReply): Promise<FastifyReply> => {
    const html = await readFile(path.join(options.folder, 'index.html'), 'utf8').catch(() => NOT_BUILT);
    return reply.status(200).header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(html);
  };
  // The GraphQL path is the API's for programs, and the GraphiQL page's for people.
  server.addHook('onRequest', async (request, reply) => {
    if (request.method === 'GET' && request.url.split('?')[0] === '/graphql' && wantsPage(request)) return page(reply);
    return undefined;
  });
  server.get<{ Params: { '*': string } }>('/*', async (request, reply) => {
    const name = request.params['*'];
    if (await isFile(options.folder, name)) {
      return reply.header('cache-control', HASHED.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache').sendFile(name);
    }
    if (wantsPage(request)) return page(reply);
    return reply.status(404).header('cache-control', 'no-store').send({ errors: [{ message: 'There is nothing at this address.', extensions: { code: 'NOT_FOUND' } }] });
  });
}

async function isFile(folder: string, name: string): Promise<boolean> {
  if (name === '' || name.includes('\0') || name.includes('\\') || name.split('/').some((part) => part === '..' || part.startsWith('.'))) return false;
  return stat(path.join(folder, name)).then(
    (found) => found.isFile(),
    () => false,
  );
}

function wantsPage(request: FastifyRequest): boolean {
  return (request.headers.accept ?? '').includes('text/html');
}
