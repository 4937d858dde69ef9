import { defineEntity, p, type InferEntity } from '@mikro-orm/core';

export const API_TOKEN_SCOPES = ['read', 'scan', 'admin'] as const;
export type ApiTokenScope = (typeof API_TOKEN_SCOPES)[number];

export const ApiTokenEntity = defineEntity({
  name: 'ApiToken',
  tableName: 'api_token',
  properties: {
    id: p.uuid().primary(),
    organizationId: p.uuid(),
    accountId: p.uuid(),
    name: p.text(),
    /** Its first characters, to tell tokens apart. */
    prefix: p.text(),
    /** SHA-256 of the whole token: it is 256 random bits, so that a slow hash would add nothing. */
    hash: p.text(),
    scopes: p.json<readonly ApiTokenScope[]>(),
    createdAt: p.datetime(),
    expiresAt: p.datetime(),
    lastUsedAt: p.datetime().nullable(),
    revokedAt: p.datetime().nullable(),
  },
});
export type ApiToken = InferEntity<typeof ApiTokenEntity>;
