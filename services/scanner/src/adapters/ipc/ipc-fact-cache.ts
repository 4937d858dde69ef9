import type { FactCache, FactKey } from '@pinata/core';

/** An answer that does not come is as good as none: the file is parsed. */
const ANSWER_MILLISECONDS = 5_000;

/** A look-up as the parent gets it; it adds the organization. */
export interface FactsAsked extends FactKey {
  readonly number: number;
}

/** Asks the parent process for facts by their content. */
export class IpcFactCache {
  private readonly waiting = new Map<number, (facts: Uint8Array | undefined) => void>();
  private asked = 0;

  constructor(private readonly send: (message: { readonly factsAsked: FactsAsked }) => Promise<void>) {}

  readonly get: FactCache = async (key) => {
    const number = ++this.asked;
    const answer = new Promise<Uint8Array | undefined>((resolve) => {
      const timer = setTimeout(() => this.answer(number, undefined), ANSWER_MILLISECONDS);
      this.waiting.set(number, (facts) => {
        clearTimeout(timer);
        resolve(facts);
      });
    });
    await this.send({ factsAsked: { number, ...key } });
    return answer;
  };

  /** @returns whether the message was an answer of this cache's */
  receive(message: unknown): boolean {
    const facts: unknown = typeof message === 'object' && message !== null && 'facts' in message ? message.facts : undefined;
    if (typeof facts !== 'object' || facts === null || !('number' in facts) || typeof facts.number !== 'number') return false;
    this.answer(facts.number, 'bytes' in facts && facts.bytes instanceof Uint8Array ? facts.bytes : undefined);
    return true;
  }

  private answer(number: number, facts: Uint8Array | undefined): void {
    this.waiting.get(number)?.(facts);
    this.waiting.delete(number);
  }
}
