import { Injectable, inject } from '@angular/core';
import type { OperationVariables, TypedDocumentNode } from '@apollo/client';
import { Apollo } from 'apollo-angular';
import { firstValueFrom, map } from 'rxjs';
import type { Observable } from 'rxjs';
import { ProblemError, toProblem } from './problem.js';

/** Single questions and changes; pages that show data use `injectQuery`. Everything it throws is a `ProblemError`. */
@Injectable({ providedIn: 'root' })
export class Api {
  private readonly apollo = inject(Apollo);

  async query<TData, TVariables extends OperationVariables>(
    query: TypedDocumentNode<TData, TVariables>,
    variables: TVariables,
    fetchPolicy: 'network-only' | 'no-cache' | 'cache-first' = 'network-only',
  ): Promise<TData> {
    return this.settle(firstValueFrom(this.apollo.query({ query, variables, fetchPolicy })));
  }

  /** @param changes names of root fields whose cached answers are no longer true, such as `repositories` */
  async mutate<TData, TVariables extends OperationVariables>(
    mutation: TypedDocumentNode<TData, TVariables>,
    variables: TVariables,
    changes: readonly string[] = [],
  ): Promise<TData> {
    const data = await this.settle(firstValueFrom(this.apollo.mutate({ mutation, variables })));
    const { cache } = this.apollo.client;
    for (const fieldName of changes) cache.evict({ id: 'ROOT_QUERY', fieldName });
    if (changes.length > 0) cache.gc();
    return data;
  }

  /** The present state first, then each change. */
  subscribe<TData, TVariables extends OperationVariables>(query: TypedDocumentNode<TData, TVariables>, variables: TVariables): Observable<TData> {
    return this.apollo.subscribe({ query, variables }).pipe(
      map(({ data, error }) => {
        if (error !== undefined) throw new ProblemError(toProblem(error), { cause: error });
        return present(data);
      }),
    );
  }

  private async settle<TData>(answer: Promise<{ readonly data?: TData | undefined; readonly error?: unknown }>): Promise<TData> {
    try {
      const { data, error } = await answer;
      if (error !== undefined) throw new ProblemError(toProblem(error), { cause: error });
      return present(data);
    } catch (error) {
      throw error instanceof ProblemError ? error : new ProblemError(toProblem(error), { cause: error });
    }
  }
}

function present<TData>(data: TData | null | undefined): TData {
  if (data === undefined || data === null) throw new ProblemError({ code: 'INTERNAL_SERVER_ERROR', message: 'The server sent an empty answer.' });
  return data;
}
