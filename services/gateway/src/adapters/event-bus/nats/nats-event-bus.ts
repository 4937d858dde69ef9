import type { NatsConnection, Subscription } from '@nats-io/transport-node';
import type { EventBus, PlatformEvents, PlatformTopic } from '../../../ports/index.js';
import { InProcessEventBus } from '../in-process/in-process-event-bus.js';

const ROOT = 'pinata.events';
const TOPICS = { 'scan.changed': true, 'scan.queued': true, 'scan.progress': true, 'organization.changed': true } as const satisfies Record<PlatformTopic, true>;

/** Tells every replica, this one included, through core NATS. Listeners are served as in one process. */
export class NatsEventBus implements EventBus {
  private readonly local: InProcessEventBus;
  private readonly subscription: Subscription;

  constructor(
    private readonly connection: NatsConnection,
    onListenerError: (error: unknown) => void,
  ) {
    this.local = new InProcessEventBus(onListenerError);
    this.subscription = connection.subscribe(`${ROOT}.>`, {
      callback: (error, message) => {
        if (error !== null) return onListenerError(error);
        const topic = message.subject.slice(ROOT.length + 1);
        if (!isTopic(topic)) return;
        try {
          const event = message.json<unknown>();
          if (!isEvent(event)) throw new Error(`what came on ${message.subject} is no event`);
          // A replica of another version may know more fields.
          this.local.publish(topic, event as PlatformEvents[typeof topic]);
        } catch (cause) {
          onListenerError(cause);
        }
      },
    });
  }

  publish<Topic extends PlatformTopic>(topic: Topic, event: PlatformEvents[Topic]): void {
    if (!this.subscription.isClosed()) this.connection.publish(`${ROOT}.${topic}`, JSON.stringify(event));
  }

  listen<Topic extends PlatformTopic>(topic: Topic, listener: (event: PlatformEvents[Topic]) => void): () => void {
    return this.local.listen(topic, listener);
  }

  async close(): Promise<void> {
    this.subscription.unsubscribe();
    await this.local.close();
  }
}

/** Only replicas of this platform may publish events, but the server itself answers on any subject that it is asked to. */
function isEvent(event: unknown): boolean {
  return typeof event === 'object' && event !== null && 'organizationId' in event && typeof event.organizationId === 'string';
}

function isTopic(text: string): text is PlatformTopic {
  return text in TOPICS;
}
