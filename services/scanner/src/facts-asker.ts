import type { FactCache, FactKey } from '@pinata/core';

/** An answer that does not come is as good as none: the file is parsed. */
const ANSWER_MILLISECONDS = 5_000;

/** A look-up as those get it who know the organization's facts; they add the organization. */
export interface FactsAsked extends FactKey {
  readonly number: number;
}

/**
 * Asks somebody else for facts by their content: questions are numbered, and answers come in any order. Where one is not
 * answered in time, no more are asked: every other would cost as long.
 */
export class FactsAsker {
  private readonly waiting = new Map<number, (facts: Uint8Array | undefined) => void>();
  private asked = 0;
  private isAlone = false;

  constructor(private readonly send: (question: FactsAsked) => Promise<void>) {}

  readonly get: FactCache = async (key) => {
    if (this.isAlone) return undefined;
    const number = ++this.asked;
    const answer = new Promise<Uint8Array | undefined>((resolve) => {
      const timer = setTimeout(() => this.giveUp(), ANSWER_MILLISECONDS);
      this.waiting.set(number, (facts) => {
        clearTimeout(timer);
        resolve(facts);
      });
    });
    await this.send({ number, ...key });
    return answer;
  };

  /** One that nobody waits for is left out. */
  answer(number: number, facts: Uint8Array | undefined): void {
    this.waiting.get(number)?.(facts);
    this.waiting.delete(number);
  }

  /** Nobody answers: what waits gets nothing, and nothing more is asked. */
  giveUp(): void {
    this.isAlone = true;
    for (const number of [...this.waiting.keys()]) this.answer(number, undefined);
  }
}
