import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { ROLL_UP_LEVELS, SEARCH_MATCHES, DIRECTIONS, type EdgeKind, type FileRole, type NodeKind, type Resolution, type SourceRange, type SymbolKind } from '@pinata/graph';
import { EdgeKindEnum, FileRoleEnum, NodeKindEnum, ResolutionEnum, SourceRangeType, SymbolKindEnum, VisibilityEnum, graphqlEnum } from '../../graphql/index.js';
import type { LinkView, NodeView, SiteView, SymbolMatchView, TreeEntryView } from './engine/views.js';

export const GraphDirectionEnum = graphqlEnum('GraphDirection', DIRECTIONS, undefined, { outgoing: 'Along the edges: what this depends on.', incoming: 'Against the edges: what depends on this.' });
export const RollUpLevelEnum = graphqlEnum('RollUpLevel', ROLL_UP_LEVELS);
const SymbolMatchRankEnum = graphqlEnum('SymbolMatchRank', SEARCH_MATCHES);

@ObjectType('NodePosition')
export class NodePositionType {
  @Field(() => Float)
  readonly x!: number;

  @Field(() => Float)
  readonly y!: number;

  @Field(() => Float)
  readonly size!: number;
}

@ObjectType('GraphNode')
export class GraphNodeType implements NodeView {
  @Field(() => ID, { description: '32 hexadecimal digits, from the key; the same in every scan.' })
  readonly id!: string;

  @Field(() => String, { description: 'Outlives the scan; a SCIP symbol string.' })
  readonly key!: string;

  @Field(() => NodeKindEnum)
  readonly kind!: NodeKind;

  @Field(() => SymbolKindEnum, { nullable: true })
  readonly symbolKind!: SymbolKind | null;

  @Field(() => String)
  readonly name!: string;

  @Field(() => String, { description: 'For people: `UserService.getUser`, `src/app.ts`.' })
  readonly qualifiedName!: string;

  @Field(() => ID, { nullable: true })
  readonly parentId!: string | null;

  @Field(() => String, { nullable: true })
  readonly path!: string | null;

  @Field(() => SourceRangeType, { nullable: true })
  readonly range!: SourceRange | null;

  @Field(() => FileRoleEnum, { nullable: true })
  readonly role!: FileRole | null;

  @Field(() => String, { nullable: true })
  readonly language!: string | null;

  @Field(() => VisibilityEnum, { nullable: true })
  readonly visibility!: NodeView['visibility'];

  @Field(() => String, { nullable: true })
  readonly signature!: string | null;

  @Field(() => String, { nullable: true })
  readonly manager!: string | null;

  @Field(() => String, { nullable: true })
  readonly version!: string | null;

  @Field(() => Int, { nullable: true })
  readonly lines!: number | null;

  @Field(() => Float, { nullable: true })
  readonly bytes!: number | null;

  @Field(() => Int, { description: 'Direct children in the containment tree.' })
  readonly childCount!: number;

  @Field(() => Int, { description: 'Edges that end here, `contains` left out.' })
  readonly incomingCount!: number;

  @Field(() => Int, { description: 'Edges that start here, `contains` left out.' })
  readonly outgoingCount!: number;

  @Field(() => NodePositionType, { nullable: true, description: "From the scan's picture; null where it has none." })
  readonly position!: NodePositionType | null;
}

@ObjectType('GraphNodeList')
export class GraphNodeListType {
  @Field(() => [GraphNodeType])
  readonly nodes!: readonly GraphNodeType[];

  @Field(() => Int)
  readonly totalCount!: number;
}

@ObjectType('EdgeSite')
export class EdgeSiteType implements SiteView {
  @Field(() => String, { nullable: true, description: 'The file in which the edge is written.' })
  readonly path!: string | null;

  @Field(() => SourceRangeType, { nullable: true })
  readonly range!: SourceRange | null;

  @Field(() => EdgeKindEnum)
  readonly kind!: EdgeKind;

