import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { CurrentCaller } from '../../graphql/index.js';
import type { Caller } from '../access/index.js';
import { AccountsService } from './accounts.service.js';
import { CreatedAccountType } from './accounts.types.js';

@Resolver()
export class AccountsResolver {
  constructor(private readonly accounts: AccountsService) {}

  @Mutation(() => CreatedAccountType, { description: 'For instance administrators.' })
  async createAccount(
    @CurrentCaller() caller: Caller,
    @Args('email', { type: () => String }) email: string,
    @Args('name', { type: () => String }) name: string,
  ): Promise<CreatedAccountType> {
    const created = await this.accounts.createAccount(caller, email, name);
    return { id: created.account.id, email: created.account.email, name: created.account.name, password: created.password };
  }

  @Mutation(() => Boolean)
  async changePassword(
    @CurrentCaller() caller: Caller,
    @Args('currentPassword', { type: () => String }) currentPassword: string,
    @Args('newPassword', { type: () => String }) newPassword: string,
  ): Promise<boolean> {
    await this.accounts.changePassword(caller, currentPassword, newPassword);
    return true;
  }
}
