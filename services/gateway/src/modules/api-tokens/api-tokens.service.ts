import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { ApiToken, ApiTokenScope } from '../../database/index.js';
import { CLOCK, IDENTIFIERS, isUuid, type Clock, type Identifiers } from '../../runtime/index.js';
import { AccessError, AccessService, REQUIRES, type Caller } from '../access/index.js';
import { ApiTokenError } from './api-token.error.js';
import { ApiTokensRepository } from './api-tokens.repository.js';

export const API_TOKEN_PREFIX = 'pinata_';
const SECRET_BYTES = 32;
const SHOWN_CHARACTERS = API_TOKEN_PREFIX.length + 6;
const MAXIMUM_DAYS = 365;
const MAXIMUM_TOKENS = 50;
const DAY = 24 * 3600 * 1000;
/** A token's last use is written at most this often. */
const TOUCH_MILLISECONDS = 60_000;

export interface WantedApiToken {
  readonly organizationId: string;
  readonly name: string;
  readonly scopes: readonly ApiTokenScope[];
  readonly expiresInDays: number;
}

@Injectable()
export class ApiTokensService {
  constructor(
    private readonly access: AccessService,
    private readonly repository: ApiTokensRepository,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDENTIFIERS) private readonly identifiers: Identifiers,
  ) {}

  async list(caller: Caller, organizationId: string): Promise<ApiToken[]> {
    return this.repository.list(await this.access.inOrganization(caller, organizationId, REQUIRES.reading));
  }

  /** A token may do at most what its owner may, at the time of each use. */
  async create(caller: Caller, wanted: WantedApiToken): Promise<{ token: ApiToken; secret: string }> {
    const scope = await this.access.inOrganization(caller, wanted.organizationId, REQUIRES.reading);
    this.access.requirePerson(caller);
    const name = wanted.name.trim();
    if (name === '' || name.length > 100) throw new ApiTokenError('nameInvalid', 'A name has 1 to 100 characters.', { field: 'input.name' });
    if (wanted.scopes.length === 0) throw new ApiTokenError('scopesInvalid', 'Choose at least one scope.', { field: 'input.scopes' });
    if (!(wanted.expiresInDays >= 1 && wanted.expiresInDays <= MAXIMUM_DAYS)) throw new ApiTokenError('expiryInvalid', `A token lasts 1 to ${MAXIMUM_DAYS} days.`, { field: 'input.expiresInDays' });
    const now = this.clock.now();
    const working = (await this.repository.list(scope)).filter((token) => token.revokedAt == null && token.expiresAt > now);
    if (working.length >= MAXIMUM_TOKENS) throw new ApiTokenError('tooMany', `You have ${MAXIMUM_TOKENS} working tokens here. Revoke one first.`);
    const secret = `${API_TOKEN_PREFIX}${this.identifiers.secret(SECRET_BYTES)}`;
    const token: ApiToken = {
      id: this.identifiers.uuid(),
      organizationId: scope.organizationId,
      accountId: caller.accountId,
      name,
      prefix: secret.slice(0, SHOWN_CHARACTERS),
      hash: hashOf(secret),
      scopes: [...new Set(wanted.scopes)],
      createdAt: now,
      expiresAt: new Date(now.getTime() + wanted.expiresInDays * DAY),
      lastUsedAt: null,
      revokedAt: null,
    };
    await this.repository.add(scope, token);
    return { token, secret };
  }

  async revoke(caller: Caller, id: string): Promise<ApiToken> {
    const organizationId = isUuid(id) ? await this.repository.organizationOf(id) : undefined;
    if (organizationId === undefined) throw new AccessError('notFound');
    const scope = await this.access.inOrganization(caller, organizationId, REQUIRES.reading);
    const own = (await this.repository.list(scope)).some((token) => token.id === id);
    if (!own && scope.role !== 'admin') throw new AccessError('notFound');
    const token = await this.repository.revoke(scope, id, this.clock.now());
    if (token === null) throw new AccessError('notFound');
    return token;
  }

  /** The working token behind a secret; undefined for every other text. */
  async verify(secret: string): Promise<ApiToken | undefined> {
    const token = await this.repository.byHash(hashOf(secret));
    const now = this.clock.now();
    if (token === null || token.revokedAt != null || token.expiresAt <= now) return undefined;
    if (token.lastUsedAt == null || now.getTime() - token.lastUsedAt.getTime() > TOUCH_MILLISECONDS) await this.repository.touch(token.id, now);
    return token;
  }
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
