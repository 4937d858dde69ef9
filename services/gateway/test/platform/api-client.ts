import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';

export interface ApiError {
  readonly message: string;
  readonly extensions: { readonly code: string; readonly reason?: string; readonly field?: string };
}

export interface ApiAnswer<Data> {
  readonly status: number;
  readonly data?: Data | null;
  readonly errors?: readonly ApiError[];
}

/** A program that uses the API with one credential. */
export class ApiClient {
  constructor(
    readonly origin: string,
    readonly credential: string,
  ) {}

  async send<Data>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<ApiAnswer<Data>> {
    const response = await fetch(`${this.origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.credential}` },
      body: JSON.stringify({ query, variables }),
    });
    return { status: response.status, ...((await response.json()) as Omit<ApiAnswer<Data>, 'status'>) };
  }

  /** The data, or an exception with what the API said. */
  async ask<Data>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Data> {
    const answer = await this.send<Data>(query, variables);
    if (answer.errors !== undefined || answer.data == null) throw new Error(JSON.stringify(answer.errors ?? answer));
    return answer.data;
  }

  /** The one error that is expected. */
  async refusal(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<ApiError['extensions'] & { message: string }> {
    const answer = await this.send(query, variables);
    const [error] = answer.errors ?? [];
    if (error === undefined) throw new Error(`no error, but ${JSON.stringify(answer)}`);
    return { ...error.extensions, message: error.message };
  }

  socket(parameters: Readonly<Record<string, unknown>> = { authorization: `Bearer ${this.credential}` }): Client {
    return createClient({ url: this.origin.replace('http', 'ws') + '/graphql', webSocketImpl: WebSocket, connectionParams: { ...parameters }, retryAttempts: 0, lazy: true });
  }

  /** Every value of a subscription until it completes; throws what the server says instead. */
  async follow<Data>(query: string, variables: Readonly<Record<string, unknown>>, onValue: (data: Data) => void = () => undefined): Promise<Data[]> {
    const client = this.socket();
    const values: Data[] = [];
    try {
      for await (const result of client.iterate<Data>({ query, variables })) {
        if (result.errors !== undefined) throw new Error(JSON.stringify(result.errors));
        if (result.data == null) continue;
        values.push(result.data);
        onValue(result.data);
      }
      return values;
    } catch (error) {
      // The protocol's refusals come as a list of errors.
      throw Array.isArray(error) ? new Error(JSON.stringify(error)) : error;
    } finally {
      await client.dispose();
    }
  }
}
