import { Field, ID, ObjectType } from '@nestjs/graphql';

@ObjectType('CreatedAccount', { description: "A signed-in person's new account; the password is shown this once." })
export class CreatedAccountType {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly email!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => String)
  readonly password!: string;
}
