import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { EdgeKind, NodeKind } from '@pinata/graph';
import { EdgeKindEnum, NodeKindEnum } from '../../../graphql/index.js';
import { GraphNodeType } from './node.types.js';

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
