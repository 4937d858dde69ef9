import { Inject, Injectable } from '@nestjs/common';
import { LOG, type Log } from '../../logging/index.js';
import { PlatformMetrics } from '../../metrics/index.js';
import type { Account } from '../../database/index.js';
import { IDENTITY_PROVIDER, TokenError, type IdentityProvider, type TokenErrorCode } from '../../ports/index.js';
import { AccessError, type Caller } from '../access/index.js';
import { AccountsService } from '../accounts/index.js';
import { API_TOKEN_PREFIX, ApiTokensService } from '../api-tokens/index.js';
import { ProvisioningService } from '../provisioning/index.js';

const BEARER = /^Bearer +([^\s]+)$/i;

/** `apiToken`: unknown, ended or revoked; `account`: disabled or deleted. */
type RefusalCode = TokenErrorCode | 'missing' | 'apiToken' | 'account';

/** Turns the credential of a request into who is calling. */
@Injectable()
export class AuthenticationService {
  constructor(
    @Inject(IDENTITY_PROVIDER) private readonly identityProvider: IdentityProvider,
    private readonly accounts: AccountsService,
    private readonly apiTokens: ApiTokensService,
    private readonly provisioning: ProvisioningService,
    private readonly metrics: PlatformMetrics,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /**
   * @param authorization the header, or a socket's connection parameter of that name
   * @throws AccessError `unauthenticated`, with the reason as its cause
   */
  async authenticate(authorization: unknown): Promise<Caller> {
    const credential = typeof authorization === 'string' ? BEARER.exec(authorization)?.[1] : undefined;
    if (credential === undefined) throw this.refusal('missing');
    return credential.startsWith(API_TOKEN_PREFIX) ? this.byApiToken(credential) : this.byAccessToken(credential);
  }

  private async byApiToken(secret: string): Promise<Caller> {
    const token = await this.apiTokens.verify(secret);
    if (token === undefined) throw this.refusal('apiToken');
    return this.callerOf(await this.accounts.byId(token.accountId), token.expiresAt, { id: token.id, organizationId: token.organizationId, scopes: token.scopes });
  }

  private async byAccessToken(accessToken: string): Promise<Caller> {
    try {
      const { subject, expiresAt, person } = await this.identityProvider.verify(accessToken);
      const account = person === undefined ? await this.accounts.byId(subject) : await this.provisioning.accountOf(this.identityProvider.describe().issuer, subject, person);
      return this.callerOf(account, expiresAt);
    } catch (error) {
      throw error instanceof TokenError ? this.refusal(error.code, error) : error;
    }
  }

  /** Counted with its reason, which the caller is not told. What happens to everybody, such as a token that ran out, is not logged. */
  private refusal(code: RefusalCode, cause?: Error): AccessError {
    this.metrics.tokensRefused.inc({ code });
    if (code !== 'missing' && code !== 'expired') this.log.warn('a credential was refused', { code });
    return new AccessError('unauthenticated', cause === undefined ? {} : { cause });
  }

  /** The account is read each time, so that a disabled one is refused at once. */
  private callerOf(account: Account | null, expiresAt: Date, token?: Caller['token']): Caller {
    if (account === null) throw this.refusal('account');
    return {
      accountId: account.id,
      email: account.email,
      name: account.name,
      isInstanceAdministrator: account.isInstanceAdministrator && token === undefined,
      expiresAt,
      ...(token === undefined ? {} : { token }),
    };
  }
}
