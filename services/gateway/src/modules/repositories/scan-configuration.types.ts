import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';

@ObjectType('ScanConfiguration', { description: 'Which files a scan reads and what it may use.' })
export class ScanConfigurationType {
  @Field(() => [String], { description: 'Such as `.cs`, `.ts`; empty means every known language.' })
  readonly fileExtensions!: readonly string[];

  @Field(() => [String])
  readonly include!: readonly string[];

  @Field(() => [String])
  readonly exclude!: readonly string[];

  @Field(() => Int)
  readonly maximumFileBytes!: number;

  @Field(() => Int)
  readonly maximumFiles!: number;

  @Field(() => Int)
  readonly deadlineSeconds!: number;

  @Field(() => Int)
  readonly memoryMegabytes!: number;

  @Field(() => Int, { nullable: true, description: 'Null: as many as the machine has, at most 8.' })
  readonly workers!: number | null;
}

@InputType('ScanConfigurationInput', { description: 'Absent fields keep what is set.' })
export class ScanConfigurationInput {
  @Field(() => [String], { nullable: true })
  readonly fileExtensions?: readonly string[] | null;

  @Field(() => [String], { nullable: true })
  readonly include?: readonly string[] | null;

  @Field(() => [String], { nullable: true })
  readonly exclude?: readonly string[] | null;

  @Field(() => Int, { nullable: true })
  readonly maximumFileBytes?: number | null;

  @Field(() => Int, { nullable: true })
  readonly maximumFiles?: number | null;

  @Field(() => Int, { nullable: true })
  readonly deadlineSeconds?: number | null;

  @Field(() => Int, { nullable: true })
  readonly memoryMegabytes?: number | null;

  @Field(() => Int, { nullable: true })
  readonly workers?: number | null;
}
