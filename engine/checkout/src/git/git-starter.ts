import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { CheckoutError } from '../checkout-error.js';
import { runGit } from './run-git.js';
import type { GitCall } from './run-git.js';

/** A call of git of which the exit code alone is of interest. */
export type QuietGitCall = Pick<GitCall, 'arguments' | 'environment' | 'folder' | 'answers' | 'signal'>;

export interface StarterRequest {
  readonly id: number;
  /** Absent where the call is to be ended. */
  readonly call?: Omit<QuietGitCall, 'signal'>;
}

export interface StarterAnswer {
  readonly id: number;
  readonly exitCode?: number;
  /** What `runGit` threw, where it did. */
  readonly failure?: { readonly code: CheckoutError['code']; readonly message: string };
}

const SCRIPT = new URL('./git-starter-process.js', import.meta.url);

/**
 * Starts git from a small process of its own. The start of a process copies the tables of its parent's memory, and makes what the
 * parent writes next slower: of one that holds half a gigabyte it takes tens of milliseconds, in which that one stands still.
 * The process is started by the first call; without it git is started here. To be closed by its owner.
 */
export class GitStarter {
  private child: ChildProcess | undefined;
  private readonly waiting = new Map<number, PromiseWithResolvers<StarterAnswer>>();
  private calls = 0;
  private isUsable = true;

  constructor(private readonly script: URL = SCRIPT) {}

  /** Runs git once and waits for its end. @throws {CheckoutError} as `runGit` */
  async exitCodeOf(call: QuietGitCall): Promise<number> {
    const { signal, ...rest } = call;
    const child = signal?.aborted === true ? undefined : this.started();
    if (child === undefined) return (await runGit(call)).exitCode;
    const id = this.calls++;
    const answer = Promise.withResolvers<StarterAnswer>();
    this.waiting.set(id, answer);
    child.channel?.ref(); // this process does not end while an answer is awaited
    const end = (): void => void child.send({ id } satisfies StarterRequest, () => undefined);
    signal?.addEventListener('abort', end, { once: true });
    child.send({ id, call: rest } satisfies StarterRequest, (error) => {
      if (error !== null) this.lose(child);
    });
    try {
      const { exitCode, failure } = await answer.promise;
      if (failure !== undefined) throw new CheckoutError(failure.code, failure.message);
      return exitCode ?? (await runGit(call)).exitCode;
    } finally {
      signal?.removeEventListener('abort', end);
      this.waiting.delete(id);
      if (this.waiting.size === 0) child.channel?.unref();
    }
  }

  /** Ends the process. Idempotent; later calls start git here. */
  close(): void {
    this.isUsable = false;
    if (this.child !== undefined) this.lose(this.child);
  }

  private started(): ChildProcess | undefined {
    if (this.child !== undefined || !this.isUsable) return this.child;
    this.isUsable = false; // one that was lost is not started again
    const child = fork(this.script, { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    child.on('message', (answer) => this.waiting.get((answer as StarterAnswer).id)?.resolve(answer as StarterAnswer)); // the script sends nothing else
    child.on('error', () => this.lose(child));
    child.on('exit', () => this.lose(child));
    child.on('disconnect', () => this.lose(child));
    child.unref();
    child.channel?.unref();
    this.child = child;
    return child;
  }

  /** Whoever waits for an answer starts git here. */
  private lose(child: ChildProcess): void {
    if (this.child !== child) return;
    this.child = undefined;
    if (child.connected) child.disconnect();
    for (const [id, { resolve }] of this.waiting) resolve({ id });
  }
}
