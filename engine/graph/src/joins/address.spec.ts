import { describe, expect, it } from '@jest/globals';
import { pathTemplate, routeTemplates } from './address.js';

describe('pathTemplate', () => {
  it.each([
    ['/users/:id', '/users/{}'],
    ['/users/:id?', '/users/{}'],
    ['/lists/:id?/items', '/lists/{}/items'],
    ['/users/{id?}/orders', '/users/{}/orders'],
    ['/users/{id:int?}', '/users/{}'],
    ['/users/{}?active=1', '/users/{}'],
    ['/search?q=:id?', '/search'],
  ])('%s is %s', (path, template) => expect(pathTemplate(path)).toBe(template));
});

describe('routeTemplates', () => {
  it('is the path with and without the parameters that may be left out', () => {
    expect(routeTemplates('http', '/lists/:id/items/:item?')).toEqual(['/lists/{}/items/{}', '/lists/{}/items']);
    expect(routeTemplates('http', '/{lang?}/about/{page?}')).toEqual(['/{}/about/{}', '/about/{}', '/{}/about', '/about']);
  });

  it('is the address itself for other protocols', () => expect(routeTemplates('grpc', 'Shop/{id?}')).toEqual(['Shop/{id?}']));
});
