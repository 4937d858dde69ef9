import { describe, expect, it } from '@jest/globals';
import { builderOf, onRow } from '../fixtures/sample-graph.js';
import type { KeyedEdge } from '../fixtures/sample-graph.js';
import type { GraphNode } from '../model.js';
import { boundaryOf } from './boundary.js';
import type { Boundary } from './boundary.js';
import { BoundaryIndex, callersOf, takersOfMessage, takersOfRequest } from './joins.js';
import type { Neighbour } from './joins.js';
import { parseBoundary } from './parse-boundary.js';

const FILES: readonly GraphNode[] = [
  { key: 'r', kind: 'repository', name: 'r' },
  { key: 'file', kind: 'file', name: 'a.ts', parentKey: 'r', path: 'a.ts', role: 'production' },
  { key: 'test', kind: 'file', name: 'a.spec.ts', parentKey: 'r', path: 'a.spec.ts', role: 'test' },
  { key: 'code', kind: 'symbol', symbolKind: 'function', name: 'code', parentKey: 'file', path: 'a.ts', range: onRow(1) },
];
const edge = (source: string, kind: KeyedEdge['kind'], target: string, row: number, file = 'file'): KeyedEdge => ({ source, kind, target, file, rule: kind, range: onRow(row) });

function boundary(nodes: readonly GraphNode[], edges: readonly KeyedEdge[]): Boundary {
  return boundaryOf(builderOf({ nodes: [...FILES, ...nodes], edges }).finish());
}

function serving(...names: readonly string[]): Boundary {
  const nodes = names.map((name): GraphNode => ({ key: `trigger ${name}`, kind: 'trigger', name, parentKey: 'r', path: 'a.ts', signature: 'http express' }));
  return boundary(nodes, names.map((name, row) => edge(`trigger ${name}`, 'triggers', 'code', row)));
}

function asking(name: string, host?: string): Boundary {
  const service: readonly GraphNode[] = host === undefined ? [] : [{ key: 'host', kind: 'externalService', name: host, parentKey: 'r', signature: 'http' }];
  return boundary([...service, { key: 'endpoint', kind: 'endpoint', name, parentKey: host === undefined ? 'r' : 'host', signature: 'http' }], [edge('code', 'requests', 'endpoint', 5)]);
}

const repository = (name: string, of: Boundary): Neighbour & { readonly names: readonly [string] } => ({ names: [name], index: new BoundaryIndex(of) });

function takers(asked: Boundary, ...others: readonly ReturnType<typeof repository>[]): string[] {
  const [request] = asked.requests;
  return request === undefined ? [] : takersOfRequest(request, others).map(({ repository: { names }, entrance, confidence }) => `${names[0]}: ${entrance.trigger.name} ${confidence}`);
}

describe('what a graph shows to other repositories', () => {
  it('is its routes, consumers, requests and messages, with the code behind each', () => {
    const nodes: readonly GraphNode[] = [
      { key: 'route', kind: 'trigger', name: 'GET /users/:id', parentKey: 'r', path: 'a.ts', range: onRow(1), signature: 'http express' },
      { key: 'consumer', kind: 'trigger', name: 'orders', parentKey: 'r', path: 'a.ts', signature: 'message kafkajs' },
      { key: 'topic', kind: 'channel', name: 'orders', parentKey: 'r', signature: 'message' },
      { key: 'inside', kind: 'channel', name: 'Saved', parentKey: 'r', signature: 'event' },
      { key: 'host', kind: 'externalService', name: 'stock:8080', parentKey: 'r', signature: 'http' },
      { key: 'endpoint', kind: 'endpoint', name: 'GET stock:8080/items/{}', parentKey: 'host', signature: 'http' },
    ];
    const edges = [edge('route', 'triggers', 'code', 1), edge('consumer', 'triggers', 'code', 2), edge('consumer', 'consumes', 'topic', 2), edge('code', 'publishes', 'topic', 3), edge('code', 'publishes', 'inside', 4), edge('code', 'requests', 'endpoint', 5)];
    const found = boundary(nodes, edges);
    const end = (row: number): object => ({ node: { key: 'code', kind: 'symbol', name: 'code', path: 'a.ts', range: onRow(1) }, confidence: 100, path: 'a.ts', range: onRow(row) });
    const trigger = (key: string, name: string, more = {}): object => ({ key, kind: 'trigger', name, path: 'a.ts', ...more });
    expect(found).toEqual({
      formatVersion: 1,
      routes: [{ protocol: 'http', method: 'GET', template: '/users/{}', trigger: trigger('route', 'GET /users/:id', { range: onRow(1) }), handlers: [end(1)] }],
      consumers: [{ protocol: 'message', subject: 'orders', trigger: trigger('consumer', 'orders'), handlers: [end(2)] }],
      requests: [{ key: 'endpoint', protocol: 'http', method: 'GET', template: '/items/{}', host: 'stock:8080', isTaken: false, senders: [end(5)] }],
      messages: [{ key: 'topic', protocol: 'message', subject: 'orders', senders: [end(3)] }],
    });
    expect(parseBoundary(JSON.stringify(found))).toEqual(found);
  });

  it('leaves out what only tests do', () => {
    const nodes: readonly GraphNode[] = [
      { key: 'route', kind: 'trigger', name: 'GET /users', parentKey: 'r', path: 'a.spec.ts', signature: 'http express' },
      { key: 'endpoint', kind: 'endpoint', name: 'GET /users', parentKey: 'r', signature: 'http' },
    ];
    expect(boundary(nodes, [edge('route', 'triggers', 'code', 1, 'test'), edge('test', 'requests', 'endpoint', 5, 'test')])).toMatchObject({ routes: [], requests: [] });
  });

  it.each(['', '{', '[]', 'null', '{"formatVersion":2}', '{"formatVersion":1}', '{"formatVersion":1,"routes":[1],"consumers":[],"requests":[],"messages":[]}', '{"formatVersion":1,"routes":[{"protocol":"http","method":"GET","template":"/","trigger":{"key":"k","kind":"elephant","name":"n"},"handlers":[]}],"consumers":[],"requests":[],"messages":[]}'])('is refused where it is %p', (text) => {
    expect(() => parseBoundary(text)).toThrow(expect.objectContaining({ name: 'SnapshotError' }));
  });
});

