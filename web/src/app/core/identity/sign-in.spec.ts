import { TestBed } from '@angular/core/testing';
import { describe, expect, it, jest } from '@jest/globals';
import { RuntimeConfigLoader } from '../config/runtime-config.js';
import type { RuntimeConfig } from '../config/runtime-config.js';
import { IDENTITY } from './identity.js';
import type { Identity } from './identity.js';
import { SURROUNDINGS, SignIn } from './sign-in.js';

const CONFIG: RuntimeConfig = { issuer: 'http://localhost/oidc', clientId: 'pinata-console', scope: 'openid', profile: 'embedded', version: '1', isLocalPathAllowed: true };

function setUp(address: string, start: Identity['start'] = () => Promise.resolve(true), isSecureContext = true) {
  const url = new URL(address);
  const replace = jest.fn();
  const identity: Identity = { start: jest.fn(start), token: () => Promise.resolve(''), renew: () => Promise.resolve(), signOut: () => Promise.resolve() };
  TestBed.configureTestingModule({
    providers: [
      { provide: SURROUNDINGS, useValue: { isSecureContext, location: { protocol: url.protocol, hostname: url.hostname, host: url.host, port: url.port, pathname: url.pathname, href: url.href, replace } } },
      { provide: IDENTITY, useValue: identity },
      { provide: RuntimeConfigLoader, useValue: { load: () => Promise.resolve(CONFIG) } },
    ],
  });
  return { signIn: TestBed.inject(SignIn), identity, replace };
}

describe('SignIn', () => {
  it('signs in with what the server says about itself', async () => {
    const { signIn, identity } = setUp('http://localhost:4000/o/demo');
    expect(await signIn.start()).toBe(true);
    expect(identity.start).toHaveBeenCalledWith(CONFIG);
    expect(signIn.state()).toEqual({ step: 'signedIn' });
  });

  it.each(['http://127.0.0.1:4000/o/demo?x=1', 'http://[::1]:4000/o/demo?x=1'])('goes from %s to the name localhost, on which the issuer lies', async (address) => {
    const { signIn, identity, replace } = setUp(address);
    expect(await signIn.start()).toBe(false);
    expect(replace).toHaveBeenCalledWith('http://localhost:4000/o/demo?x=1');
    expect(identity.start).not.toHaveBeenCalled();
  });

  it('explains itself on plain HTTP by another name, and asks nobody', async () => {
    const { signIn, identity } = setUp('http://build-box:4000/', undefined, false);
    expect(await signIn.start()).toBe(false);
    expect(signIn.state()).toEqual({ step: 'insecure', host: 'build-box', port: '4000' });
    expect(identity.start).not.toHaveBeenCalled();
  });

  it('does not sign in again right after signing out', async () => {
    const { signIn, identity } = setUp('http://localhost:4000/signed-out');
    expect(await signIn.start()).toBe(false);
    expect(signIn.state().step).toBe('signedOut');
    expect(identity.start).not.toHaveBeenCalled();
  });

  it.each([
    [new Error('The address is not allowed.'), 'The address is not allowed.'],
    [{ error: 'access_denied', error_description: 'You said no.' }, 'You said no.'],
    [undefined, 'The sign-in service did not answer.'],
  ])('says why it failed: %s', async (reason, words) => {
    // keycloak-js rejects with plain objects too.
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
    const { signIn } = setUp('http://localhost:4000/', () => Promise.reject(reason));
    expect(await signIn.start()).toBe(false);
    expect(signIn.state()).toEqual({ step: 'failed', reason: words });
  });
});
