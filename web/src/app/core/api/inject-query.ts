import { DestroyRef, computed, effect, inject, signal, untracked } from '@angular/core';
import type { Signal } from '@angular/core';
import type { OperationVariables, TypedDocumentNode } from '@apollo/client';
import { Apollo } from 'apollo-angular';
import type { QueryRef } from 'apollo-angular';
import type { Subscription } from 'rxjs';
import { toProblem } from './problem.js';
import type { Problem } from './problem.js';

/** Data on a page, with everything `pn-query-state` needs to show loading, error and forbidden. */
export interface LiveQuery<TData> {
  /** The newest answer. It stays while it is asked for again. */
  readonly data: Signal<TData | undefined>;
  readonly problem: Signal<Problem | undefined>;
  readonly isLoading: Signal<boolean>;
  reload(): void;
}

export interface QueryOptions {
  readonly fetchPolicy?: 'cache-and-network' | 'cache-first' | 'network-only' | 'no-cache';
  /** Shows the previous answer while other variables are asked for, such as the next letter of a search. */
  readonly keepsPrevious?: boolean;
}

interface Answer<TData> {
  readonly data?: TData;
  readonly problem?: Problem;
  readonly isLoading: boolean;
}

/**
 * Asks again whenever a signal read by `variables` changes; `undefined` means not yet.
 * To be called where injection is possible.
 */
export function injectQuery<TData, TVariables extends OperationVariables>(
  query: TypedDocumentNode<TData, TVariables>,
  variables: () => TVariables | undefined,
  options: QueryOptions = {},
): LiveQuery<TData> {
  const apollo = inject(Apollo);
  const answer = signal<Answer<TData>>({ isLoading: true });
  let reference: QueryRef<TData, TVariables> | undefined;
  let subscription: Subscription | undefined;

  const ask = (asked: TVariables): void => {
    subscription?.unsubscribe();
    reference = apollo.watchQuery({ query, variables: asked, fetchPolicy: options.fetchPolicy ?? 'cache-and-network', notifyOnNetworkStatusChange: true });
    const previous = options.keepsPrevious === true ? untracked(answer).data : undefined;
    subscription = reference.valueChanges.subscribe((result) => {
      // Partial data never reaches a page: its types would lie.
      const data = result.dataState === 'complete' ? result.data : result.loading ? (previous ?? heldBy(answer, asked)) : undefined;
      const problem = result.error === undefined ? undefined : toProblem(result.error);
      const kept = problem === undefined ? data : (data ?? heldBy(answer, asked));
      held = asked;
      answer.set({ isLoading: result.loading, ...(kept === undefined ? {} : { data: kept }), ...(problem === undefined ? {} : { problem }) });
    });
  };

  let held: TVariables | undefined;
  /** What is shown now, if it answers the same question. */
  const heldBy = (current: Signal<Answer<TData>>, asked: TVariables): TData | undefined => (held === asked ? untracked(current).data : undefined);

  effect(() => {
    const asked = variables();
    untracked(() => {
      if (asked !== undefined) ask(asked);
    });
  });
  inject(DestroyRef).onDestroy(() => subscription?.unsubscribe());

  return {
    data: computed(() => answer().data),
    problem: computed(() => answer().problem),
    isLoading: computed(() => answer().isLoading),
    // The failure reaches the page through valueChanges.
    reload: () => void reference?.refetch().catch(() => undefined),
  };
}
