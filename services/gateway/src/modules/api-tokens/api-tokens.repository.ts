import { Inject, Injectable } from '@nestjs/common';
import { ApiTokenEntity, type ApiToken, type TenantScope } from '../../database/index.js';
import { DATABASE, type Database } from '../../ports/index.js';

@Injectable()
export class ApiTokensRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** The tokens of the scope's person. */
  list(scope: TenantScope): Promise<ApiToken[]> {
    return this.database.tenant(scope, (entities) => entities.find(ApiTokenEntity, { organizationId: scope.organizationId, accountId: scope.accountId ?? '' }, { orderBy: { createdAt: 'desc' } }));
  }

  async add(scope: TenantScope, token: ApiToken): Promise<void> {
    await this.database.tenant(scope, (entities) => entities.insert(ApiTokenEntity, { ...token, organizationId: scope.organizationId }));
  }

  /** Only the first revocation counts. */
  revoke(scope: TenantScope, id: string, now: Date): Promise<ApiToken | null> {
    return this.database.tenant(scope, async (entities) => {
      await entities.nativeUpdate(ApiTokenEntity, { id, organizationId: scope.organizationId, revokedAt: null }, { revokedAt: now });
      return entities.findOne(ApiTokenEntity, { id, organizationId: scope.organizationId });
    });
  }

  /** Runs as the system: a token says who calls before there is a scope. */
  byHash(hash: string): Promise<ApiToken | null> {
    return this.database.system((entities) => entities.findOne(ApiTokenEntity, { hash }));
  }

  organizationOf(id: string): Promise<string | undefined> {
    return this.database.system(async (entities) => (await entities.findOne(ApiTokenEntity, { id }, { fields: ['organizationId'] }))?.organizationId);
  }

  async touch(id: string, now: Date): Promise<void> {
    await this.database.system((entities) => entities.nativeUpdate(ApiTokenEntity, { id }, { lastUsedAt: now }));
  }
}
