import { Args, Mutation, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { CurrentCaller } from '../../graphql/index.js';
import type { Caller } from '../access/index.js';
import { InstanceService } from './instance.service.js';
import { InstanceType, LanguageType, UpdateInstanceInput } from './instance.types.js';
import { LanguagesService } from './languages.service.js';

@Resolver(() => InstanceType)
export class InstanceResolver {
  constructor(
    private readonly instances: InstanceService,
    private readonly known: LanguagesService,
  ) {}

  @Query(() => InstanceType)
  instance(): Promise<InstanceType> {
    return this.instances.describe();
  }

  @Mutation(() => InstanceType, { description: 'For instance administrators.' })
  updateInstance(@CurrentCaller() caller: Caller, @Args('input', { type: () => UpdateInstanceInput }) input: UpdateInstanceInput): Promise<InstanceType> {
    return this.instances.update(caller, input);
  }

  @ResolveField(() => [LanguageType])
  languages(): Promise<LanguageType[]> {
    return this.known.list();
  }
}
