import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { ApiTokenScope } from '../../database/index.js';
import { ApiTokenScopeEnum } from '../../graphql/index.js';

@ObjectType('ApiToken')
export class ApiTokenType {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => String, { description: 'Its first characters, to tell tokens apart.' })
  readonly prefix!: string;

  @Field(() => [ApiTokenScopeEnum])
  readonly scopes!: readonly ApiTokenScope[];

  @Field(() => ID)
  readonly organizationId!: string;

  @Field(() => Date)
  readonly createdAt!: Date;

  @Field(() => Date)
  readonly expiresAt!: Date;

  @Field(() => Date, { nullable: true })
  readonly lastUsedAt!: Date | null;

  @Field(() => Date, { nullable: true })
  readonly revokedAt!: Date | null;
}

@ObjectType('CreatedApiToken')
export class CreatedApiTokenType {
  @Field(() => ApiTokenType)
  readonly token!: ApiTokenType;

  @Field(() => String, { description: 'The whole token; it is shown this once.' })
  readonly secret!: string;
}

@InputType('CreateApiTokenInput')
export class CreateApiTokenInput {
  @Field(() => ID)
  readonly organizationId!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => [ApiTokenScopeEnum])
  readonly scopes!: readonly ApiTokenScope[];

  @Field(() => Int, { defaultValue: 90, description: '1 to 365.' })
  readonly expiresInDays!: number;
}
