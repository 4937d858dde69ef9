import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError, parse, validate, specifiedRules, type ExecutionArgs, type GraphQLSchema } from 'graphql';
import { CloseCode, makeServer, type Context } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Log } from '../logging/index.js';
import type { PlatformMetrics } from '../metrics/index.js';
import { AccessError, type Caller } from '../modules/access/index.js';
import { requireAffordable } from './complexity.js';
import { RequestLoaders, type ApiContext } from './context.js';
import { formatError } from './format-error.js';
import { MAXIMUM_TOKENS, QUERY_LIMITS, queryLimitsRule } from './query-limits.js';

export interface SubscriptionServerOptions {
  readonly schema: GraphQLSchema;
  readonly path: string;
  readonly authenticate: (authorization: unknown) => Promise<Caller>;
  /** Whether a browser's page of that origin may connect. */
  readonly isOriginAllowed: (origin: string) => boolean;
  readonly log: Log;
  readonly metrics: PlatformMetrics;
  /** How often an open socket's caller is looked at again. */
  readonly recheckMilliseconds?: number;
}

const PROTOCOL = 'graphql-transport-ws';
const MAXIMUM_PAYLOAD = 256 * 1024;
const MAXIMUM_SOCKETS_OF_CALLER = 50;
const MAXIMUM_OPERATIONS_OF_SOCKET = 20;
const INITIALISATION_MILLISECONDS = 5_000;
const PING_MILLISECONDS = 20_000;
const RECHECK_MILLISECONDS = 15_000;
/** graphql-ws closes with 4400 to 4499; these two are for credentials. */
const UNAUTHENTICATED = 4401;
const FORBIDDEN = 4403;
const GOING_AWAY = 1001;

interface SocketState {
  caller: Caller | undefined;
  operations: number;
}

/**
 * GraphQL over WebSocket (the graphql-transport-ws protocol), signed in like requests: with `authorization` among the connection
 * parameters. An open socket's credential is checked again every quarter minute, and ends with it.
 */
export class SubscriptionServer {
  private readonly sockets = new WebSocketServer({ noServer: true, maxPayload: MAXIMUM_PAYLOAD, handleProtocols: (protocols) => (protocols.has(PROTOCOL) ? PROTOCOL : false) });
  private readonly states = new Set<SocketState>();
  private readonly socketsByCaller = new Map<string, number>();
  private readonly onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => this.upgrade(request, socket, head);

  constructor(
    private readonly server: Server,
    private readonly options: SubscriptionServerOptions,
  ) {
    server.on('upgrade', this.onUpgrade);
  }

