import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';

@ObjectType('Language', { description: 'A language the scanner reads.' })
export class LanguageType {
  @Field(() => ID, { description: 'Such as `typescript`.' })
  readonly id!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => [String])
  readonly extensions!: readonly string[];
}

@ObjectType('Instance', { description: 'What this installation is and may do.' })
export class InstanceType {
  @Field(() => String)
  readonly version!: string;

  @Field(() => String, { description: '`embedded` or `cluster`.' })
  readonly profile!: string;

  @Field(() => Boolean)
  readonly isGraphiqlEnabled!: boolean;

  @Field(() => Boolean)
  readonly isLocalPathAllowed!: boolean;

  @Field(() => Boolean, { description: 'True when repositories on private addresses may be scanned.' })
  readonly isPrivateNetworkAllowed!: boolean;

  @Field(() => Int)
  readonly concurrentScans!: number;
}

@InputType('UpdateInstanceInput')
export class UpdateInstanceInput {
  @Field(() => Boolean, { nullable: true })
  readonly isGraphiqlEnabled?: boolean | null;
}
