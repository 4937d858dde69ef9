import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CurrentCaller } from '../../graphql/index.js';
import type { Caller } from '../access/index.js';
import { ConnectionsService } from './connections.service.js';
import { CheckConnectionInput, ConnectionCheckType, ReferenceType } from './repositories.types.js';

const MAXIMUM_REFERENCES = 1000;

@Resolver()
export class ConnectionsResolver {
  constructor(private readonly connections: ConnectionsService) {}

  @Mutation(() => ConnectionCheckType)
  checkConnection(@CurrentCaller() caller: Caller, @Args('input', { type: () => CheckConnectionInput }) input: CheckConnectionInput): Promise<ConnectionCheckType> {
    return this.connections.check(caller, input);
  }

  @Mutation(() => [ReferenceType], { description: 'Branches and tags of a source that is not saved yet.' })
  async listReferences(@CurrentCaller() caller: Caller, @Args('input', { type: () => CheckConnectionInput }) input: CheckConnectionInput): Promise<ReferenceType[]> {
    return (await this.connections.references(caller, input)).slice(0, MAXIMUM_REFERENCES);
  }

  @Query(() => [ReferenceType], { description: "Branches and tags of a repository's remote, asked for now." })
  async references(
    @CurrentCaller() caller: Caller,
    @Args('repositoryId', { type: () => ID }) repositoryId: string,
    @Args('search', { type: () => String, nullable: true }) search: string | null,
    @Args('limit', { type: () => Int, defaultValue: 200, nullable: true }) limit: number,
  ): Promise<ReferenceType[]> {
    return [...(await this.connections.referencesOf(caller, repositoryId, search ?? '', Math.min(Math.max(limit, 1), MAXIMUM_REFERENCES)))];
  }
}
