import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { ApiToken } from '../../database/index.js';
import { CurrentCaller } from '../../graphql/index.js';
import type { Caller } from '../access/index.js';
import { ApiTokensService } from './api-tokens.service.js';
import { ApiTokenType, CreateApiTokenInput, CreatedApiTokenType } from './api-tokens.types.js';

function toApiToken(token: ApiToken): ApiTokenType {
  const { id, name, prefix, scopes, organizationId, createdAt, expiresAt } = token;
  return { id, name, prefix, scopes, organizationId, createdAt, expiresAt, lastUsedAt: token.lastUsedAt ?? null, revokedAt: token.revokedAt ?? null };
}

@Resolver()
export class ApiTokensResolver {
  constructor(private readonly tokens: ApiTokensService) {}

  @Query(() => [ApiTokenType])
  async apiTokens(@CurrentCaller() caller: Caller, @Args('organizationId', { type: () => ID }) organizationId: string): Promise<ApiTokenType[]> {
    return (await this.tokens.list(caller, organizationId)).map(toApiToken);
  }

  @Mutation(() => CreatedApiTokenType)
  async createApiToken(@CurrentCaller() caller: Caller, @Args('input', { type: () => CreateApiTokenInput }) input: CreateApiTokenInput): Promise<CreatedApiTokenType> {
    const created = await this.tokens.create(caller, input);
    return { token: toApiToken(created.token), secret: created.secret };
  }

  @Mutation(() => ApiTokenType)
  async revokeApiToken(@CurrentCaller() caller: Caller, @Args('id', { type: () => ID }) id: string): Promise<ApiTokenType> {
    return toApiToken(await this.tokens.revoke(caller, id));
  }
}
