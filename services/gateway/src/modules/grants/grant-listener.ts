import { createHash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { create } from '@bufbuild/protobuf';
import { Code, ConnectError, type HandlerContext } from '@connectrpc/connect';
import { connectNodeAdapter } from '@connectrpc/connect-node';
import { GrantRefusalSchema, GrantResponseSchema, GrantService, type GrantRequest, type GrantResponse } from '@pinata/proto';
import { isUuid } from '../../runtime/index.js';
import type { GrantAnswer } from './grants.service.js';

const HEADERS_MILLISECONDS = 5_000;
const LARGEST_REQUEST = 4_096;
/** The operator makes at most five. */
const MOST_ATTEMPTS = 100;

export interface GrantListenerOptions {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  /** The install-time key as text; read for each call, so that a new one needs no restart. */
  readonly keyFile: string;
  readonly grant: (scanId: string, attempt: number) => Promise<GrantAnswer>;
  /** A call that could not be answered, or whose caller does not know the key. */
  readonly onRefusal: (reason: 'key' | 'error', error: unknown) => void;
}

/** GrantService over Connect on a server of its own, which no Ingress leads to: it answers the operator alone, by its key. */
export class GrantListener {
  private readonly server: Server;

  constructor(private readonly options: GrantListenerOptions) {
    const adapter = connectNodeAdapter({
      routes: (router) => router.service(GrantService, { grant: (request, context) => this.answer(request, context) }),
      readMaxBytes: LARGEST_REQUEST,
      // Of the three protocols that it could speak the operator speaks one.
      grpc: false,
      grpcWeb: false,
    });
    this.server = createServer({ headersTimeout: HEADERS_MILLISECONDS }, adapter);
  }

  /** @returns the port */
  async listen(): Promise<number> {
    this.server.listen(this.options.port, this.options.host);
    await once(this.server, 'listening');
    return (this.server.address() as AddressInfo).port; // a server that listens on a port has such an address
  }

  /** Answers what is under way first. */
  async close(): Promise<void> {
    if (!this.server.listening) return;
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeIdleConnections();
    await closed;
  }

  private async answer({ scanId, attempt }: GrantRequest, { requestHeader }: HandlerContext): Promise<GrantResponse> {
    if (!(await this.isKnown(requestHeader.get('authorization') ?? ''))) {
      this.options.onRefusal('key', undefined);
      throw new ConnectError('the key is not that of this installation', Code.Unauthenticated);
    }
    // A resource that somebody made by hand may have any name.
    if (!isUuid(scanId)) return refusalOf('unknown', 'This installation has no such scan.');
    if (attempt < 1 || attempt > MOST_ATTEMPTS) throw new ConnectError('attempts count from 1', Code.InvalidArgument);
    let answer: GrantAnswer;
    try {
      answer = await this.options.grant(scanId, attempt);
    } catch (error) {
      this.options.onRefusal('error', error);
      throw new ConnectError('the grant could not be given now', Code.Unavailable);
    }
    return 'grant' in answer ? create(GrantResponseSchema, { answer: { case: 'grant', value: answer.grant } }) : refusalOf(answer.refused.code, answer.refused.message);
  }

  /** In constant time. A file that is empty or cannot be read lets nobody in. */
  private async isKnown(authorization: string): Promise<boolean> {
    const key = await readFile(this.options.keyFile, 'utf8').then((text) => text.trim(), () => '');
    const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
    return timingSafeEqual(digest(authorization), digest(`Bearer ${key}`)) && key !== '';
  }
}

function refusalOf(code: string, message: string): GrantResponse {
  return create(GrantResponseSchema, { answer: { case: 'refusal', value: create(GrantRefusalSchema, { code, message }) } });
}