describe('joins across repositories', () => {
  const users = repository('users-service', serving('GET /users/:userId', 'DELETE /users/:id', 'GET /'));

  it('a request goes to the route of its method and path template', () => {
    expect(takers(asking('GET /users/{}'), users)).toEqual(['users-service: GET /users/:userId 80']);
    expect(takers(asking('POST /users/{}'), users)).toEqual([]);
    expect(takers(asking('* /users/{}'), users)).toEqual(['users-service: DELETE /users/:id 60', 'users-service: GET /users/:userId 60']);
  });

  it('a name in a path may be the value of a parameter, where no route has the name', () => {
    const shop = repository('shop', serving('GET /users/me', 'GET /users/:id', 'GET /users/:id/orders/:order', 'GET /:page', 'DELETE /users/:id'));
    expect(takers(asking('GET /users/me'), shop)).toEqual(['shop: GET /users/me 80']);
    expect(takers(asking('GET /users/7'), shop)).toEqual(['shop: GET /users/:id 60']);
    expect(takers(asking('DELETE /users/me'), shop)).toEqual(['shop: DELETE /users/:id 60']);
    expect(takers(asking('GET /users/7/orders/8'), shop)).toEqual(['shop: GET /users/:id/orders/:order 60']);
    expect(takers(asking('GET /users/7/invoices/8'), shop)).toEqual([]);
    const caller = repository('caller', asking('GET /users/7'));
    expect(callersOf('trigger GET /users/:id', shop, [caller]).map(({ sent, confidence }) => `${sent.key} ${confidence}`)).toEqual(['endpoint 60']);
    expect(callersOf('trigger GET /users/me', shop, [caller])).toEqual([]);
    // Nothing of the path is known by name.
    expect(takers(asking('GET /about'), shop)).toEqual([]);
    expect(takers(asking(`GET /${Array.from({ length: 40 }, () => 'deep').join('/')}`), shop)).toEqual([]);
  });

  it('several repositories share the confidence; a host says which one is meant', () => {
    const other = repository('accounts', serving('GET /users/:id'));
    expect(takers(asking('GET /users/{}'), users, other)).toEqual(['users-service: GET /users/:userId 40', 'accounts: GET /users/:id 40']);
    expect(takers(asking('GET users.prod.svc:8080/users/{}', 'users.prod.svc:8080'), users, other)).toEqual(['users-service: GET /users/:userId 95']);
    expect(takers(asking('GET localhost:3000/users/{}', 'localhost:3000'), users)).toEqual(['users-service: GET /users/:userId 80']);
    expect(takers(asking('GET api.example.com/users/{}', 'api.example.com'), users)).toEqual(['users-service: GET /users/:userId 40']);
  });

  it('a route of its own repository takes a request, unless the host is of another', () => {
    const [request] = asking('GET /users/{}').requests;
    const taken = (host?: string): number => (request === undefined ? -1 : takersOfRequest({ ...request, isTaken: true, ...(host === undefined ? {} : { host }) }, [users]).length);
    expect([taken(), taken('localhost:3000'), taken('api.example.com'), taken('users')]).toEqual([0, 0, 0, 1]);
  });

  it('a path without a name needs a host', () => {
    expect(takers(asking('GET /'), users)).toEqual([]);
    expect(takers(asking('GET users/', 'users'), users)).toEqual(['users-service: GET / 95']);
  });

  it('a message goes to every consumer of its subject', () => {
    const consuming = boundary([{ key: 'consumer', kind: 'trigger', name: 'orders', parentKey: 'r', path: 'a.ts', signature: 'message nats' }, { key: 'topic', kind: 'channel', name: 'orders', parentKey: 'r', signature: 'message' }], [edge('consumer', 'triggers', 'code', 2), edge('consumer', 'consumes', 'topic', 2)]);
    const [a, b] = [repository('a', consuming), repository('b', consuming)];
    const found = takersOfMessage({ protocol: 'message', subject: 'orders' }, [a, b, users]);
    expect(found.map((one) => [one.repository.names[0], one.confidence])).toEqual([['a', 80], ['b', 80]]);
    expect(takersOfMessage({ protocol: 'message', subject: 'invoices' }, [a, b])).toEqual([]);
  });

  it('a message goes to consumers of patterns that it fits, once to each', () => {
    const channels = ['orders.*', 'orders.created', '#'].map((name): GraphNode => ({ key: `channel ${name}`, kind: 'channel', name, parentKey: 'r', signature: 'message' }));
    const consumer = (key: string): GraphNode => ({ key, kind: 'trigger', name: key, parentKey: 'r', path: 'a.ts', signature: 'message nats' });
    const consuming = boundary(
      [...channels, consumer('some'), consumer('both'), consumer('all')],
      [edge('some', 'consumes', 'channel orders.*', 1), edge('both', 'consumes', 'channel orders.*', 2), edge('both', 'consumes', 'channel orders.created', 2), edge('all', 'consumes', 'channel #', 3), { ...edge('some', 'consumes', 'channel orders.created', 1), rule: 'channel.pattern' }],
    );
    const sending = boundary([...channels], [edge('code', 'publishes', 'channel orders.created', 5)]);
    const [taking, shop] = [repository('a', consuming), repository('shop', sending)];
    const found = takersOfMessage({ protocol: 'message', subject: 'orders.created' }, [taking]);
    expect(found.map(({ entrance, confidence }) => [entrance.trigger.key, confidence])).toEqual([['both', 80], ['some', 70]]);
    expect(callersOf('some', taking, [shop]).map(({ sent, confidence }) => [sent.key, confidence])).toEqual([['channel orders.created', 70]]);
    expect(callersOf('both', taking, [shop]).map(({ confidence }) => confidence)).toEqual([80]);
    expect(callersOf('all', taking, [shop])).toEqual([]);
  });

  it('a message of which the subject is known in part goes to consumers of the subjects that it may be', () => {
    const channel = (name: string): GraphNode => ({ key: `channel ${name}`, kind: 'channel', name, parentKey: 'r', signature: 'message' });
    const consumers = ['orders.paid', 'orders.*', 'orders', 'invoices.paid'];
    const consuming = boundary(
      [...consumers.map(channel), ...consumers.map((name): GraphNode => ({ key: `on ${name}`, kind: 'trigger', name, parentKey: 'r', path: 'a.ts', signature: 'message nats' }))],
      consumers.map((name, row) => edge(`on ${name}`, 'consumes', `channel ${name}`, row)),
    );
    const [taking, shop] = [repository('a', consuming), repository('shop', boundary([channel('orders.{}'), channel('{}')], [edge('code', 'publishes', 'channel orders.{}', 5), edge('code', 'publishes', 'channel {}', 6)]))];
    const found = takersOfMessage({ protocol: 'message', subject: 'orders.{}' }, [taking]);
    expect(found.map(({ entrance, confidence }) => [entrance.trigger.key, confidence])).toEqual([['on orders.*', 70], ['on orders.paid', 60]]);
    expect(callersOf('on orders.paid', taking, [shop]).map(({ sent, confidence }) => [sent.key, confidence])).toEqual([['channel orders.{}', 60]]);
    expect(callersOf('on invoices.paid', taking, [shop])).toEqual([]);
  });

  it('a field of a root type goes to the resolver of that field, however either spells it', () => {
    const resolving = boundary([{ key: 'trigger', kind: 'trigger', name: 'Query all_users', parentKey: 'r', path: 'a.ts', signature: 'graphql strawberry' }], [edge('trigger', 'triggers', 'code', 1)]);
    const client = boundary(['Query allUsers', 'Mutation allUsers'].map((name): GraphNode => ({ key: name, kind: 'endpoint', name, parentKey: 'r', signature: 'graphql' })), [edge('code', 'requests', 'Query allUsers', 5), edge('code', 'requests', 'Mutation allUsers', 6)]);
    const [server, web] = [repository('server', resolving), repository('web', client)];
    expect(client.requests.map((request) => takersOfRequest(request, [server]).map(({ entrance, confidence }) => `${entrance.trigger.name} ${confidence}`))).toEqual([[], ['Query all_users 80']]);
    expect(callersOf('trigger', server, [web]).map(({ sent, confidence }) => [sent.key, confidence])).toEqual([['Query allUsers', 80]]);
  });

  describe('through a reverse proxy', () => {
    const proxying = (...names: readonly string[]): Boundary => boundary(names.map((name): GraphNode => ({ key: `proxy ${name}`, kind: 'trigger', name, parentKey: 'r', path: 'a.ts', signature: 'proxy proxies' })), names.map((name, row) => edge(`proxy ${name}`, 'triggers', 'code', row)));
    const together = (serves: Boundary, proxies: Boundary): Boundary => ({ ...serves, proxies: proxies.proxies ?? [] });
    const outer = asking('GET /api/users/{}');

    it('of its own repository, a request goes to what takes the path behind it', () => {
      const nodes: readonly GraphNode[] = [
        { key: 'proxy', kind: 'trigger', name: '/api -> users:3000/', parentKey: 'r', path: 'a.ts', signature: 'proxy proxies' },
        { key: 'endpoint', kind: 'endpoint', name: 'GET /api/users/{}', parentKey: 'r', signature: 'http' },
      ];
      const web = boundary(nodes, [edge('proxy', 'triggers', 'code', 1), edge('code', 'requests', 'endpoint', 5)]);
      expect(parseBoundary(JSON.stringify(web))).toEqual(web);
      expect(web.requests.map(({ forwards }) => forwards)).toEqual([[{ template: '/users/{}', host: 'users:3000' }]]);
      const other = repository('accounts', serving('GET /users/:id'));
      expect(takers(web, users, other)).toEqual(['users-service: GET /users/:userId 60']);
      expect(callersOf('trigger GET /users/:userId', users, [repository('web', web), other]).map(({ repository: { names }, confidence }) => [names[0], confidence])).toEqual([['web', 60]]);
    });

    it("of the route's repository, it goes to that route", () => {
      const behind = repository('users-service', together(serving('GET /users/:userId'), proxying('/api -> /')));
      expect(takers(outer, behind)).toEqual(['users-service: GET /users/:userId 60']);
      expect(callersOf('trigger GET /users/:userId', behind, [repository('web', outer)]).map(({ confidence }) => confidence)).toEqual([60]);
    });

    it('of a third repository, it goes to the one that is named there', () => {
      const gateway = repository('gateway', proxying('shop.example.com/api -> users:3000/', '/other -> stock/'));
      expect(takers(outer, users, gateway)).toEqual(['users-service: GET /users/:userId 60']);
      expect(takers(asking('GET shop.example.com/api/users/{}', 'shop.example.com'), users, gateway)).toEqual(['users-service: GET /users/:userId 60']);
      expect(takers(asking('GET elsewhere.example.com/api/users/{}', 'elsewhere.example.com'), users, gateway)).toEqual([]);
      expect(takers(outer, repository('accounts', serving('GET /users/:id')), gateway)).toEqual([]);
      expect(callersOf('trigger GET /users/:userId', users, [repository('web', outer), gateway]).map(({ repository: { names }, confidence }) => [names[0], confidence])).toEqual([['web', 60]]);
    });

    it('it does not, where a route takes the path as it is', () => {
      const both = repository('users-service', together(serving('GET /users/:userId', 'GET /api/users/:id'), proxying('/api -> /')));
      expect(takers(outer, both)).toEqual(['users-service: GET /api/users/:id 80']);
    });
  });

  it('a trigger knows who calls it, as sure as the caller is', () => {
    const other = repository('accounts', serving('GET /users/:id'));
    const shop = repository('shop', asking('GET /users/{}'));
    const found = callersOf('trigger GET /users/:userId', users, [other, shop]);
    expect(found.map(({ repository: { names }, sent, confidence }) => [names[0], sent.senders.map(({ node }) => node.name), confidence])).toEqual([['shop', ['code'], 40]]);
    expect(callersOf('trigger DELETE /users/:id', users, [other, shop])).toEqual([]);
  });
});
