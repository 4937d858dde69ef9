import { FactsAsker, type FactsAsked } from '../../facts-asker.js';

/** Asks the parent process for facts by their content. */
export class IpcFactCache {
  private readonly asker: FactsAsker;

  constructor(send: (message: { readonly factsAsked: FactsAsked }) => Promise<void>) {
    this.asker = new FactsAsker((factsAsked) => send({ factsAsked }));
  }

  get get(): FactsAsker['get'] {
    return this.asker.get;
  }

  /** @returns whether the message was an answer of this cache's */
  receive(message: unknown): boolean {
    const facts: unknown = typeof message === 'object' && message !== null && 'facts' in message ? message.facts : undefined;
    if (typeof facts !== 'object' || facts === null || !('number' in facts) || typeof facts.number !== 'number') return false;
    this.asker.answer(facts.number, 'bytes' in facts && facts.bytes instanceof Uint8Array ? facts.bytes : undefined);
    return true;
  }
}
