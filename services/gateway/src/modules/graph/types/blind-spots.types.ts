import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { BlindSpotsOfNode, SourceRange, UnfollowedUse, UnresolvedInside, UnresolvedReason, UnresolvedSite } from '@pinata/graph';
import { SourceRangeType, UnfollowedUseEnum, UnresolvedReasonEnum } from '../../../graphql/index.js';

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
  @Field(() => Boolean, { description: "True when every reference by the node's name, and by the names of what is in it, was resolved, and nothing that may use them is not followed." })
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

  @Field(() => [UnfollowedUseEnum], { description: 'Kinds of uses that the scan does not follow, of those that the node, and what is in it, may have.' })
  readonly notFollowed!: readonly UnfollowedUse[];

  @Field(() => Int, { description: 'In the whole repository: files of known languages that were left out, as generated, too large, or by the settings.' })
  readonly unreadFiles!: number;

  @Field(() => Int, { description: 'In the whole repository: templates that are not read, and components whose templates are followed in part.' })
  readonly unreadTemplates!: number;
}

@ObjectType('UnresolvedInsideSite')
export class UnresolvedInsideSiteType extends BlindSpotSiteType {
  @Field(() => String, { nullable: true, description: 'Its last word; null where a value is called that has none.' })
  readonly name!: string | null;
}

@ObjectType('UnresolvedInside', { description: 'What an answer about what code uses, calls or sets going may lack: nothing found is not the same as nothing there.' })
export class UnresolvedInsideType implements UnresolvedInside {
  @Field(() => Boolean, { description: 'True when every reference in the code was resolved or leads outside, its files could be read whole, and nothing in it is not followed.' })
  readonly isComplete!: boolean;

  @Field(() => Int, { description: 'References in the code that could not be resolved: each may lead elsewhere.' })
  readonly unresolved!: number;

  @Field(() => [BlindSpotCountType], { description: 'Why, the most frequent reason first.' })
  readonly reasons!: readonly BlindSpotCountType[];

  @Field(() => [UnresolvedInsideSiteType], { description: 'At most ten of them.' })
  readonly sites!: readonly UnresolvedInsideSiteType[];

  @Field(() => Int, { description: 'Files of the code in which something could not be read.' })
  readonly filesWithErrors!: number;

  @Field(() => [UnfollowedUseEnum], { description: 'Kinds of uses that the scan does not follow in the language of the code.' })
  readonly notFollowed!: readonly UnfollowedUse[];
}
