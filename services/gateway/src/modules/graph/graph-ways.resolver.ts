import { Args, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Direction, EdgeKind, FileRole, NodeKind, RollUpLevel } from '@pinata/graph';
import { EdgeKindEnum, FileRoleEnum, NodeKindEnum } from '../../graphql/index.js';
import { MAXIMUM, within } from './bounds.js';
import { unknownNode } from './code-graph.resolver.js';
import { CodeGraphType } from './code-graph.type.js';
import { GraphService } from './graph.service.js';
import { CycleListType, GraphDirectionEnum, GraphPathType, ImpactType, RollUpLevelEnum, SubgraphType } from './types/index.js';

/** Ways through a graph, and what is drawn of it. */
@Resolver(() => CodeGraphType)
export class GraphWaysResolver {
  constructor(private readonly graphs: GraphService) {}

  @ResolveField(() => SubgraphType)
  async neighbourhood(
    @Parent() { handle }: CodeGraphType,
    @Args('node', { type: () => String }) node: string,
    @Args('depth', { type: () => Int, nullable: true, defaultValue: 1 }) depth: number | null,
    @Args('direction', { type: () => GraphDirectionEnum, nullable: true, defaultValue: 'both' }) direction: Direction | null,
    @Args('edgeKinds', { type: () => [EdgeKindEnum], nullable: true }) edgeKinds: EdgeKind[] | null,
    @Args('nodeKinds', { type: () => [NodeKindEnum], nullable: true }) nodeKinds: NodeKind[] | null,
    @Args('limit', { type: () => Int, nullable: true, defaultValue: 200 }) limit: number | null,
  ): Promise<SubgraphType> {
    const around = await this.graphs.ask(handle, 'neighbourhood', { node, depth: within(depth, 1, MAXIMUM.depth), direction: direction ?? 'both', edgeKinds, nodeKinds, limit: within(limit, 200, MAXIMUM.nodes) });
    if (around === null) throw unknownNode();
    return around;
  }

  @ResolveField(() => GraphPathType, { nullable: true, description: 'Null when there is no path.' })
  async shortestPath(
    @Parent() { handle }: CodeGraphType,
    @Args('from', { type: () => String }) from: string,
    @Args('to', { type: () => String }) to: string,
    @Args('direction', { type: () => GraphDirectionEnum, nullable: true, defaultValue: 'outgoing' }) direction: Direction | null,
    @Args('edgeKinds', { type: () => [EdgeKindEnum], nullable: true }) edgeKinds: EdgeKind[] | null,
  ): Promise<GraphPathType | null> {
    const path = await this.graphs.ask(handle, 'shortestPath', { from, to, direction: direction ?? 'outgoing', edgeKinds });
    if (path === 'unknownNode') throw unknownNode();
    return path;
  }

  @ResolveField(() => ImpactType, { description: 'Everything that can reach the node, nearest first, with its distance.' })
  async impact(
    @Parent() { handle }: CodeGraphType,
    @Args('node', { type: () => String }) node: string,
    @Args('edgeKinds', { type: () => [EdgeKindEnum], nullable: true }) edgeKinds: EdgeKind[] | null,
    @Args('depth', { type: () => Int, nullable: true }) depth: number | null,
    @Args('limit', { type: () => Int, nullable: true, defaultValue: 500 }) limit: number | null,
  ): Promise<ImpactType> {
    const found = await this.graphs.ask(handle, 'impact', { node, edgeKinds, depth, limit: within(limit, 500, MAXIMUM.impacted) });
    if (found === null) throw unknownNode();
    return found;
  }

  @ResolveField(() => CycleListType, { description: 'Groups of nodes that depend on each other, largest first.' })
  cycles(
    @Parent() { handle }: CodeGraphType,
    @Args('level', { type: () => RollUpLevelEnum, nullable: true, defaultValue: 'file' }) level: RollUpLevel | null,
    @Args('edgeKinds', { type: () => [EdgeKindEnum], nullable: true }) edgeKinds: EdgeKind[] | null,
    @Args('limit', { type: () => Int, nullable: true, defaultValue: 50 }) limit: number | null,
  ): Promise<CycleListType> {
    return this.graphs.ask(handle, 'cycles', { level: level ?? 'file', edgeKinds, limit: within(limit, 50, MAXIMUM.cycles) });
  }

  @ResolveField(() => SubgraphType, {
    description: "What is drawn: packages, and below each node in `expanded` its children in its place. Edges are merged between what is visible,\npositions come from the scan's picture.",
  })
  rollUp(
    @Parent() { handle }: CodeGraphType,
    @Args('expanded', { type: () => [String], nullable: true }) expanded: string[] | null,
    @Args('edgeKinds', { type: () => [EdgeKindEnum], nullable: true }) edgeKinds: EdgeKind[] | null,
    @Args('nodeKinds', { type: () => [NodeKindEnum], nullable: true }) nodeKinds: NodeKind[] | null,
    @Args('roles', { type: () => [FileRoleEnum], nullable: true }) roles: FileRole[] | null,
    @Args('includeExternal', { type: () => Boolean, nullable: true, defaultValue: false }) includeExternal: boolean | null,
    @Args('nodeLimit', { type: () => Int, nullable: true, defaultValue: 5000 }) nodeLimit: number | null,
    @Args('edgeLimit', { type: () => Int, nullable: true, defaultValue: 20000 }) edgeLimit: number | null,
  ): Promise<SubgraphType> {
    const limits = { nodeLimit: within(nodeLimit, MAXIMUM.nodes, MAXIMUM.nodes), edgeLimit: within(edgeLimit, MAXIMUM.links, MAXIMUM.links) };
    return this.graphs.ask(handle, 'rollUp', { expanded: (expanded ?? []).slice(0, MAXIMUM.nodes), edgeKinds, nodeKinds, roles, includeExternal: includeExternal ?? false, ...limits });
  }

  @ResolveField(() => SubgraphType, { description: 'All nodes of one level with merged edges between them.' })
  rollUpLevel(
    @Parent() { handle }: CodeGraphType,
    @Args('level', { type: () => RollUpLevelEnum }) level: RollUpLevel,
    @Args('edgeKinds', { type: () => [EdgeKindEnum], nullable: true }) edgeKinds: EdgeKind[] | null,
    @Args('roles', { type: () => [FileRoleEnum], nullable: true }) roles: FileRole[] | null,
    @Args('includeExternal', { type: () => Boolean, nullable: true, defaultValue: false }) includeExternal: boolean | null,
    @Args('nodeLimit', { type: () => Int, nullable: true, defaultValue: 5000 }) nodeLimit: number | null,
    @Args('edgeLimit', { type: () => Int, nullable: true, defaultValue: 20000 }) edgeLimit: number | null,
  ): Promise<SubgraphType> {
    const limits = { nodeLimit: within(nodeLimit, MAXIMUM.nodes, MAXIMUM.nodes), edgeLimit: within(edgeLimit, MAXIMUM.links, MAXIMUM.links) };
    return this.graphs.ask(handle, 'rollUpLevel', { level, edgeKinds, roles, includeExternal: includeExternal ?? false, ...limits });
  }
}
