import { describe, expect, it } from '@jest/globals';
import { RouteIndex } from './route-index.js';

const index = new RouteIndex<{ readonly method: string; readonly name: string }>();
index.add('http', '/api/v1/users/{}', { method: 'GET', name: 'user' });
index.add('http', '/api/orders', { method: 'POST', name: 'order' });
index.add('http', '/v1/shops', { method: 'GET', name: 'old shops' });
index.add('http', '/v2/shops', { method: 'GET', name: 'shops' });
index.add('http', '/admin/parcels', { method: 'GET', name: 'parcels' });
index.add('http', '/backend/api/bills', { method: 'GET', name: 'bills' }, '/backend');

describe('behindPrefix', () => {
  const asked = (method: string, template: string): readonly string[] => index.behindPrefix({ protocol: 'http', method, template }).map(({ route }) => route.name);

  it('is the route that has the path behind what its server puts first', () => {
    expect(asked('GET', '/users/{}')).toEqual(['user']);
    expect(asked('GET', '/users/7')).toEqual(['user']);
    expect(asked('POST', '/orders')).toEqual(['order']);
  });

  it('is the route that has the path behind what its program is known to put first', () => {
    expect(asked('GET', '/api/bills')).toEqual(['bills']);
    expect(asked('GET', '/bills')).toEqual(['bills']);
  });

  it('is none of another method, of several, or behind a name that is no such prefix', () => {
    expect(asked('GET', '/orders')).toEqual([]);
    expect(asked('*', '/orders')).toEqual([]);
    expect(asked('GET', '/shops')).toEqual([]);
    expect(asked('GET', '/parcels')).toEqual([]);
  });
});

describe('takersOf', () => {
  const index = new RouteIndex<{ readonly method: string; readonly name: string }>();
  index.add('http', '/{}', { method: '*', name: 'fallback' });
  index.add('http', '/orders/{}', { method: 'GET', name: 'order' });

  it('is none where neither method nor path are known', () => expect(index.takersOf({ protocol: 'http', method: '*', template: '/{}' })).toEqual([]));

  it('is the route that takes what is known of either', () => {
    expect(index.takersOf({ protocol: 'http', method: 'GET', template: '/{}' }).map(({ route }) => route.name)).toEqual(['fallback']);
    expect(index.takersOf({ protocol: 'http', method: '*', template: '/orders/{}' }).map(({ route }) => route.name)).toEqual(['order']);
  });
});
