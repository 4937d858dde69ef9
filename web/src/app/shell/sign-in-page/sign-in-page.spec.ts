import { TestBed } from '@angular/core/testing';
import { describe, expect, it } from '@jest/globals';
import { query, textOf } from '../../../testing/settle.js';
import { SignInPage } from './sign-in-page.js';

function show(state: SignInPage['state'] extends () => infer State ? State : never) {
  const fixture = TestBed.createComponent(SignInPage);
  fixture.componentRef.setInput('state', state);
  fixture.detectChanges();
  return fixture;
}

describe('SignInPage', () => {
  it('explains why plain HTTP cannot work and gives the tunnel to type', () => {
    const fixture = show({ step: 'insecure', host: 'build-box', port: '4000' });
    expect(textOf(query(fixture, '[data-testid=tunnel]'))).toBe('ssh -N -L 4000:localhost:4000 build-box');
    expect(textOf(fixture)).toContain('Sign-in cannot work on this address');
    expect(query<HTMLAnchorElement>(fixture, 'a').href).toBe('http://localhost:4000/');
  });

  it('shows a reason as text, whatever is in it', () => {
    const fixture = show({ step: 'failed', reason: '<img src=x onerror=alert(1)>' });
    expect(textOf(query(fixture, '[role=alert]'))).toBe('<img src=x onerror=alert(1)>');
    expect((fixture.nativeElement as Element).querySelector('img')).toBeNull();
  });

  it('offers to sign in again after signing out', () => {
    expect(textOf(show({ step: 'signedOut' }))).toContain('You are signed out');
  });
});
