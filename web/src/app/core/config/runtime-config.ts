import { Injectable } from '@angular/core';

/** What the server says about itself before anybody has signed in. */
export interface RuntimeConfig {
  /** OpenID Connect issuer; discovery lies below it. */
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
  readonly profile: 'embedded' | 'cluster';
  readonly version: string;
  readonly isLocalPathAllowed: boolean;
}

/** Reads `/config.json` once. */
@Injectable({ providedIn: 'root' })
export class RuntimeConfigLoader {
  private loaded: Promise<RuntimeConfig> | undefined;

  /** @throws {Error} when the server does not answer with its configuration */
  load(): Promise<RuntimeConfig> {
    this.loaded ??= this.fetchConfig().catch((error: unknown) => {
      this.loaded = undefined;
      throw error;
    });
    return this.loaded;
  }

  private async fetchConfig(): Promise<RuntimeConfig> {
    const response = await fetch('/config.json', { cache: 'no-store' });
    if (!response.ok) throw new Error(`The server answered ${response.status} to /config.json.`);
    // The server and the console are built and shipped together: the shape is a promise of the gateway.
    return (await response.json()) as RuntimeConfig;
  }
}
