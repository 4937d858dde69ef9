import type { EventBus, PlatformEvents, PlatformTopic } from '../../../ports/index.js';

/** Events of one process. Listeners run in a later microtask, so that a publisher never meets their errors or their time. */
export class InProcessEventBus implements EventBus {
  private readonly listeners = new Map<PlatformTopic, Set<(event: never) => void>>();
  private isClosed = false;

  constructor(private readonly onListenerError: (error: unknown) => void) {}

  publish<Topic extends PlatformTopic>(topic: Topic, event: PlatformEvents[Topic]): void {
    if (this.isClosed) return;
    for (const listener of this.listeners.get(topic) ?? []) {
      queueMicrotask(() => {
        if (this.listeners.get(topic)?.has(listener) !== true) return;
        try {
          // The map's sets hold, per topic, listeners of that topic's event only: `listen` is the one writer.
          (listener as (event: PlatformEvents[Topic]) => void)(event);
        } catch (error) {
          this.onListenerError(error);
        }
      });
    }
  }

  listen<Topic extends PlatformTopic>(topic: Topic, listener: (event: PlatformEvents[Topic]) => void): () => void {
    // A wrapper of its own, so that one function listening twice is two listenings.
    const own = (event: PlatformEvents[Topic]): void => listener(event);
    const known = this.listeners.get(topic) ?? new Set();
    this.listeners.set(topic, known.add(own));
    return () => void known.delete(own);
  }

  close(): Promise<void> {
    this.isClosed = true;
    for (const known of this.listeners.values()) known.clear();
    return Promise.resolve();
  }
}
