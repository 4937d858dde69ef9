import { Args, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { EdgeKind, NodeKind, SymbolKind } from '@pinata/graph';
import { CurrentCaller, EdgeKindEnum, NodeKindEnum, SymbolKindEnum } from '../../graphql/index.js';
import type { Caller } from '../access/index.js';
import { ScanType, toScan } from '../scans/index.js';
import { MAXIMUM, within } from './bounds.js';
import { CodeGraphType } from './code-graph.type.js';
import { GraphRequestError } from './graph.error.js';
import { GraphService } from './graph.service.js';
import { CallListType, EdgeSiteListType, EdgeSiteType, FileTreeEntryType, GraphNodeListType, GraphNodeType, GraphOverviewType, SnapshotFileType, SymbolMatchType } from './types/index.js';
import { SnapshotLinksService } from './snapshot-links.service.js';

/** What a graph says of nodes, folders and sites. Questions about ways through it are in `GraphWaysResolver`. */
@Resolver(() => CodeGraphType)
export class CodeGraphResolver {
  constructor(
    private readonly graphs: GraphService,
    private readonly links: SnapshotLinksService,
  ) {}

  @Query(() => CodeGraphType, {
    description:
      "The graph of a completed scan. `revision` is a branch (its newest completed scan), a commit or its first seven digits or more,\nor a scan's id; absent is the default branch. NOT_READY when the repository has no completed scan yet.",
  })
  async graph(
    @CurrentCaller() caller: Caller,
    @Args('organization', { type: () => String }) organization: string,
    @Args('repository', { type: () => String }) repository: string,
    @Args('revision', { type: () => String, nullable: true }) revision: string | null,
  ): Promise<CodeGraphType> {
    return { handle: await this.graphs.open(caller, organization, repository, revision ?? undefined) };
  }

  @ResolveField(() => ScanType)
  scan(@Parent() { handle }: CodeGraphType): ScanType {
    return toScan(handle.scan);
  }

  @ResolveField(() => GraphNodeType, { description: 'The repository node.' })
  async root(@Parent() { handle }: CodeGraphType): Promise<GraphNodeType | undefined> {
    const { nodes } = await this.graphs.ask(handle, 'rootNode', {});
    return nodes[0];
  }

  @ResolveField(() => GraphOverviewType)
  overview(@Parent() { handle }: CodeGraphType): Promise<GraphOverviewType> {
    return this.graphs.ask(handle, 'overview', {});
  }

  @ResolveField(() => GraphNodeType, { nullable: true, description: 'Null when this graph has no such node.' })
  node(@Parent() { handle }: CodeGraphType, @Args('node', { type: () => String }) node: string): Promise<GraphNodeType | null> {
    return this.graphs.ask(handle, 'node', { node });
  }

  @ResolveField(() => [GraphNodeType])
  async nodes(@Parent() { handle }: CodeGraphType, @Args('nodes', { type: () => [String] }) nodes: string[]): Promise<GraphNodeType[]> {
    return [...(await this.graphs.ask(handle, 'nodes', { nodes: nodes.slice(0, MAXIMUM.nodes) }))];
  }

  @ResolveField(() => [GraphNodeType], { description: 'From the repository down to the node, both included.' })
  async ancestors(@Parent() { handle }: CodeGraphType, @Args('node', { type: () => String }) node: string): Promise<GraphNodeType[]> {
    return [...(await this.graphs.ask(handle, 'ancestors', { node }))];
  }

  @ResolveField(() => [EdgeSiteType], { description: 'Where the node is declared: a partial type or a merged declaration has several places.' })
  async declarations(@Parent() { handle }: CodeGraphType, @Args('node', { type: () => String }) node: string): Promise<EdgeSiteType[]> {
    return [...(await this.graphs.ask(handle, 'declarations', { node }))];
  }

  @ResolveField(() => GraphNodeListType, { description: 'What the node contains: directories before files, then by name. Null is the repository.' })
  children(
    @Parent() { handle }: CodeGraphType,
    @Args('node', { type: () => String, nullable: true }) node: string | null,
    @Args('kinds', { type: () => [NodeKindEnum], nullable: true }) kinds: NodeKind[] | null,
    @Args('limit', { type: () => Int, nullable: true, defaultValue: 500 }) limit: number | null,
  ): Promise<GraphNodeListType> {
    return this.graphs.ask(handle, 'children', { node, kinds, limit: within(limit, 500, MAXIMUM.children) });
  }

  @ResolveField(() => [FileTreeEntryType], { description: 'The directories and files in a folder; absent or empty is the root.' })
  async tree(@Parent() { handle }: CodeGraphType, @Args('path', { type: () => String, nullable: true }) path: string | null): Promise<FileTreeEntryType[]> {
    const entries = await this.graphs.ask(handle, 'tree', { path: path ?? '' });
    if (entries === null) throw new GraphRequestError('unknownFolder', 'This scan has no such folder.', { field: 'path' });
    return [...entries];
  }

  @ResolveField(() => [SymbolMatchType], { description: 'Exact, prefix, camel hump (`gUBI`), substring, then one typo.' })
  async searchSymbols(
    @Parent() { handle }: CodeGraphType,
    @Args('query', { type: () => String }) query: string,
    @Args('kinds', { type: () => [SymbolKindEnum], nullable: true }) kinds: SymbolKind[] | null,
    @Args('limit', { type: () => Int, nullable: true, defaultValue: 20 }) limit: number | null,
  ): Promise<SymbolMatchType[]> {
    return [...(await this.graphs.ask(handle, 'searchSymbols', { query, kinds, limit: within(limit, 20, MAXIMUM.hits) }))];
  }

  @ResolveField(() => [GraphNodeType], { description: 'Files, packages, directories and external packages by part of their name or path, and symbols.' })
  async search(
    @Parent() { handle }: CodeGraphType,
    @Args('query', { type: () => String }) query: string,
    @Args('kinds', { type: () => [NodeKindEnum], nullable: true }) kinds: NodeKind[] | null,
    @Args('limit', { type: () => Int, nullable: true, defaultValue: 20 }) limit: number | null,
  ): Promise<GraphNodeType[]> {
    return [...(await this.graphs.ask(handle, 'search', { query, kinds, limit: within(limit, 20, MAXIMUM.hits) }))];
  }

  @ResolveField(() => CallListType, { description: 'Who calls it, or reads, writes or asks it where it is no function: each with its sites.' })
  callers(@Parent() graph: CodeGraphType, @Args('node', { type: () => String }) node: string, @Args('limit', { type: () => Int, nullable: true, defaultValue: 100 }) limit: number | null): Promise<CallListType> {
    return this.calls(graph, node, 'callers', limit);
  }

  @ResolveField(() => CallListType)
  callees(@Parent() graph: CodeGraphType, @Args('node', { type: () => String }) node: string, @Args('limit', { type: () => Int, nullable: true, defaultValue: 100 }) limit: number | null): Promise<CallListType> {
    return this.calls(graph, node, 'callees', limit);
  }

  @ResolveField(() => EdgeSiteListType, { description: 'The places behind a merged edge: every site from the source, or anything inside it, to the target, or anything inside it.' })
  async edgeSites(
    @Parent() { handle }: CodeGraphType,
    @Args('source', { type: () => String }) source: string,
    @Args('target', { type: () => String }) target: string,
    @Args('edgeKinds', { type: () => [EdgeKindEnum], nullable: true }) edgeKinds: EdgeKind[] | null,
    @Args('limit', { type: () => Int, nullable: true, defaultValue: 100 }) limit: number | null,
    @Args('offset', { type: () => Int, nullable: true, defaultValue: 0 }) offset: number | null,
  ): Promise<EdgeSiteListType> {
    const sites = await this.graphs.ask(handle, 'edgeSites', { source, target, edgeKinds, limit: within(limit, 100, MAXIMUM.sites), offset: Math.max(0, offset ?? 0) });
    if (sites === null) throw unknownNode();
    return sites;
  }

  @ResolveField(() => [SnapshotFileType], { description: "The snapshot's files, the picture included; addresses work for ten minutes, without a header." })
  downloads(@Parent() { handle }: CodeGraphType): SnapshotFileType[] {
    return this.links.links(handle);
  }

  private async calls({ handle }: CodeGraphType, node: string, relation: 'callers' | 'callees', limit: number | null): Promise<CallListType> {
    const calls = await this.graphs.ask(handle, 'calls', { node, relation, limit: within(limit, 100, MAXIMUM.calls) });
    if (calls === null) throw unknownNode();
    return calls;
  }
}

export function unknownNode(): GraphRequestError {
  return new GraphRequestError('unknownNode', 'This graph has no such node.', { field: 'node' });
}
