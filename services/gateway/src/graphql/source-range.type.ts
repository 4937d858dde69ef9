import { Field, Int, ObjectType } from '@nestjs/graphql';

@ObjectType('SourceRange', { description: 'Zero-based and half-open; columns count UTF-16 code units.' })
export class SourceRangeType {
  @Field(() => Int)
  readonly startRow!: number;

  @Field(() => Int)
  readonly startColumn!: number;

  @Field(() => Int)
  readonly endRow!: number;

  @Field(() => Int)
  readonly endColumn!: number;
}
