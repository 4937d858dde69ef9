import { Injectable, inject } from '@angular/core';
import Keycloak from 'keycloak-js';
import type { RuntimeConfig } from '../config/runtime-config.js';
import type { Identity } from './identity.js';
import { ReturnAddress, SIGNED_IN_PATH, SIGNED_OUT_PATH } from './return-address.js';

const MINIMUM_VALIDITY_SECONDS = 20;

/** Authorization code with PKCE; tokens stay in memory, so that a reload asks the provider again without a page in between. */
@Injectable()
export class KeycloakIdentity implements Identity {
  private readonly returnAddress = inject(ReturnAddress);
  private keycloak: Keycloak | undefined;
  private leaving: Promise<never> | undefined;

  async start(config: RuntimeConfig): Promise<boolean> {
    const { pathname, search, hash, origin } = window.location;
    const refusal = new URLSearchParams(search).get('error_description') ?? new URLSearchParams(search).get('error');
    if (pathname === SIGNED_IN_PATH && refusal !== null) throw new Error(refusal);
    this.returnAddress.remember(pathname + search + hash);
    const keycloak = new Keycloak({ oidcProvider: config.issuer, clientId: config.clientId });
    this.keycloak = keycloak;
    return keycloak.init({
      onLoad: 'login-required',
      flow: 'standard',
      pkceMethod: 'S256',
      responseMode: 'query',
      checkLoginIframe: false,
      scope: config.scope,
      redirectUri: origin + SIGNED_IN_PATH,
    });
  }

  async token(): Promise<string> {
    const keycloak = this.started();
    if (keycloak.refreshToken !== undefined) await keycloak.updateToken(MINIMUM_VALIDITY_SECONDS).catch(() => this.leave());
    if (keycloak.token === undefined || secondsLeft(keycloak) < MINIMUM_VALIDITY_SECONDS) return this.leave();
    return keycloak.token;
  }

  async renew(): Promise<void> {
    await this.leave();
  }

  async signOut(): Promise<void> {
    await this.started().logout({ redirectUri: window.location.origin + SIGNED_OUT_PATH });
  }

  /** One redirect, however many requests find the token expired at once. */
  private leave(): Promise<never> {
    this.leaving ??= (async () => {
      const { pathname, search, hash } = window.location;
      this.returnAddress.remember(pathname + search + hash);
      await this.started().login({ redirectUri: window.location.origin + SIGNED_IN_PATH });
      return new Promise<never>(() => undefined);
    })();
    return this.leaving;
  }

  private started(): Keycloak {
    if (this.keycloak === undefined) throw new Error('Signing in has not started.');
    return this.keycloak;
  }
}

/** keycloak-js answers this only where there is a refresh token, which the embedded provider never gives. */
function secondsLeft({ tokenParsed, timeSkew }: Keycloak): number {
  return (tokenParsed?.exp ?? 0) - Date.now() / 1000 + (timeSkew ?? 0);
}
