import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PGlite } from '@electric-sql/pglite';
import { installPeers } from './peers.js';

interface SocketServer {
  start(): Promise<void>;
  stop(): Promise<void>;
  getServerConn(): string;
}

interface SocketModule {
  readonly PGLiteSocketServer: new (options: { readonly db: PGlite; readonly host: string; readonly port: number; readonly maxConnections: number }) => SocketServer;
}

/** Lets other processes talk to a database of this one, on this machine alone, while something runs. */
export async function withServer<Result>(database: PGlite, run: (url: URL) => Promise<Result>): Promise<Result> {
  const entry = path.join(await installPeers('node'), 'node_modules', '@electric-sql', 'pglite-socket', 'dist', 'index.js');
  const { PGLiteSocketServer } = (await import(pathToFileURL(entry).href)) as SocketModule; // its own types would make it a dependency
  const server = new PGLiteSocketServer({ db: database, host: '127.0.0.1', port: 0, maxConnections: 8 });
  await server.start();
  try {
    return await run(new URL(`postgres://postgres:postgres@${server.getServerConn()}/postgres?sslmode=disable`));
  } finally {
    await server.stop();
  }
}
