import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { TenantScope } from './tenant-scope.js';

/**
 * The relational database. Every unit of work is one transaction under a role: nothing reads or writes outside of one.
 *
 * Never call another unit of work, or another service, inside one: the embedded database has a single connection, which the
 * outer transaction holds.
 */
export interface Database {
  /**
   * Runs as role `app`, under the row-level-security policies of the scope's organization: rows of others do not exist.
   * Commits when `work` resolves, rolls back when it throws; the error comes through unchanged. Not retried.
   */
  tenant<Result>(scope: TenantScope, work: (entities: SqlEntityManager) => Promise<Result>): Promise<Result>;
  /**
   * Runs as role `system`, which sees every tenant: for sign-in, tokens, access checks, ingest and start-up.
   * Same transaction rules. Whoever calls it answers for the tenant check.
   */
  system<Result>(work: (entities: SqlEntityManager) => Promise<Result>): Promise<Result>;
  /** Brings the schema up to date. Idempotent; migrations that ran are not run again. */
  migrate(): Promise<readonly string[]>;
  /** Takes the newest migration back. */
  rollback(): Promise<readonly string[]>;
  /**
   * Lets the planner learn what the tables hold, where nothing does that by itself. To be called after many rows changed;
   * idempotent, and an error of it harms nothing.
   */
  maintain(): Promise<void>;
  /** Resolves when a trivial query is answered; rejects otherwise. */
  ping(): Promise<void>;
  /** Waits for what runs and closes; every later call but this one rejects. Idempotent. */
  close(): Promise<void>;
}

export const DATABASE = Symbol('Database');
