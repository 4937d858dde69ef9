import DataLoader from 'dataloader';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { Caller } from '../modules/access/index.js';

/** What every resolver of one operation shares. */
export interface ApiContext {
  readonly caller: Caller;
  readonly loaders: RequestLoaders;
}

/** The DataLoaders of one operation, made when first asked for. Kept no longer: the next operation checks and reads anew. */
export class RequestLoaders {
  private readonly loaders = new Map<string, DataLoader<string, unknown>>();

  /**
   * @param name one per use, with all that its answer depends on besides the key (such as the organization)
   * @param load answers in any order; a key without an answer loads undefined
   */
  of<Value>(name: string, load: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>): DataLoader<string, Value | undefined> {
    let loader = this.loaders.get(name);
    if (loader === undefined) {
      loader = new DataLoader<string, unknown>(async (keys) => {
        const found = await load(keys);
        return keys.map((key) => found.get(key));
      });
      this.loaders.set(name, loader);
    }
    // Every use of a name passes the same `load`, so that the loader under it holds that type.
    return loader as DataLoader<string, Value | undefined>;
  }
}

function contextOf(execution: ExecutionContext): ApiContext {
  return GqlExecutionContext.create(execution).getContext<ApiContext>();
}

/** Who is calling, as a resolver's parameter. */
export const CurrentCaller = createParamDecorator((_: unknown, execution: ExecutionContext) => contextOf(execution).caller);

/** The operation's DataLoaders, as a resolver's parameter. */
export const Loaders = createParamDecorator((_: unknown, execution: ExecutionContext) => contextOf(execution).loaders);
