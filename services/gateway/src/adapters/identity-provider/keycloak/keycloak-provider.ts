import { z } from 'zod';
import type { IdentityProvider, SignInDescription, VerifiedIdentity } from '../../../ports/index.js';
import { JwtVerifier } from '../jwt-verifier.js';
import { remoteKeys } from './remote-keys.js';

/** What access tokens are for; the realm's client maps it into them. */
export const AUDIENCE = 'pinata-api';
/** The realm's role of those who administer the installation. */
export const ADMINISTRATOR_ROLE = 'pinata-admin';
const SCOPE = 'openid profile email';

export interface KeycloakOptions {
  /** As browsers reach it, such as `https://pinata.example.org/auth`: tokens say so. */
  readonly url: string;
  /** As this process reaches it. */
  readonly internalUrl: string;
  readonly realm: string;
  readonly client: string;
}

const person = z.object({
  email: z.string().optional(),
  email_verified: z.boolean().optional(),
  name: z.string().optional(),
  preferred_username: z.string().optional(),
  realm_access: z.object({ roles: z.array(z.string()) }).optional(),
});

/** One realm of a Keycloak, which keeps the people and says who they are. */
export class KeycloakProvider implements IdentityProvider {
  private readonly verifier: JwtVerifier;
  private readonly description: SignInDescription;

  constructor({ url, internalUrl, realm, client }: KeycloakOptions) {
    const issuer = `${url}/realms/${realm}`;
    this.description = { issuer, clientId: client, audience: AUDIENCE, scope: SCOPE };
    this.verifier = new JwtVerifier(remoteKeys(new URL(`${internalUrl}/realms/${realm}/protocol/openid-connect/certs`)), { issuer, audience: AUDIENCE });
  }

  async verify(accessToken: string): Promise<VerifiedIdentity> {
    const { subject, expiresAt, claims } = await this.verifier.verify(accessToken);
    // A claim of another form than Keycloak's is as good as none.
    const said = person.safeParse(claims).data ?? {};
    const email = said.email_verified === true ? said.email?.toLowerCase() : undefined;
    return {
      subject,
      expiresAt,
      person: { email, name: said.name ?? said.preferred_username ?? '', isInstanceAdministrator: said.realm_access?.roles.includes(ADMINISTRATOR_ROLE) ?? false },
    };
  }

  describe(): SignInDescription {
    return this.description;
  }
}
