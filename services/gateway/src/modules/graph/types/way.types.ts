import { Field, Int, ObjectType } from '@nestjs/graphql';
import { DIRECTIONS, ROLL_UP_LEVELS } from '@pinata/graph';
import { graphqlEnum } from '../../../graphql/index.js';
import { BlindSpotsType } from './blind-spots.types.js';
import { GraphLinkType } from './link.types.js';
import { GraphNodeType } from './node.types.js';

export const GraphDirectionEnum = graphqlEnum('GraphDirection', DIRECTIONS, undefined, { outgoing: 'Along the edges: what this depends on.', incoming: 'Against the edges: what depends on this.' });
export const RollUpLevelEnum = graphqlEnum('RollUpLevel', ROLL_UP_LEVELS);

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

  @Field(() => BlindSpotsType, { nullable: true, description: 'What else may reach the node. Null for a scan of an earlier version, which did not say.' })
  readonly blindSpots!: BlindSpotsType | null;
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