  async close(): Promise<void> {
    this.server.off('upgrade', this.onUpgrade);
    for (const socket of this.sockets.clients) socket.close(GOING_AWAY, 'The server stops');
    await new Promise<void>((resolve) => this.sockets.close(() => resolve()));
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const path = (request.url ?? '').split('?')[0];
    const { origin } = request.headers;
    if (path !== this.options.path || (origin !== undefined && !this.options.isOriginAllowed(origin))) {
      socket.end(`HTTP/1.1 ${path === this.options.path ? '403 Forbidden' : '404 Not Found'}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    this.sockets.handleUpgrade(request, socket, head, (webSocket) => this.open(webSocket));
  }

  private open(socket: WebSocket): void {
    const state: SocketState = { caller: undefined, operations: 0 };
    this.states.add(state);
    const timers: NodeJS.Timeout[] = [];
    const server = makeServer({
      schema: this.options.schema,
      connectionInitWaitTimeout: INITIALISATION_MILLISECONDS,
      onConnect: async ({ connectionParams }) => {
        const authorization = connectionParams?.['authorization'] ?? connectionParams?.['Authorization'];
        try {
          state.caller = await this.options.authenticate(authorization);
        } catch (error) {
          if (!(error instanceof AccessError)) throw error;
          socket.close(UNAUTHENTICATED, 'Sign in again');
          return false;
        }
        if (!this.count(state.caller.accountId)) {
          socket.close(FORBIDDEN, 'Too many connections');
          state.caller = undefined;
          return false;
        }
        timers.push(...this.watch(socket, state, authorization));
        return true;
      },
      onSubscribe: (_context: Context, _id, { query, operationName, variables }) => {
        this.change(state, 1);
        const prepared =
          state.operations > MAXIMUM_OPERATIONS_OF_SOCKET
            ? [new GraphQLError('Too many subscriptions on one connection.', { extensions: { code: 'RATE_LIMITED' } })]
            : this.prepare(state, query, operationName, variables);
        const code = isRefused(prepared) ? prepared[0]?.extensions['code'] : 'OK';
        this.options.metrics.graphqlRequests.inc({ type: 'subscription', code: typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR' });
        return prepared;
      },
      onComplete: () => {
        this.change(state, -1);
      },
      onError: (_context, _id, _payload, errors) => {
        this.change(state, -1);
        return errors.map((error) => this.format(error).toJSON());
      },
      onNext: (_context, _id, _payload, _arguments, result) => (result.errors === undefined ? undefined : { data: result.data ?? null, errors: result.errors.map((error) => this.format(error).toJSON()) }),
    });
    const closed = server.opened(
      {
        protocol: socket.protocol,
        send: (data) => new Promise((resolve, reject) => socket.send(data, (error) => (error == null ? resolve() : reject(error)))),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (listener) => {
          socket.on('message', (data: Buffer) => {
            listener(data.toString()).catch((error: unknown) => {
              this.options.log.warn('a socket sent something that could not be handled', { error });
              socket.close(CloseCode.BadRequest, 'Bad request');
            });
          });
        },
      },
      {},
    );
    timers.push(setInterval(() => socket.ping(), PING_MILLISECONDS));
    socket.on('error', () => socket.terminate());
    socket.once('close', (code, reason) => {
      for (const timer of timers) clearTimeout(timer);
      this.states.delete(state);
      this.change(state, 0);
      if (state.caller !== undefined) this.uncount(state.caller.accountId);
      void closed(code, reason.toString());
    });
  }

  private prepare(state: SocketState, query: string, operationName: string | null | undefined, variables: Record<string, unknown> | null | undefined): ExecutionArgs | readonly GraphQLError[] {
    if (state.caller === undefined) return [new GraphQLError('Sign in first.', { extensions: { code: 'UNAUTHENTICATED' } })];
    const { schema } = this.options;
    try {
      const document = parse(query, { maxTokens: MAXIMUM_TOKENS });
      const errors = validate(schema, document, [...specifiedRules, queryLimitsRule(QUERY_LIMITS)]);
      if (errors.length > 0) return errors.map((error) => this.format(error));
      requireAffordable({ schema, query: document, variables: variables ?? {}, ...(operationName == null ? {} : { operationName }) });
      const contextValue: ApiContext = { caller: { ...state.caller }, loaders: new RequestLoaders() };
      return { schema, document, contextValue, ...(operationName == null ? {} : { operationName }), ...(variables == null ? {} : { variableValues: variables }) };
    } catch (error) {
      if (error instanceof GraphQLError) return [error];
      throw error;
    }
  }

  /** Ends the socket when its token does, or when the account or the token is refused. */
  private watch(socket: WebSocket, state: SocketState, authorization: unknown): NodeJS.Timeout[] {
    const untilExpiry = Math.min(Math.max(0, (state.caller?.expiresAt.getTime() ?? 0) - Date.now()), 2 ** 31 - 1);
    const expiry = setTimeout(() => socket.close(UNAUTHENTICATED, 'The token ran out'), untilExpiry);
    const recheck = setInterval(() => {
      this.options.authenticate(authorization).catch((error: unknown) => {
        if (error instanceof AccessError) socket.close(UNAUTHENTICATED, 'The token was refused');
        else this.options.log.error('an open socket could not be checked again', { error });
      });
    }, this.options.recheckMilliseconds ?? RECHECK_MILLISECONDS);
    return [expiry, recheck];
  }

  private change(state: SocketState, by: number): void {
    state.operations += by;
    this.options.metrics.subscriptionsOpen.set([...this.states].reduce((sum, { operations }) => sum + operations, 0));
  }

  private count(accountId: string): boolean {
    const open = this.socketsByCaller.get(accountId) ?? 0;
    if (open >= MAXIMUM_SOCKETS_OF_CALLER) return false;
    this.socketsByCaller.set(accountId, open + 1);
    return true;
  }

  private uncount(accountId: string): void {
    const open = (this.socketsByCaller.get(accountId) ?? 1) - 1;
    if (open <= 0) this.socketsByCaller.delete(accountId);
    else this.socketsByCaller.set(accountId, open);
  }

  private format(error: unknown): GraphQLError {
    const original = error instanceof GraphQLError ? error : new GraphQLError('failed', { originalError: error instanceof Error ? error : null });
    const formatted = formatError(original.toJSON(), original, (unexpected) => this.options.log.error('a subscription failed', { error: unexpected }));
    return new GraphQLError(formatted.message, { ...(formatted.extensions === undefined ? {} : { extensions: formatted.extensions }), path: original.path ?? null });
  }
}

function isRefused(prepared: ExecutionArgs | readonly GraphQLError[]): prepared is readonly GraphQLError[] {
  return Array.isArray(prepared);
}
