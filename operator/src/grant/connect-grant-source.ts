import { readFile } from 'node:fs/promises';
import { Code, ConnectError, createClient, type Client } from '@connectrpc/connect';
import { createConnectTransport } from '@connectrpc/connect-node';
import { GrantService } from '@pinata/proto';
import { GrantUnavailable, KEY_REFUSED, type GrantSource } from './grant-source.js';

const TIMEOUT_MILLISECONDS = 10_000;

export interface ConnectGrantOptions {
  readonly url: string;
  /** Read for every call. */
  readonly keyFile: string;
}

/** Asks the gateway's internal listener, with the install-time key as its bearer token. */
export class ConnectGrantSource implements GrantSource {
  private readonly client: Client<typeof GrantService>;

  constructor(private readonly options: ConnectGrantOptions) {
    this.client = createClient(GrantService, createConnectTransport({ baseUrl: options.url, httpVersion: '1.1' }));
  }

  async grant(scanId: string, attempt: number, signal: AbortSignal): ReturnType<GrantSource['grant']> {
    try {
      const key = (await readFile(this.options.keyFile, 'utf8')).trim();
      const { answer } = await this.client.grant({ scanId, attempt }, { signal, timeoutMs: TIMEOUT_MILLISECONDS, headers: { authorization: `Bearer ${key}` } });
      if (answer.case === 'refusal') return { refused: { code: answer.value.code, message: answer.value.message } };
      if (answer.case === 'grant') return { grant: answer.value };
    } catch (error) {
      // The error's cause may quote what was sent; its code says enough.
      throw new GrantUnavailable(error instanceof ConnectError ? codeOf(error) : 'unknown');
    }
    throw new GrantUnavailable('emptyAnswer');
  }
}

function codeOf({ code }: ConnectError): string {
  return code === Code.Unauthenticated ? KEY_REFUSED : Code[code].toLowerCase();
}
