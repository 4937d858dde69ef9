import { Injectable, InjectionToken, inject, signal } from '@angular/core';

const TICK_MILLISECONDS = 15_000;

/** Milliseconds since 1970, injected so that tests choose the time. */
export const NOW = new InjectionToken<() => number>('now', { factory: () => () => Date.now() });

/** The present moment as a signal, so that ages on the page grow by themselves. */
@Injectable({ providedIn: 'root' })
export class Clock {
  private readonly read = inject(NOW);
  private readonly current = signal(this.read());

  readonly now = this.current.asReadonly();

  constructor() {
    setInterval(() => this.current.set(this.read()), TICK_MILLISECONDS);
  }
}