  @Field(() => ResolutionEnum)
  readonly resolution!: Resolution;

  @Field(() => Int)
  readonly confidence!: number;

  @Field(() => String, { description: 'Such as `import.static`, `call.member`.' })
  readonly rule!: string;

  @Field(() => GraphNodeType)
  readonly sourceNode!: GraphNodeType;

  @Field(() => GraphNodeType)
  readonly targetNode!: GraphNodeType;
}

@ObjectType('EdgeSiteList')
export class EdgeSiteListType {
  @Field(() => [EdgeSiteType])
  readonly sites!: readonly EdgeSiteType[];

  @Field(() => Int)
  readonly totalCount!: number;
}

@ObjectType('GraphLink', { description: 'Edges of one kind between two nodes, merged.' })
export class GraphLinkType implements LinkView {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => ID)
  readonly sourceId!: string;

  @Field(() => ID)
  readonly targetId!: string;

  @Field(() => EdgeKindEnum)
  readonly kind!: EdgeKind;

  @Field(() => Int, { description: 'How many sites were merged.' })
  readonly count!: number;

  @Field(() => ResolutionEnum, { description: 'INFERRED when no site is exact.' })
  readonly resolution!: Resolution;

  @Field(() => Int, { description: "The best site's, in whole per cent." })
  readonly confidence!: number;

  @Field(() => EdgeSiteType, { nullable: true, description: 'The first site, where it has one.' })
  readonly site!: EdgeSiteType | null;
}

@ObjectType('Subgraph', { description: 'Nodes and the links between them. `shown of total` is what the console says.' })
export class SubgraphType {
  @Field(() => [GraphNodeType])
  readonly nodes!: readonly GraphNodeType[];

  @Field(() => [GraphLinkType])
  readonly links!: readonly GraphLinkType[];

  @Field(() => Int)
  readonly totalNodes!: number;

  @Field(() => Int)
  readonly totalLinks!: number;

  @Field(() => Boolean)
  readonly isTruncated!: boolean;
}

@ObjectType('GraphPath')
export class GraphPathType {
  @Field(() => [GraphNodeType], { description: 'From first to last.' })
  readonly nodes!: readonly GraphNodeType[];

  @Field(() => [GraphLinkType], { description: 'One for each step.' })
  readonly links!: readonly GraphLinkType[];

  @Field(() => Int)
  readonly length!: number;
}

@ObjectType('ImpactedNode')
export class ImpactedNodeType {
  @Field(() => GraphNodeType)
  readonly node!: GraphNodeType;

  @Field(() => Int)
  readonly distance!: number;

  @Field(() => Boolean, { description: 'True when a hop went against an `overrides` or `binds` edge.' })
  readonly isThroughOverride!: boolean;
}

@ObjectType('Impact')
export class ImpactType {
  @Field(() => [ImpactedNodeType])
  readonly nodes!: readonly ImpactedNodeType[];

  @Field(() => Int)
  readonly totalNodes!: number;

  @Field(() => Int)
  readonly totalFiles!: number;

  @Field(() => Boolean)
  readonly isTruncated!: boolean;
}

@ObjectType('Cycle')
export class CycleType {
  @Field(() => [GraphNodeType], { description: 'At most 200 of them; `size` counts all.' })
  readonly nodes!: readonly GraphNodeType[];

  @Field(() => [GraphNodeType], { description: 'One shortest way round, first and last the same.' })
  readonly path!: readonly GraphNodeType[];

  @Field(() => Int)
  readonly size!: number;
}

@ObjectType('CycleList')
export class CycleListType {
  @Field(() => [CycleType])
  readonly cycles!: readonly CycleType[];

  @Field(() => Int)
  readonly totalCount!: number;
}

@ObjectType('Call')
export class CallType {
  @Field(() => GraphNodeType, { description: 'The caller, or the callee.' })
  readonly node!: GraphNodeType;

