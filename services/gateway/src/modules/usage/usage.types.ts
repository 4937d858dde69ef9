import { Field, Float, Int, ObjectType } from '@nestjs/graphql';

@ObjectType('UsageDay')
export class UsageDayType {
  @Field(() => String, { description: 'Such as `2026-03-31`.' })
  readonly date!: string;

  @Field(() => Int)
  readonly scans!: number;
}

@ObjectType('Usage', { description: 'What an organization used in one calendar month (UTC).' })
export class UsageType {
  @Field(() => String, { description: 'Such as `2026-03`.' })
  readonly month!: string;

  @Field(() => Int)
  readonly scans!: number;

  @Field(() => Int)
  readonly repositories!: number;

  @Field(() => Int)
  readonly members!: number;

  @Field(() => Float, { description: 'Bytes of stored snapshots.' })
  readonly storedBytes!: number;

  @Field(() => Int, { nullable: true, description: 'Null means unlimited.' })
  readonly scanLimit!: number | null;

  @Field(() => Int, { nullable: true, description: 'Null means unlimited.' })
  readonly repositoryLimit!: number | null;

  @Field(() => [UsageDayType])
  readonly days!: readonly UsageDayType[];
}
