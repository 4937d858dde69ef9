import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { BlindSpotsOfNode, SourceRange, UnresolvedReason, UnresolvedSite } from '@pinata/graph';
import { SourceRangeType, UnresolvedReasonEnum } from '../../../graphql/index.js';

@ObjectType('BlindSpotCount')
export class BlindSpotCountType {
  @Field(() => UnresolvedReasonEnum)
  readonly reason!: UnresolvedReason;

  @Field(() => Int)
  readonly count!: number;
}

@ObjectType('BlindSpotSite')
export class BlindSpotSiteType implements UnresolvedSite {
  @Field(() => String)
  readonly path!: string;

  @Field(() => SourceRangeType)
  readonly range!: SourceRange;
}

@ObjectType('BlindSpots', { description: 'What an answer about the users of a node may lack: no users found is not the same as none.' })
export class BlindSpotsType implements BlindSpotsOfNode {
  @Field(() => Boolean, { description: "True when every reference by the node's name, and by the names of what is in it, was resolved." })
  readonly isComplete!: boolean;

  @Field(() => Int, { description: 'References by these names that could not be resolved: any of them may be a use.' })
  readonly unresolved!: number;

  @Field(() => [BlindSpotCountType], { description: 'Why, the most frequent reason first.' })
  readonly reasons!: readonly BlindSpotCountType[];

  @Field(() => [BlindSpotSiteType], { description: 'At most ten of them.' })
  readonly sites!: readonly BlindSpotSiteType[];

  @Field(() => Int, { description: 'In the whole repository: calls of values that have no name, such as a function that was picked from a table.' })
  readonly unnamed!: number;

  @Field(() => Int, { description: 'In the whole repository: files in which something could not be read.' })
  readonly filesWithErrors!: number;
}