  @Field(() => EdgeKindEnum)
  readonly kind!: EdgeKind;

  @Field(() => Int)
  readonly count!: number;

  @Field(() => [EdgeSiteType], { description: 'The first twenty.' })
  readonly sites!: readonly EdgeSiteType[];
}

@ObjectType('CallList')
export class CallListType {
  @Field(() => [CallType])
  readonly calls!: readonly CallType[];

  @Field(() => Int)
  readonly totalCount!: number;
}

@ObjectType('FileTreeEntry')
export class FileTreeEntryType implements TreeEntryView {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly key!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => String)
  readonly path!: string;

  @Field(() => Boolean)
  readonly isDirectory!: boolean;

  @Field(() => Int, { description: 'Files inside, at any depth; 1 for a file.' })
  readonly files!: number;

  @Field(() => Int, { description: 'Lines inside, at any depth.' })
  readonly lines!: number;

  @Field(() => Int, { description: 'Symbols inside, at any depth.' })
  readonly symbols!: number;

  @Field(() => String, { nullable: true })
  readonly language!: string | null;

  @Field(() => FileRoleEnum, { nullable: true })
  readonly role!: FileRole | null;
}

@ObjectType('SymbolMatch')
export class SymbolMatchType implements SymbolMatchView {
  @Field(() => ID, { description: 'Node id.' })
  readonly id!: string;

  @Field(() => String)
  readonly key!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => String)
  readonly qualifiedName!: string;

  @Field(() => SymbolKindEnum)
  readonly symbolKind!: SymbolKind;

  @Field(() => String)
  readonly path!: string;

  @Field(() => SourceRangeType)
  readonly range!: SourceRange;

  @Field(() => String)
  readonly language!: string;

  @Field(() => FileRoleEnum)
  readonly role!: FileRole;

  @Field(() => SymbolMatchRankEnum)
  readonly rank!: SymbolMatchView['rank'];
}

@ObjectType('NodeCount')
export class NodeCountType {
  @Field(() => NodeKindEnum)
  readonly kind!: NodeKind;

  @Field(() => Int)
  readonly count!: number;
}

@ObjectType('EdgeCount')
export class EdgeCountType {
  @Field(() => EdgeKindEnum)
  readonly kind!: EdgeKind;

  @Field(() => Int)
  readonly exact!: number;

  @Field(() => Int)
  readonly inferred!: number;
}

@ObjectType('RankedNode')
export class RankedNodeType {
  @Field(() => GraphNodeType)
  readonly node!: GraphNodeType;

  @Field(() => Int)
  readonly count!: number;
}

@ObjectType('GraphOverview')
export class GraphOverviewType {
  @Field(() => [NodeCountType])
  readonly nodeCounts!: readonly NodeCountType[];

  @Field(() => [EdgeCountType])
  readonly edgeCounts!: readonly EdgeCountType[];

  @Field(() => [GraphNodeType])
  readonly largestFiles!: readonly GraphNodeType[];

  @Field(() => [RankedNodeType], { description: 'Files with the most other files that depend on them.' })
  readonly mostDependedOn!: readonly RankedNodeType[];

  @Field(() => [RankedNodeType])
  readonly mostUsedPackages!: readonly RankedNodeType[];

  @Field(() => Int)
  readonly cycleCount!: number;

  @Field(() => Int)
  readonly packageCount!: number;

  @Field(() => Int)
  readonly externalPackageCount!: number;
}

@ObjectType('SnapshotFile')
export class SnapshotFileType {
  @Field(() => String, { description: 'Such as `manifest.json`, `nodes.arrow`, `edges.arrow`, `picture/overview.json`.' })
  readonly name!: string;

  @Field(() => Float)
  readonly bytes!: number;

  @Field(() => String)
  readonly sha256!: string;

  @Field(() => String, { description: 'Address on this server, ready to open.' })
  readonly url!: string;
}
