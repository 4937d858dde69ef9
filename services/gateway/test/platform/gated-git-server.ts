import { spawn, type ChildProcess } from 'node:child_process';
import { connect, createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import getPort from 'get-port';
import { killGroup } from './scanner-processes.js';

/**
 * A git server that can be made to keep its clients waiting: so a scan is caught in its checkout for as long as a test wants,
 * without any clock.
 */
export class GatedGitServer {
  private readonly held = new Set<Socket>();
  private isOpen = true;
  private arrived: (() => void)[] = [];

  private constructor(
    private readonly gate: Server,
    private readonly daemon: ChildProcess,
    readonly url: string,
  ) {}

  static async start(repository: string): Promise<GatedGitServer> {
    const [daemonPort, gatePort] = [await getPort(), await getPort()];
    const daemon = spawn('git', ['daemon', '--reuseaddr', '--export-all', '--listen=127.0.0.1', `--port=${daemonPort}`, `--base-path=${path.dirname(repository)}`, path.dirname(repository)], { stdio: 'ignore', detached: true });
    const gate = createServer();
    const server = new GatedGitServer(gate, daemon, `git://127.0.0.1:${gatePort}/${path.basename(repository)}`);
    gate.on('connection', (socket) => server.accept(socket, daemonPort));
    await new Promise<void>((resolve) => gate.listen(gatePort, '127.0.0.1', resolve));
    await reachable(daemonPort);
    return server;
  }

  /** From now on clients are accepted and hear nothing. */
  hold(): void {
    this.isOpen = false;
  }

  /** From now on clients are served; those that were kept waiting go on waiting. */
  reopen(): void {
    this.isOpen = true;
  }

  /** From now on clients are served; those that were kept waiting are cut off. */
  release(): void {
    this.isOpen = true;
    for (const socket of this.held) socket.destroy();
    this.held.clear();
  }

  /** Resolves when the next client is kept waiting. */
  nextHeld(): Promise<void> {
    return new Promise((resolve) => this.arrived.push(resolve));
  }

  close(): void {
    this.release();
    this.gate.close();
    // `git` starts the daemon itself as a child of its own.
    killGroup(this.daemon.pid ?? -1);
  }

  private accept(socket: Socket, daemonPort: number): void {
    socket.on('error', () => socket.destroy());
    if (this.isOpen) {
      const upstream = connect(daemonPort, '127.0.0.1');
      upstream.on('error', () => socket.destroy());
      socket.pipe(upstream).pipe(socket);
      return;
    }
    this.held.add(socket);
    const arrived = this.arrived;
    this.arrived = [];
    for (const resolve of arrived) resolve();
  }
}

async function reachable(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const isUp = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true));
      socket.on('connect', () => socket.destroy());
      socket.on('error', () => resolve(false));
    });
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('git daemon did not start');
}
