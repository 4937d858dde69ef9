import { InjectionToken } from '@angular/core';
import type { RuntimeConfig } from '../config/runtime-config.js';

/** Who is at the keyboard. The adapter beside it is the only code that knows a vendor. */
export interface Identity {
  /**
   * Comes back from the identity provider, or goes there: then the page is left and the promise stays open.
   * @returns true when somebody is signed in
   * @throws {Error} when the provider refused or cannot be reached
   */
  start(config: RuntimeConfig): Promise<boolean>;
  /** A token that is valid for at least 20 s. When there is none the page is left for a new one and the promise stays open. */
  token(): Promise<string>;
  /** Leaves the page for a new token and comes back to the same address. */
  renew(): Promise<void>;
  signOut(): Promise<void>;
}

export const IDENTITY = new InjectionToken<Identity>('identity');
