import { Injectable, computed, inject, signal } from '@angular/core';
import { createClient } from 'graphql-ws';
import type { Client } from 'graphql-ws';
import { IDENTITY } from '../identity/identity.js';

type ConnectionState = 'idle' | 'open' | 'lost';

const FIRST_RETRY_MILLISECONDS = 500;
const LONGEST_RETRY_MILLISECONDS = 10_000;

/** The one socket for subscriptions. It retries for ever; the server repeats the present state to each new subscription. */
@Injectable({ providedIn: 'root' })
export class LiveConnection {
  private readonly identity = inject(IDENTITY);
  private readonly state = signal<ConnectionState>('idle');

  /** True from the moment an open connection broke until it is open again. */
  readonly isLost = computed(() => this.state() === 'lost');

  readonly client: Client = createClient({
    url: () => `${window.location.protocol === 'https:' ? 'wss' : 'ws'}://${window.location.host}/graphql`,
    connectionParams: async () => ({ authorization: `Bearer ${await this.identity.token()}` }),
    keepAlive: 10_000,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: (retries) => wait(Math.min(LONGEST_RETRY_MILLISECONDS, FIRST_RETRY_MILLISECONDS * 2 ** retries)),
    on: {
      connected: () => this.state.set('open'),
      closed: (event) => this.state.set(isDeliberate(event) ? 'idle' : 'lost'),
    },
  });
}

/** 1000 is our own closing after the last subscription ended. */
function isDeliberate(event: unknown): boolean {
  return typeof event === 'object' && event !== null && 'code' in event && event.code === 1000;
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
