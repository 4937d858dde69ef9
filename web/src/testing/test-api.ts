import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Provider } from '@angular/core';
import { ApolloLink, Observable } from '@apollo/client';
import type { OperationVariables, TypedDocumentNode } from '@apollo/client';
import { provideApollo } from 'apollo-angular';
import { Kind, buildSchema, executeSync } from 'graphql';
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

interface Answered {
  readonly data: object | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[];
}

type Answer = (variables: OperationVariables) => Answered;

const SCHEMA = buildSchema(readFileSync(path.resolve('../services/gateway/schema.graphql'), 'utf8'));

/**
 * Stands where the server would: answers are read through the real schema, so that types and enums are checked. A link under the real
 * Apollo client and cache. Operations that no test expects fail loudly.
 */
export class TestApi {
  /** Every operation that was asked for, in order. */
  readonly calls: { readonly name: string; readonly variables: OperationVariables }[] = [];
  private readonly answers = new Map<string, Answer>();
  private readonly streams = new Map<string, Subject<object>>();
  /** Operations wait until `release` when set. */
  private held: Promise<void> | undefined;
  private letGo: () => void = () => undefined;

  answer<TData extends object, TVariables extends OperationVariables>(document: TypedDocumentNode<TData, TVariables>, data: TData | ((variables: TVariables) => TData)): this {
    // Variables reach the link untyped; the document says what they are.
    this.answers.set(nameOf(document), (variables) => ({ data: typeof data === 'function' ? (data)(variables as TVariables) : data }));
    return this;
  }

  refuse<TData, TVariables extends OperationVariables>(document: TypedDocumentNode<TData, TVariables>, { message, ...extensions }: TestError): this {
    this.answers.set(nameOf(document), () => ({ data: null, errors: [{ message, extensions }] }));
    return this;
  }

  expects<TData, TVariables extends OperationVariables>(document: TypedDocumentNode<TData, TVariables>): boolean {
    return this.answers.has(nameOf(document));
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
          const subscription = stream.subscribe({ next: (data) => observer.next(complete(operation.query, operation.variables, data)), error: (error: unknown) => observer.error(error), complete: () => observer.complete() });
          return () => subscription.unsubscribe();
        }
        void (this.held ?? Promise.resolve()).then(() => {
          const answer = this.answers.get(name);
          try {
            if (answer === undefined) throw new Error(`No test expects ${name}.`);
            const { data, errors } = answer(operation.variables);
            observer.next(data === null ? { data, ...(errors === undefined ? {} : { errors }) } : complete(operation.query, operation.variables, data));
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

/** Adds what a server adds: type names, and an error for whatever does not fit the schema. */
function complete(document: DocumentNode, variables: OperationVariables, data: object) {
  const { data: completed, errors } = executeSync({
    schema: SCHEMA,
    document,
    variableValues: variables,
    rootValue: data,
    // Answers are written by the names of the response, so that aliases work.
    fieldResolver: (source: Record<string, unknown>, _arguments, _context, { path: { key } }) => source[key],
  });
  if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join('\n'));
  return { data: { ...completed } };
}
