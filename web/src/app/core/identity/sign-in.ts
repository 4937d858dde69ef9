import { Injectable, InjectionToken, inject, signal } from '@angular/core';
import { RuntimeConfigLoader } from '../config/runtime-config.js';
import { IDENTITY } from './identity.js';
import { SIGNED_OUT_PATH } from './return-address.js';

/** What of the browser's window decides whether signing in can work. */
export interface Surroundings {
  readonly isSecureContext: boolean;
  readonly location: Pick<Location, 'protocol' | 'hostname' | 'port' | 'host' | 'pathname' | 'href' | 'replace'>;
}

export const SURROUNDINGS = new InjectionToken<Surroundings>('surroundings', { factory: () => window });

export type SignInState =
  | { readonly step: 'starting' }
  /** Plain HTTP by a name that is not loopback: browsers give no cryptography there, so PKCE cannot work. */
  | { readonly step: 'insecure'; readonly host: string; readonly port: string }
  | { readonly step: 'failed'; readonly reason: string }
  | { readonly step: 'signedOut' }
  | { readonly step: 'signedIn' };

/** Leads from an opened page to a signed-in person, or to the reason why not. */
@Injectable({ providedIn: 'root' })
export class SignIn {
  private readonly surroundings = inject(SURROUNDINGS);
  private readonly identity = inject(IDENTITY);
  private readonly config = inject(RuntimeConfigLoader);
  private readonly current = signal<SignInState>({ step: 'starting' });

  readonly state = this.current.asReadonly();

  /** @returns true when pages may be shown */
  async start(): Promise<boolean> {
    const { location, isSecureContext } = this.surroundings;
    if (location.hostname === '127.0.0.1' || location.hostname === '[::1]') {
      // The issuer's name is localhost; under another spelling its cookies and redirects would be foreign.
      location.replace(location.href.replace(location.hostname, 'localhost'));
      return false;
    }
    if (!isSecureContext) {
      this.current.set({ step: 'insecure', host: location.hostname, port: location.port || '80' });
      return false;
    }
    if (location.pathname === SIGNED_OUT_PATH) {
      this.current.set({ step: 'signedOut' });
      return false;
    }
    try {
      const isSignedIn = await this.identity.start(await this.config.load());
      if (isSignedIn) this.current.set({ step: 'signedIn' });
      return isSignedIn;
    } catch (error) {
      this.current.set({ step: 'failed', reason: reasonOf(error) });
      return false;
    }
  }

  signOut(): Promise<void> {
    return this.identity.signOut();
  }
}

/** keycloak-js throws plain objects with `error` and `error_description` as well as errors. */
function reasonOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  if (typeof error === 'object' && error !== null) {
    if ('error_description' in error && typeof error.error_description === 'string') return error.error_description;
    if ('error' in error && typeof error.error === 'string') return error.error;
  }
  return 'The sign-in service did not answer.';
}
