import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Provider } from 'oidc-provider';
import { RateLimiter } from '../../../http/rate-limiter.js';
import { SIGN_OUT_SCRIPT, STYLE_SHEET, errorPage, signInPage } from './pages.js';

const MINUTE = 60_000;
const MAXIMUM_FORM_BYTES = 4096;

export interface SignInOptions {
  readonly provider: Provider;
  /** The account's id when address and password belong together. */
  readonly authenticate: (email: string, password: string) => Promise<string | undefined>;
  readonly origin: string;
  readonly onRefusal: (reason: string) => void;
}

/** What the pages look like, also where Keycloak has the form and only the page about an unsafe host is ours. */
export function registerStyleSheet(server: FastifyInstance): void {
  server.get('/sign-in/assets/sign-in.css', (_request, reply) => reply.header('cache-control', 'public, max-age=3600').type('text/css').send(STYLE_SHEET));
}

/** Our own sign-in page, and the provider under `/oidc`. */
export function registerSignIn(server: FastifyInstance, options: SignInOptions): void {
  void server.register((pages, _pluginOptions, done) => {
    pages.removeAllContentTypeParsers();
    pages.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: MAXIMUM_FORM_BYTES }, (_request, body, parsed) => {
      parsed(null, new URLSearchParams(String(body)));
    });
    registerPages(pages, options);
    done();
  });
  void server.register((oidc, _pluginOptions, done) => {
    // The provider reads bodies itself.
    oidc.removeAllContentTypeParsers();
    oidc.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null));
    const answer = options.provider.callback();
    oidc.all('/oidc/*', async (request, reply) => {
      reply.hijack();
      const raw = request.raw as typeof request.raw & { originalUrl?: string };
      raw.originalUrl = raw.url ?? '/oidc';
      raw.url = raw.originalUrl.slice('/oidc'.length);
      // Set by hand: a hijacked reply's headers are the provider's own.
      for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
      await answer(request.raw, reply.raw);
    });
    done();
  });
}

function registerPages(pages: FastifyInstance, { provider, authenticate, origin, onRefusal }: SignInOptions): void {
  const byAddress = new RateLimiter(60, MINUTE);
  const failuresByAccount = new RateLimiter(5, 5 * MINUTE);

  registerStyleSheet(pages);
  pages.get('/sign-in/assets/sign-out.js', (_request, reply) => reply.header('cache-control', 'public, max-age=3600').type('text/javascript').send(SIGN_OUT_SCRIPT));

  pages.get<{ Params: { uid: string } }>('/sign-in/:uid', async (request, reply) => {
    const interaction = await interactionOf(provider, request, reply);
    if (interaction === undefined) return expired(reply);
    return html(reply, 200, signInPage({ uid: interaction.uid, email: typeof interaction.params['login_hint'] === 'string' ? interaction.params['login_hint'] : '' }));
  });

  pages.post<{ Params: { uid: string }; Body: URLSearchParams | undefined }>('/sign-in/:uid', async (request, reply) => {
    // The interaction's cookie is SameSite=Lax already; this refuses a form on another site with a clear answer.
    if (request.headers.origin !== undefined && request.headers.origin !== origin) {
      onRefusal('foreign origin');
      return html(reply, 403, errorPage('This form came from another site.'));
    }
    const interaction = await interactionOf(provider, request, reply);
    if (interaction === undefined) return expired(reply);
    const email = (request.body?.get('email') ?? '').trim().toLowerCase().slice(0, 254);
    const password = request.body?.get('password') ?? '';
    const wait = Math.max(byAddress.take(request.ip), failuresByAccount.secondsToWait(email));
    if (wait > 0) {
      onRefusal('too many attempts');
      return html(reply.header('retry-after', String(wait)), 429, signInPage({ uid: interaction.uid, email, error: `Too many attempts. Try again in ${wait} seconds.` }));
    }
    const accountId = await authenticate(email, password);
    if (accountId === undefined) {
      failuresByAccount.take(email);
      onRefusal('wrong address or password');
      return html(reply, 422, signInPage({ uid: interaction.uid, email, error: 'The address and the password do not belong together.' }));
    }
    failuresByAccount.forget(email);
    const target = await provider.interactionResult(request.raw, reply.raw, { login: { accountId } }, { mergeWithLastSubmission: false });
    return reply.redirect(target, 303);
  });
}

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

/** The sign-in that the browser's cookie names; undefined when it ran out, or another one is in the address. */
async function interactionOf(provider: Provider, request: FastifyRequest<{ Params: { uid: string } }>, reply: FastifyReply): Promise<Interaction | undefined> {
  const interaction = await provider.interactionDetails(request.raw, reply.raw).catch(() => undefined);
  return interaction?.uid === request.params.uid ? interaction : undefined;
}

function expired(reply: FastifyReply): FastifyReply {
  return html(reply, 400, errorPage('This sign-in ran out, or was begun in another window.'));
}

function html(reply: FastifyReply, status: number, body: string): FastifyReply {
  return reply.status(status).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(body);
}
