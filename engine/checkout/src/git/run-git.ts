import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { CheckoutError } from '../checkout-error.js';
import { translateFailure } from './git-failure.js';

export interface GitCall {
  /** Each an argument of its own; nothing goes through a shell. */
  readonly arguments: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly folder?: string;
  readonly signal?: AbortSignal | undefined;
  /** When the call must have ended, in the milliseconds of `performance.now()`. */
  readonly deadline?: number | undefined;
  /** More than this on standard output ends the call with `tooLarge`. */
  readonly outputBytes?: number;
  /** Gets standard output instead of its being collected; what it throws ends the call. */
  readonly onOutput?: (chunk: Buffer) => void;
  /** Gets standard error as it comes. */
  readonly onMessage?: (text: string) => void;
  /** Checked every half second; what it throws ends the call. */
  readonly watch?: () => Promise<void>;
  readonly input?: string;
  /** Exit codes that are answers and not failures; 0 is always one. */
  readonly answers?: readonly number[];
}

export interface GitResult {
  readonly output: Buffer;
  readonly exitCode: number;
}

const DEFAULT_OUTPUT_BYTES = 64 * 1024 * 1024;
const KEPT_MESSAGE_BYTES = 64 * 1024;
const WATCH_MILLISECONDS = 500;
const PATIENCE_MILLISECONDS = 2_000;

/**
 * Runs git once and waits for its end.
 * @throws {CheckoutError}
 */
export async function runGit(call: GitCall): Promise<GitResult> {
  if (call.signal?.aborted === true) throw cancelled();
  const remaining = call.deadline === undefined ? undefined : call.deadline - performance.now();
  if (remaining !== undefined && remaining <= 0) throw tookTooLong();
  const isGroup = process.platform !== 'win32';
  const child = spawn('git', [...call.arguments], {
    cwd: call.folder,
    env: call.environment,
    stdio: [call.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    // A group of its own, so that the helpers that git starts end with it.
    detached: isGroup,
    windowsHide: true,
  });
  const ending = new Ending(child, isGroup);
  const onAbort = (): void => ending.end(cancelled());
  call.signal?.addEventListener('abort', onAbort, { once: true });
  const clock = remaining === undefined ? undefined : setTimeout(() => ending.end(tookTooLong()), Math.min(remaining, 2 ** 31 - 1));
  const watch = call.watch;
  const watching = watch === undefined ? undefined : setInterval(() => void watch().catch((error: unknown) => ending.end(error)), WATCH_MILLISECONDS);
  try {
    return await collect(call, child, ending);
  } finally {
    clearTimeout(clock);
    clearInterval(watching);
    call.signal?.removeEventListener('abort', onAbort);
    ending.forget();
  }
}

async function collect(call: GitCall, child: ChildProcess, ending: Ending): Promise<GitResult> {
  const output: Buffer[] = [];
  let outputBytes = 0;
  let messages = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    if (ending.hasReason) return;
    outputBytes += chunk.length;
    try {
      if (call.onOutput !== undefined) call.onOutput(chunk);
      else if (outputBytes > (call.outputBytes ?? DEFAULT_OUTPUT_BYTES)) ending.end(new CheckoutError('tooLarge', `git answered with more than ${call.outputBytes ?? DEFAULT_OUTPUT_BYTES} bytes`));
      else output.push(chunk);
    } catch (error) {
      ending.end(error);
    }
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    messages = (messages + text).slice(-KEPT_MESSAGE_BYTES);
    call.onMessage?.(text);
  });
  child.stdin?.on('error', () => undefined).end(call.input);
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on('error', (error) => reject(new CheckoutError('gitMissing', 'git could not be started; install git and see that it is on the PATH', { cause: error })));
    child.on('close', resolve);
  });
  ending.throwReason();
  if (exitCode !== null && (exitCode === 0 || call.answers?.includes(exitCode) === true)) return { output: Buffer.concat(output), exitCode };
  throw translateFailure(exitCode, messages);
}

/** Ends a process for a reason, first politely, then not. */
class Ending {
  #reason: Error | undefined;
  #insist: NodeJS.Timeout | undefined;

  constructor(
    private readonly child: ChildProcess,
    private readonly isGroup: boolean,
  ) {}

  get hasReason(): boolean {
    return this.#reason !== undefined;
  }

  end(reason: unknown): void {
    if (this.hasReason) return;
    this.#reason = reason instanceof Error ? reason : new CheckoutError('failed', 'the checkout was ended', { cause: reason });
    this.#kill('SIGTERM');
    this.#insist = setTimeout(() => this.#kill('SIGKILL'), PATIENCE_MILLISECONDS);
  }

  throwReason(): void {
    if (this.#reason !== undefined) throw this.#reason;
  }

  forget(): void {
    clearTimeout(this.#insist);
  }

  #kill(signal: NodeJS.Signals): void {
    const { pid } = this.child;
    if (pid === undefined) return;
    try {
      if (this.isGroup) process.kill(-pid, signal);
      else this.child.kill(signal);
    } catch {
      // It has ended by itself in between.
    }
  }
}

function cancelled(): CheckoutError {
  return new CheckoutError('cancelled', 'the checkout was cancelled');
}

function tookTooLong(): CheckoutError {
  return new CheckoutError('timeout', 'the repository took longer than the limit; try again, or raise the limit');
}
