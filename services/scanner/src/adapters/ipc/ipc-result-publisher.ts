import { create, toBinary } from '@bufbuild/protobuf';
import { EnvelopeSchema, type Grant } from '@pinata/proto';
import type { EnvelopeBody, NumberedBody, PassingBody, ResultPublisher } from '../../result-publisher.js';

/** The part of a child's `process` that speaks to its parent. */
export interface ParentChannel {
  send(message: { readonly sequence: number; readonly bytes: Uint8Array }): Promise<void>;
}

/** Without a word from the parent for so long, everything unacknowledged is sent again. */
const RESEND_MILLISECONDS = 30_000;

/** Messages over the channel to the parent process, with a bounded number of them unacknowledged. */
export class IpcResultPublisher implements ResultPublisher {
  private readonly unacknowledged = new Map<number, Uint8Array>();
  private sequence = 0;
  private waiting: (() => void)[] = [];
  private resend: NodeJS.Timeout | undefined;

  constructor(
    private readonly channel: ParentChannel,
    private readonly grant: Pick<Grant, 'scanId' | 'attempt' | 'window'>,
    private readonly resendMilliseconds = RESEND_MILLISECONDS,
  ) {}

  get nextSequence(): number {
    return this.sequence + 1;
  }

  async publish(body: NumberedBody): Promise<number> {
    this.sequence += 1;
    const sequence = this.sequence;
    const bytes = this.encode(sequence, body);
    this.unacknowledged.set(sequence, bytes);
    await this.channel.send({ sequence, bytes });
    this.startClock();
    while (this.unacknowledged.size >= Math.max(1, this.grant.window)) await this.nextAcknowledgement();
    return sequence;
  }

  async tell(body: PassingBody): Promise<void> {
    await this.channel.send({ sequence: 0, bytes: this.encode(0, body) });
  }

  async drained(): Promise<void> {
    while (this.unacknowledged.size > 0) await this.nextAcknowledgement();
    clearTimeout(this.resend);
  }

  /** The parent has stored everything up to this number. */
  acknowledge(upTo: number): void {
    for (const sequence of this.unacknowledged.keys()) if (sequence <= upTo) this.unacknowledged.delete(sequence);
    this.startClock();
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }

  private nextAcknowledgement(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private startClock(): void {
    clearTimeout(this.resend);
    if (this.unacknowledged.size === 0) return;
    this.resend = setTimeout(() => void this.sendAgain(), this.resendMilliseconds);
  }

  private async sendAgain(): Promise<void> {
    for (const [sequence, bytes] of [...this.unacknowledged]) await this.channel.send({ sequence, bytes });
    this.startClock();
  }

  private encode(sequence: number, body: EnvelopeBody): Uint8Array {
    const { scanId, attempt } = this.grant;
    return toBinary(EnvelopeSchema, create(EnvelopeSchema, { scanId, attempt, sequence: BigInt(sequence), body }));
  }
}
