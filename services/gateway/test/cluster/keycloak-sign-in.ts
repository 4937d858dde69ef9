import { createHash, randomBytes } from 'node:crypto';
import { Browser } from '../platform/sign-in.js';

export interface SignedIn {
  readonly accessToken: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

interface ConsoleSettings {
  readonly issuer: string;
  readonly clientId: string;
}

/** Signs in as a browser does: the console's settings, Keycloak's own page, its form, and the code that comes back. */
export async function signInThroughKeycloak(origin: string, user: string, password: string): Promise<SignedIn> {
  const { issuer, clientId } = (await (await fetch(`${origin}/config.json`)).json()) as ConsoleSettings;
  const described = (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as { readonly authorization_endpoint: string; readonly token_endpoint: string };
  const browser = new Browser(origin);
  const verifier = randomBytes(32).toString('base64url');
  const redirect = `${origin}/`;
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirect,
    response_type: 'code',
    response_mode: 'query',
    scope: 'openid profile email',
    state: randomBytes(8).toString('hex'),
    nonce: randomBytes(8).toString('hex'),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const page = await browser.open(`${described.authorization_endpoint}?${query.toString()}`);
  const html = await page.text();
  const action = /<form[^>]*\baction="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
  if (page.status !== 200 || action === undefined) throw new Error(`no sign-in page, but ${page.status}: ${html.slice(0, 500)}`);
  const submitted = await browser.open(action, { method: 'POST', body: new URLSearchParams({ username: user, password, credentialId: '' }) });
  const returned = submitted.headers.get('location');
  const code = returned === null ? null : new URL(returned, origin).searchParams.get('code');
  if (code === null) throw new Error(`no code, but ${submitted.status} ${returned ?? (await submitted.text()).slice(0, 500)}`);
  const answer = await fetch(described.token_endpoint, { method: 'POST', body: new URLSearchParams({ grant_type: 'authorization_code', client_id: clientId, redirect_uri: redirect, code, code_verifier: verifier }) });
  if (!answer.ok) throw new Error(`no token, but ${answer.status}: ${await answer.text()}`);
  const { access_token: accessToken } = (await answer.json()) as { readonly access_token: string };
  return { accessToken, claims: JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown> };
}

interface Client {
  readonly id?: string;
  readonly protocolMappers?: readonly { readonly id?: string }[];
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Registers another console in the realm, like the one that it has, as whoever administers Keycloak does. */
export async function addConsoleClient(keycloakOrigin: string, adminPassword: string, clientId: string, consoleOrigin: string): Promise<void> {
  const asked = await fetch(`${keycloakOrigin}/auth/realms/master/protocol/openid-connect/token`, { method: 'POST', body: new URLSearchParams({ grant_type: 'password', client_id: 'admin-cli', username: 'admin', password: adminPassword }) });
  const { access_token: token } = (await asked.json()) as { readonly access_token: string };
  const clients = `${keycloakOrigin}/auth/admin/realms/pinata/clients`;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const [known] = (await (await fetch(`${clients}?clientId=pinata-console`, { headers })).json()) as readonly Client[];
  if (known === undefined) throw new Error('the realm has no client of a console');
  const { id: _, ...like } = known;
  const client = {
    ...like,
    clientId,
    rootUrl: consoleOrigin,
    redirectUris: [`${consoleOrigin}/signed-in`, `${consoleOrigin}/`],
    webOrigins: [consoleOrigin],
    attributes: { ...known.attributes, 'post.logout.redirect.uris': `${consoleOrigin}/signed-out##${consoleOrigin}/` },
    protocolMappers: known.protocolMappers?.map(({ id: __, ...mapper }) => mapper),
  };
  const made = await fetch(clients, { method: 'POST', headers, body: JSON.stringify(client) });
  if (!made.ok) throw new Error(`no client, but ${made.status}: ${await made.text()}`);
}
