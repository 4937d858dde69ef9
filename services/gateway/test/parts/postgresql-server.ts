import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import getPort from 'get-port';
import pg from 'pg';

/** A real PostgreSQL on this machine, with the owner's login and the gateway's; it can be killed and started again. */
export class PostgresqlServer {
  private constructor(
    private readonly binaries: string,
    readonly folder: string,
    readonly port: number,
  ) {}

  static async start(binaries: string): Promise<PostgresqlServer> {
    const folder = mkdtempSync(path.join(tmpdir(), 'pinata-postgresql-'));
    chmodSync(folder, 0o777);
    const server = new PostgresqlServer(binaries, folder, await getPort());
    server.as('initdb', ['-D', server.data, '-U', 'postgres', '--auth=trust', '-E', 'UTF8', '--locale=C']);
    server.run();
    // The owner's login migrates; the gateway's may become `app` and `system`, and owns nothing.
    await server.execute('postgres', ['create role pinata_owner login createrole', 'create role pinata_gateway login noinherit', 'create role owner nologin', 'create role app nologin', 'create role system nologin', 'grant app, system to pinata_gateway, pinata_owner']);
    return server;
  }

  private get data(): string {
    return path.join(this.folder, 'data');
  }

  /** A database of its own, owned by the owner's login or another. */
  async createDatabase(name: string, owner = 'pinata_owner'): Promise<void> {
    await this.execute('postgres', [`create database ${name} owner ${owner}`]);
    await this.execute(name, [`alter schema public owner to ${owner}`]);
  }

  url(login: string, database: string): string {
    return `postgresql://${login}@127.0.0.1:${this.port}/${database}`;
  }

  run(): void {
    this.as('pg_ctl', ['-D', this.data, '-w', '-l', path.join(this.folder, 'log'), '-o', `-p ${this.port} -h 127.0.0.1 -k ${this.folder}`, 'start']);
  }

  /** Without a shutdown's checkpoint, as a crash. */
  kill(): void {
    this.as('pg_ctl', ['-D', this.data, '-m', 'immediate', '-w', 'stop']);
  }

  remove(): void {
    if (existsSync(path.join(this.data, 'postmaster.pid'))) this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** As the server's administrator. */
  async execute(database: string, statements: readonly string[]): Promise<void> {
    const client = new pg.Client({ connectionString: this.url('postgres', database) });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  }

  /** PostgreSQL refuses to run as root: then it runs as the account that its package made. */
  private as(program: string, parameters: readonly string[]): void {
    const file = path.join(this.binaries, program);
    const isRoot = process.getuid?.() === 0;
    execFileSync(isRoot ? 'runuser' : file, isRoot ? ['-u', 'postgres', '--', file, ...parameters] : [...parameters], { stdio: ['ignore', 'ignore', 'pipe'], cwd: this.folder });
  }
}
