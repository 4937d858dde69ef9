import { Args, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { nodeId, type BoundaryEnd, type BoundaryNode } from '@pinata/graph';
import { toRepository } from '../repositories/index.js';
import { MAXIMUM, within } from './bounds.js';
import { unknownNode } from './code-graph.resolver.js';
import { CodeGraphType } from './code-graph.type.js';
import { GraphService } from './graph.service.js';
import { JoinsService } from './joins.service.js';
import { RemoteCallListType, WorkflowTakerType, WorkflowType, type RemoteNodeType, type RemoteSiteType } from './types/index.js';

/** Where a workflow goes on in other repositories of the organization. */
@Resolver(() => WorkflowType)
export class WorkflowTakersResolver {
  constructor(private readonly joins: JoinsService) {}

  @ResolveField(() => [WorkflowTakerType], { description: 'Routes and consumers of other repositories of the organization that take the requests and messages of the steps.' })
  async takers(@Parent() { handle, steps }: WorkflowType): Promise<WorkflowTakerType[]> {
    const found = await this.joins.takers(handle, steps.map(({ node }) => node.key));
    return found.map(({ repository, trigger, handlers, ...rest }) => ({ ...rest, repository: toRepository(repository), trigger: remoteNode(trigger), handlers: handlers.map(remoteSite) }));
  }
}

/** Who starts a trigger from other repositories of the organization. */
@Resolver(() => CodeGraphType)
export class RemoteCallersResolver {
  constructor(
    private readonly graphs: GraphService,
    private readonly joins: JoinsService,
  ) {}

  @ResolveField(() => RemoteCallListType, { description: 'Who calls a trigger from other repositories of the organization, by the newest completed scan of their default branches.' })
  async remoteCallers(
    @Parent() { handle }: CodeGraphType,
    @Args('node', { type: () => String }) node: string,
    @Args('limit', { type: () => Int, nullable: true, defaultValue: 100 }) limit: number | null,
  ): Promise<RemoteCallListType> {
    const found = await this.graphs.ask(handle, 'node', { node });
    if (found === null) throw unknownNode();
    const calls = await this.joins.callers(handle, found.key);
    const shown = calls.slice(0, within(limit, 100, MAXIMUM.calls));
    return { calls: shown.map(({ repository, senders, ...rest }) => ({ ...rest, repository: toRepository(repository), senders: senders.map(remoteSite) })), totalCount: calls.length };
  }
}

function remoteNode({ key, kind, name, path, range }: BoundaryNode): RemoteNodeType {
  return { id: nodeId(key), key, kind, name, path: path ?? null, range: range ?? null };
}

function remoteSite({ node, path, range, confidence }: BoundaryEnd): RemoteSiteType {
  return { node: remoteNode(node), path: path ?? null, range: range ?? null, confidence };
}
