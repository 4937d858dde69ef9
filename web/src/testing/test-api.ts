import type { Provider } from '@angular/core';
import { ApolloLink, Observable } from '@apollo/client';
import type { OperationVariables, TypedDocumentNode } from '@apollo/client';
import { provideApollo } from 'apollo-angular';
import { Kind } from 'graphql';
import type { DocumentNode } from 'graphql';
import { Subject } from 'rxjs';
import { apiCache } from '../app/core/api/api-client.js';
import { IDENTITY } from '../app/core/identity/identity.js';
import type { Identity } from '../app/core/identity/identity.js';

export interface TestError {
  readonly code: string;
  readonly message: string;
  readonly field?: string;
}

type Answer = (variables: OperationVariables) => object;

/** Stands where the server would: a link under the real Apollo client and cache. Operations that no test expects fail loudly. */
export class TestApi {
  /** Every operation that was asked for, in order. */
  readonly calls: { readonly name: string; readonly variables: OperationVariables }[] = [];
  private readonly answers = new Map<string, Answer>();
  private readonly streams = new Map<string, Subject<object>>();
  /** Operations wait until `release` when set. */
  private held: Promise<void> | undefined;
  private letGo: () => void = () => undefined;

  answer<TData, TVariables extends OperationVariables>(document: TypedDocumentNode<TData, TVariables>, data: TData | ((variables: TVariables) => TData)): this {
    // Variables reach the link untyped; the document says what they are.
    this.answers.set(nameOf(document), (variables) => ({ data: typeof data === 'function' ? (data as (variables: TVariables) => TData)(variables as TVariables) : data }));
    return this;
  }

  refuse<TData, TVariables extends OperationVariables>(document: TypedDocumentNode<TData, TVariables>, { message, ...extensions }: TestError): this {
    this.answers.set(nameOf(document), () => ({ data: null, errors: [{ message, extensions }] }));
    return this;
  }

  disconnect<TData, TVariables extends OperationVariables>(document: TypedDocumentNode<TData, TVariables>): this {
    this.answers.set(nameOf(document), () => {
      throw new TypeError('Failed to fetch');
    });
    return this;
  }

  /** The server's side of a subscription. */
  stream<TData, TVariables extends OperationVariables>(document: TypedDocumentNode<TData, TVariables>): Subject<TData> {
    const subject = new Subject<object>();
    this.streams.set(nameOf(document), subject);
    // The same subject, in the words of the document.
    return subject as Subject<unknown> as Subject<TData>;
  }

  hold(): void {
    this.held = new Promise((resolve) => (this.letGo = resolve));
  }

  release(): void {
    this.letGo();
    this.held = undefined;
  }

  variablesOf(name: string): OperationVariables | undefined {
    return this.calls.findLast((call) => call.name === name)?.variables;
  }

  readonly link = new ApolloLink(
    (operation) =>
      new Observable((observer) => {
        const name = operation.operationName ?? '';
        this.calls.push({ name, variables: operation.variables });
        const stream = this.streams.get(name);
        if (stream !== undefined) {
          const subscription = stream.subscribe({ next: (data) => observer.next({ data: withTypenames(data) }), error: (error: unknown) => observer.error(error), complete: () => observer.complete() });
          return () => subscription.unsubscribe();
        }
        void (this.held ?? Promise.resolve()).then(() => {
          const answer = this.answers.get(name);
          try {
            if (answer === undefined) throw new Error(`No test expects ${name}.`);
            observer.next(answer(operation.variables));
            observer.complete();
          } catch (error) {
            observer.error(error);
          }
        });
        return undefined;
      }),
  );

  get providers(): Provider[] {
    return [provideApollo(() => ({ link: this.link, cache: apiCache() })), { provide: IDENTITY, useValue: SOMEBODY }];
  }
}

export const SOMEBODY: Identity = {
  start: () => Promise.resolve(true),
  token: () => Promise.resolve('token'),
  renew: () => Promise.resolve(),
  signOut: () => Promise.resolve(),
};

function nameOf(document: DocumentNode): string {
  for (const definition of document.definitions) if (definition.kind === Kind.OPERATION_DEFINITION) return definition.name?.value ?? '';
  throw new Error('The document has no operation.');
}

function withTypenames(data: object): Record<string, unknown> {
  return { ...data };
}
