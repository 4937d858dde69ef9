import { Injectable, InjectionToken, inject } from '@angular/core';

/** Where the identity provider sends the browser back to; addresses of pages never leave this origin. */
export const SIGNED_IN_PATH = '/signed-in';
export const SIGNED_OUT_PATH = '/signed-out';

const STORAGE_KEY = 'pinata.return-address';

export const SESSION_STORAGE = new InjectionToken<Storage>('sessionStorage', { factory: () => window.sessionStorage });

/** Remembers, for one tab, the address that was open before signing in. */
@Injectable({ providedIn: 'root' })
export class ReturnAddress {
  private readonly storage = inject(SESSION_STORAGE);

  remember(address: string): void {
    if (!isOwnPage(address)) return;
    this.storage.setItem(STORAGE_KEY, address);
  }

  /** Gives the address back once; `/` where there is none. */
  take(): string {
    const address = this.storage.getItem(STORAGE_KEY);
    this.storage.removeItem(STORAGE_KEY);
    return address !== null && isOwnPage(address) ? address : '/';
  }
}

/** `//elsewhere` and `/\elsewhere` are other hosts to a browser. */
function isOwnPage(address: string): boolean {
  return /^\/(?![/\\])/.test(address) && !address.startsWith(SIGNED_IN_PATH) && !address.startsWith(SIGNED_OUT_PATH);
}
