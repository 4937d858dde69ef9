import { createHash, randomBytes } from 'node:crypto';

/** A browser's cookies and redirects, as far as signing in needs them. */
export class Browser {
  private readonly cookies = new Map<string, string>();

  constructor(private readonly origin: string) {}

  async open(address: string, init: RequestInit = {}): Promise<Response> {
    const headers = { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '), accept: 'text/html', ...(init.headers as Record<string, string> | undefined) };
    const response = await fetch(new URL(address, this.origin), { redirect: 'manual', ...init, headers });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      this.cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    return response;
  }
}

export interface Authorization {
  readonly address: string;
  readonly verifier: string;
}

/** The address that begins signing in, as the console's library builds it. */
export function authorization(origin: string, changes: Readonly<Record<string, string>> = {}): Authorization {
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    client_id: 'pinata-console',
    redirect_uri: `${origin}/signed-in`,
    response_type: 'code',
    response_mode: 'query',
    scope: 'openid profile email',
    state: 'state',
    nonce: 'nonce',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...changes,
  });
  return { address: `/oidc/auth?${query.toString()}`, verifier };
}

/** From the sign-in page to the code in the address it returns to. */
export async function codeFor(browser: Browser, origin: string, begin: Authorization, email: string, password: string): Promise<string> {
  const page = location(await browser.open(begin.address));
  const submitted = await browser.open(page, { method: 'POST', body: new URLSearchParams({ email, password }), headers: { origin } });
  const returned = location(await browser.open(location(submitted)));
  const code = new URL(returned, origin).searchParams.get('code');
  if (code === null) throw new Error(`no code in ${returned}`);
  return code;
}

export function exchange(origin: string, code: string, verifier: string): Promise<Response> {
  const body = new URLSearchParams({ grant_type: 'authorization_code', client_id: 'pinata-console', redirect_uri: `${origin}/signed-in`, code, code_verifier: verifier });
  return fetch(`${origin}/oidc/token`, { method: 'POST', body });
}

export interface Tokens {
  readonly access_token: string;
  readonly id_token: string;
}

export async function tokensFor(origin: string, email: string, password: string): Promise<Tokens> {
  const begin = authorization(origin);
  const response = await exchange(origin, await codeFor(new Browser(origin), origin, begin, email, password), begin.verifier);
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Tokens;
}

/** An access token, by the whole way through the sign-in page. */
export async function signIn(origin: string, email: string, password: string): Promise<string> {
  return (await tokensFor(origin, email, password)).access_token;
}

export function location(response: Response): string {
  const target = response.headers.get('location');
  if (target === null) throw new Error(`no redirect, but ${response.status}`);
  return target;
}
