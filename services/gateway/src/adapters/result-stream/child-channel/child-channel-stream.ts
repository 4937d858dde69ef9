import { setTimeout as delay } from 'node:timers/promises';
import type { AttemptAddress } from '@pinata/proto';
import type { ResultStream, StreamHandler, StreamMessage } from '../../../ports/index.js';

/** One attempt's end of the stream, held by whoever owns the scanner's channel. */
export interface ChannelFeed {
  /**
   * @param sequence 0 for a message that is not acknowledged: it is handed on once, and lost if that fails
   */
  receive(sequence: number, bytes: Uint8Array): void;
  /** Resolves when everything that was received is handled, or given up because the stream closes. */
  drained(): Promise<void>;
  /** Nothing more is taken or acknowledged. */
  close(): void;
}

interface Attempt {
  readonly address: AttemptAddress;
  readonly acknowledge: (upTo: number) => void;
  /** Numbered messages that wait, by sequence: a second delivery of one changes nothing. */
  readonly waiting: Map<number, Uint8Array>;
  /** Every number up to this one is handled. */
  acknowledged: number;
  running: Promise<void>;
  isRunning: boolean;
  isClosed: boolean;
  /** The newest message without a number; older ones no longer matter. */
  unnumbered: Uint8Array[];
}

const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 5_000;
const MAXIMUM_UNNUMBERED = 32;

/**
 * The stream of the embedded profile: messages come over scanners' channels and are handled one after another for each attempt.
 * A handler that throws is asked again, with growing pauses; the scanner meanwhile waits for its acknowledgement.
 */
export class ChildChannelStream implements ResultStream {
  private handler: StreamHandler | undefined;
  private readonly attempts = new Set<Attempt>();
  private isClosed = false;

  constructor(private readonly onHandlerError: (error: unknown, address: AttemptAddress) => void) {}

  consume(handler: StreamHandler): () => Promise<void> {
    if (this.handler !== undefined) throw new Error('the stream has a consumer already');
    this.handler = handler;
    for (const attempt of this.attempts) this.run(attempt);
    return async () => {
      this.handler = undefined;
      await Promise.all([...this.attempts].map((attempt) => attempt.running));
    };
  }

  /** @param acknowledge told the highest number below which everything is handled */
  attach(address: AttemptAddress, acknowledge: (upTo: number) => void): ChannelFeed {
    const attempt: Attempt = { address, acknowledge, waiting: new Map(), acknowledged: 0, running: Promise.resolve(), isRunning: false, isClosed: false, unnumbered: [] };
    this.attempts.add(attempt);
    return {
      receive: (sequence, bytes) => {
        if (attempt.isClosed || this.isClosed) return;
        if (sequence === 0) {
          attempt.unnumbered.push(bytes);
          if (attempt.unnumbered.length > MAXIMUM_UNNUMBERED) attempt.unnumbered.shift();
        } else if (sequence <= attempt.acknowledged) acknowledge(attempt.acknowledged);
        else attempt.waiting.set(sequence, bytes);
        this.run(attempt);
      },
      drained: async () => {
        while (attempt.isRunning) await attempt.running;
      },
      close: () => {
        attempt.isClosed = true;
        this.attempts.delete(attempt);
      },
    };
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all([...this.attempts].map((attempt) => attempt.running));
  }

  private run(attempt: Attempt): void {
    if (attempt.isRunning) return;
    attempt.isRunning = true;
    attempt.running = this.handleAll(attempt);
  }

  private async handleAll(attempt: Attempt): Promise<void> {
    let pause = FIRST_PAUSE;
    try {
      // The handler is asked for anew each time: a consumer may have stopped meanwhile.
      while (this.handler !== undefined && !attempt.isClosed && !this.isClosed) {
        const unnumbered = attempt.unnumbered.shift();
        if (unnumbered !== undefined) {
          await this.handler(message(attempt, unnumbered)).catch((error: unknown) => this.onHandlerError(error, attempt.address));
          continue;
        }
        const sequence = attempt.acknowledged + 1;
        const bytes = attempt.waiting.get(sequence);
        if (bytes === undefined) return;
        try {
          await this.handler(message(attempt, bytes));
        } catch (error) {
          this.onHandlerError(error, attempt.address);
          await delay(pause);
          pause = Math.min(2 * pause, LONGEST_PAUSE);
          continue;
        }
        pause = FIRST_PAUSE;
        attempt.waiting.delete(sequence);
        attempt.acknowledged = sequence;
        attempt.acknowledge(sequence);
      }
    } finally {
      // In the same turn as the last look at what waits: a message that comes later starts this anew.
      attempt.isRunning = false;
    }
  }
}

function message(attempt: Attempt, bytes: Uint8Array): StreamMessage {
  return { address: attempt.address, bytes };
}
