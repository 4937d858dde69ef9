import { createLocalJWKSet } from 'jose';
import { Provider, errors, type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import type { Database, IdentityProvider, SignInDescription, VerifiedIdentity } from '../../../ports/index.js';
import { JwtVerifier } from '../jwt-verifier.js';
import { OidcRecords } from './oidc-records.js';
import { errorPage, signOutPage, signedOutPage } from './pages.js';
import type { ProviderKeys } from './signing-keys.js';

const CLIENT_ID = 'pinata-console';
const SCOPE = 'openid profile email';
const API_SCOPE = 'api';
const TOKEN_SECONDS = 8 * 3600;
const SESSION_SECONDS = 14 * 24 * 3600;

/** What the provider asks about people. */
export interface PeopleLookup {
  byId(id: string): Promise<{ readonly id: string; readonly email: string; readonly name: string } | null>;
}

export interface EmbeddedOidcOptions {
  /** Such as `http://localhost:4700`: where browsers find us. */
  readonly origin: string;
  readonly keys: ProviderKeys;
  readonly database: Database;
  readonly people: PeopleLookup;
  /** Behind a proxy with TLS, whose headers say what the browser used. */
  readonly isBehindProxy: boolean;
  readonly onError: (message: string, error: unknown) => void;
}

/**
 * OpenID Connect inside the process: one public client, our own console, with the authorization-code flow and PKCE.
 * Access tokens are JWTs, because the browser's library decodes them; there are no refresh tokens, a reload goes through a redirect.
 */
export class EmbeddedOidcProvider implements IdentityProvider {
  readonly provider: Provider;
  private readonly verifier: JwtVerifier;
  private readonly description: SignInDescription;

  constructor(options: EmbeddedOidcOptions) {
    const issuer = `${options.origin}/oidc`;
    const audience = `${options.origin}/api`;
    this.description = { issuer, clientId: CLIENT_ID, audience, scope: SCOPE };
    this.provider = new Provider(issuer, configurationOf(options, audience));
    this.provider.proxy = options.isBehindProxy;
    this.provider.on('server_error', (_context: KoaContextWithOIDC, error: Error) => options.onError('the OIDC provider failed', error));
    const { kty, n, e, kid, alg, use } = options.keys.signing as Record<string, string>;
    const publicKey = { kty, n, e, kid, alg, use };
    // Every member is a text: signing-keys.ts made or checked them.
    this.verifier = new JwtVerifier(createLocalJWKSet({ keys: [publicKey as { kty: string }] }), { issuer, audience });
  }

  async verify(accessToken: string): Promise<VerifiedIdentity> {
    const { subject, expiresAt } = await this.verifier.verify(accessToken);
    return { subject, expiresAt };
  }

  describe(): SignInDescription {
    return this.description;
  }
}

function configurationOf(options: EmbeddedOidcOptions, audience: string): Configuration {
  const isSecure = options.origin.startsWith('https:');
  return {
    adapter: (model: string) => new OidcRecords(options.database, model),
    clients: [
      {
        client_id: CLIENT_ID,
        client_name: 'Pinata Code',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code'],
        response_types: ['code'],
        redirect_uris: [`${options.origin}/signed-in`, `${options.origin}/`],
        post_logout_redirect_uris: [`${options.origin}/signed-out`, `${options.origin}/`],
      },
    ],
    jwks: { keys: [options.keys.signing] },
    cookies: {
      keys: [...options.keys.cookies],
      long: { signed: true, httpOnly: true, sameSite: 'lax', secure: isSecure, path: '/' },
      short: { signed: true, httpOnly: true, sameSite: 'lax', secure: isSecure, path: '/' },
    },
    scopes: ['openid', 'profile', 'email'],
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'], email: ['email'] },
    // The browser reads the name from the id token; there is no second request for it.
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    pkce: { required: () => true },
    ttl: { AccessToken: TOKEN_SECONDS, IdToken: TOKEN_SECONDS, AuthorizationCode: 60, Interaction: 3600, Session: SESSION_SECONDS, Grant: SESSION_SECONDS },
    interactions: { url: (_context, interaction) => `/sign-in/${interaction.uid}` },
    findAccount: async (_context, id) => {
      const person = await options.people.byId(id);
      if (person === null) return undefined;
      return { accountId: person.id, claims: () => ({ sub: person.id, name: person.name, email: person.email, preferred_username: person.email }) };
    },
    loadExistingGrant: async (context) => {
      const { client, session, provider } = context.oidc;
      if (client === undefined || session?.accountId === undefined) return undefined;
      const known = session.grantIdFor(client.clientId);
      const existing = known === undefined ? undefined : await provider.Grant.find(known);
      if (existing !== undefined) return existing;
      // The one client is our own console: nobody is asked to consent to using what they are looking at.
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope(SCOPE);
      grant.addResourceScope(audience, API_SCOPE);
      await grant.save();
      return grant;
    },
    renderError: (context, out) => {
      context.type = 'html';
      context.body = errorPage(out.error_description ?? out.error);
      return Promise.resolve();
    },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        useGrantedResource: () => true,
        getResourceServerInfo: (_context, resource) => {
          if (resource !== audience) throw new errors.InvalidTarget();
          return { scope: API_SCOPE, audience, accessTokenTTL: TOKEN_SECONDS, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'RS256' } } };
        },
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => {
          context.body = signOutPage(form);
          return Promise.resolve();
        },
        postLogoutSuccessSource: (context) => {
          context.body = signedOutPage();
          return Promise.resolve();
        },
      },
    },
  };
}
