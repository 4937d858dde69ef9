import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { EdgeKind, UnresolvedInside } from '@pinata/graph';
import { EdgeKindEnum } from '../../../graphql/index.js';
import { BlindSpotsType, UnresolvedInsideType } from './blind-spots.types.js';
import { EdgeSiteType } from './link.types.js';
import { GraphNodeType } from './node.types.js';

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

  @Field(() => BlindSpotsType, { nullable: true, description: 'Of callers: what else may call the node. Null for callees, and for a scan of an earlier version, which did not say.' })
  readonly blindSpots!: BlindSpotsType | null;

  @Field(() => UnresolvedInsideType, { nullable: true, description: 'Of callees: what else the node may call. Null for callers, and for a scan of an earlier version, which did not say.' })
  readonly inside!: UnresolvedInside | null;
}
