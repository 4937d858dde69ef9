import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { ReturnAddress } from './return-address.js';

describe('ReturnAddress', () => {
  beforeEach(() => window.sessionStorage.clear());

  it('gives an address back once', () => {
    const address = TestBed.inject(ReturnAddress);
    address.remember('/o/demo/r/shop/feature%2Flogin/graph?node=a%20b#x');
    expect(address.take()).toBe('/o/demo/r/shop/feature%2Flogin/graph?node=a%20b#x');
    expect(address.take()).toBe('/');
  });

  it.each(['//evil.example/x', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', ''])('never leads to another site: %s', (hostile) => {
    window.sessionStorage.setItem('pinata.return-address', hostile);
    expect(TestBed.inject(ReturnAddress).take()).toBe('/');
  });

  it('does not come back to the page that signs in', () => {
    const address = TestBed.inject(ReturnAddress);
    address.remember('/signed-in?code=1');
    expect(address.take()).toBe('/');
  });
});
