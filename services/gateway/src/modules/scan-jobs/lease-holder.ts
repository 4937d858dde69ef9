import { pause } from '../../runtime/index.js';

/** What a holder needs of the leases. */
export interface Leases {
  take(name: string, holder: string, seconds: number): Promise<boolean>;
  release(name: string, holder: string): Promise<void>;
}

export interface LeaseOptions {
  readonly name: string;
  /** Of this process alone. */
  readonly holder: string;
  readonly seconds: number;
  readonly renewMilliseconds: number;
  readonly onError: (error: unknown) => void;
}

/**
 * Does work that one replica at a time may do, for as long as the lease is ours. A term ends before the lease runs out for others:
 * whoever cannot renew stops first.
 */
export class LeaseHolder {
  constructor(
    private readonly leases: Leases,
    private readonly options: LeaseOptions,
  ) {}

  /** Resolves when the signal is aborted and the work of the last term has ended. @param work stops with its own signal */
  async run(work: (signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (await this.isTaken()) await this.term(work, signal);
      await pause(this.options.renewMilliseconds, signal);
    }
  }

  private async term(work: (signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void> {
    const { name, holder, seconds, renewMilliseconds, onError } = this.options;
    const term = new AbortController();
    const stop = (): void => term.abort();
    signal.addEventListener('abort', stop);
    const working = work(term.signal).catch(onError).finally(stop);
    let renewedAt = performance.now();
    while (!term.signal.aborted) {
      await pause(renewMilliseconds, term.signal);
      if (term.signal.aborted) break;
      const askedAt = performance.now();
      if (await this.isTaken()) renewedAt = askedAt;
      else if (performance.now() - renewedAt > seconds * 1000 - 2 * renewMilliseconds) stop();
    }
    signal.removeEventListener('abort', stop);
    await working;
    await this.leases.release(name, holder).catch(onError);
  }

  private async isTaken(): Promise<boolean> {
    const { name, holder, seconds, onError } = this.options;
    try {
      return await this.leases.take(name, holder, seconds);
    } catch (error) {
      onError(error);
      return false;
    }
  }
}
