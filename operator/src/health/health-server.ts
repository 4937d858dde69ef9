import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HealthSource {
  /** Whether the process should be left running. */
  isAlive(): boolean;
  /** Whether it does its work, or stands by to. */
  isReady(): boolean;
  metrics(): Promise<{ readonly type: string; readonly text: string }>;
}

/** /livez, /readyz and /metrics; nothing else, and nothing secret. */
export class HealthServer {
  private readonly server: Server;

  constructor(source: HealthSource) {
    this.server = createServer((request, response) => {
      const path = request.url?.split('?')[0];
      if (request.method !== 'GET') return answer(response, 405, 'only GET is answered\n');
      if (path === '/livez') return answer(response, source.isAlive() ? 200 : 503, source.isAlive() ? 'ok\n' : 'stuck\n');
      if (path === '/readyz') return answer(response, source.isReady() ? 200 : 503, source.isReady() ? 'ok\n' : 'not ready\n');
      if (path !== '/metrics') return answer(response, 404, 'not found\n');
      source.metrics().then(
        ({ type, text }) => answer(response, 200, text, type),
        () => answer(response, 500, 'no metrics\n'),
      );
    });
    this.server.requestTimeout = 10_000;
  }

  /** @returns the port, which 0 asks the system for */
  listen(port: number, host?: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      // A listening TCP server's address is always one of these.
      this.server.listen(port, host, () => resolve((this.server.address() as AddressInfo).port));
    });
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

function answer(response: ServerResponse, status: number, text: string, type = 'text/plain; charset=utf-8'): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(text);
}
