/** What is told to every gateway replica. Small and complete: a reader that missed one is set right by the next. */
export interface PlatformEvents {
  /** A scan's row or progress changed. */
  'scan.changed': { readonly organizationId: string; readonly scanId: string };
  /** How many scans come before one that waits; told again every few seconds for as long as it waits. */
  'scan.queued': { readonly organizationId: string; readonly scanId: string; readonly position: number };
  /** Where a running scan's present attempt stands; `current` and `total` are files in the parse phase, else 0 to 100. */
  'scan.progress': {
    readonly organizationId: string;
    readonly scanId: string;
    readonly attempt: number;
    readonly phase: string;
    readonly current: number;
    readonly total: number;
    readonly message: string;
  };
  /** Answers that were cached for the organization are no longer true. */
  'organization.changed': { readonly organizationId: string };
}
export type PlatformTopic = keyof PlatformEvents;

/**
 * Tells all replicas that something happened.
 *
 * Ordering: events of one publisher and topic arrive in their order; nothing is promised between publishers.
 * Delivery: at most once, to whoever listens at that moment; nothing is kept. A listener reads the present state itself.
 * Errors: a listener that throws neither stops the others nor reaches the publisher.
 */
export interface EventBus {
  publish<Topic extends PlatformTopic>(topic: Topic, event: PlatformEvents[Topic]): void;
  /** Gives back what ends the listening; calling that twice is harmless. */
  listen<Topic extends PlatformTopic>(topic: Topic, listener: (event: PlatformEvents[Topic]) => void): () => void;
  /** Ends every listening. Idempotent. */
  close(): Promise<void>;
}

export const EVENT_BUS = Symbol('EventBus');
