import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { EDGE_MARKS, type EdgeKind, type EdgeMark, type Resolution, type SourceRange } from '@pinata/graph';
import { EdgeKindEnum, ResolutionEnum, SourceRangeType, graphqlEnum } from '../../../graphql/index.js';
import type { LinkView, SiteView } from '../engine/views.js';
import { GraphNodeType } from './node.types.js';

export const EdgeMarkEnum = graphqlEnum('EdgeMark', Object.keys(EDGE_MARKS) as EdgeMark[], 'How the code at a site runs, and whether it writes.', { // keys of a literal
  loop: 'Several times.',
  branch: 'Perhaps.',
  catch: 'After an error.',
  parallel: 'Beside other calls.',
  await: 'It is waited for.',
  lambda: 'Later, in a function that is handed on.',
  write: 'It sets what it refers to.',
});

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

  @Field(() => [EdgeMarkEnum])
  readonly marks!: readonly EdgeMark[];

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
