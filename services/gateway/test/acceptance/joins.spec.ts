import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../platform/api-client.js';
import { git, gitRepository, writeFiles } from '../platform/git-repositories.js';
import { finished, scanFolder, startScan } from '../platform/scans.js';
import { startTestPlatform, type TestPlatform } from '../platform/test-platform.js';

const MANIFEST = '{"name":"x","dependencies":{"express":"5.0.0","kafkajs":"2.2.4"}}';
const SHOP = {
  'package.json': MANIFEST,
  'shop.ts':
    "import express from 'express';\nimport { Kafka } from 'kafkajs';\nconst producer = new Kafka({ brokers: [] }).producer();\nconst app = express();\napp.post('/orders', order);\n" +
    "export async function order(): Promise<void> {\n  await fetch(`http://stock:8080/items/${1}`);\n  await producer.send({ topic: 'orders', messages: [] });\n  await fetch(`/prices/${1}`, { method: 'PUT' });\n}\n",
};
const STOCK = {
  'package.json': MANIFEST,
  'stock.ts':
    "import express from 'express';\nimport { Kafka } from 'kafkajs';\nconst consumer = new Kafka({ brokers: [] }).consumer({ groupId: 'stock' });\nconst app = express();\napp.get('/items/:itemId', item);\n" +
    "export function item(): void {}\nexport async function listen(): Promise<void> {\n  await consumer.subscribe({ topic: 'orders' });\n  await consumer.run({ eachMessage: booked });\n}\nexport async function booked(): Promise<void> {}\n",
};

const WEB = {
  'package.json': '{"name":"web","dependencies":{"express":"5.0.0","graphql-request":"7.0.0"}}',
  'proxy.conf.json': '{ "/api": { "target": "http://server:8000", "pathRewrite": { "^/api": "" } } }',
  'orders.graphql': 'query Orders { newest: allOrders { id } }',
  'web.ts':
    "import express from 'express';\nimport { request } from 'graphql-request';\nimport orders from './orders.graphql';\nconst app = express();\napp.post('/show', show);\n" +
    'export async function show(): Promise<void> {\n  await request(\'/graphql\', orders);\n  await fetch(`/api/items/${1}`);\n}\n',
};
const SERVER = {
  'requirements.txt': 'flask==3.0.0\nstrawberry-graphql==0.230.0\n',
  'server.py':
    'import strawberry\nfrom flask import Flask\n\napp = Flask(__name__)\n\n\n@app.get("/items/<int:id>")\ndef item(id):\n    return ""\n\n\n@strawberry.type\nclass Query:\n    @strawberry.field\n    def all_orders(self) -> list[str]:\n        return []\n',
};

interface Taker {
  readonly step: number;
  readonly confidence: number;
  readonly repository: { readonly slug: string };
  readonly trigger: { readonly key: string; readonly name: string; readonly path: string };
  readonly handlers: readonly { readonly node: { readonly name: string } }[];
}

interface RemoteCall {
  readonly address: string;
  readonly confidence: number;
  readonly repository: { readonly slug: string };
  readonly senders: readonly { readonly path: string; readonly range: { readonly startRow: number }; readonly node: { readonly name: string } }[];
}

describe('workflows across the repositories of an organization', () => {
  let platform: TestPlatform;
  let stockFolder: string;
  let stock: { readonly id: string; readonly repositoryId: string };
  let stranger: ApiClient;
  beforeAll(async () => {
    platform = await startTestPlatform();
    stockFolder = gitRepository(STOCK);
    await scanFolder(platform.admin, platform.organizationId, gitRepository(SHOP), { name: 'Shop' });
    stock = await scanFolder(platform.admin, platform.organizationId, stockFolder, { name: 'Stock' });
    const other = await platform.newcomer('stranger');
    stranger = other.client;
    await scanFolder(stranger, other.organizationId, gitRepository(STOCK), { name: 'Stock' });
    await scanFolder(stranger, other.organizationId, gitRepository({ ...SHOP, 'prices.ts': "import express from 'express';\nconst app = express();\napp.put('/prices/:id', price);\nexport function price(): void {}\n" }), { name: 'Shop' });
  }, 120_000);
  afterAll(() => platform.close());

  const ask = async <Data>(client: ApiClient, organization: string, repository: string, body: string): Promise<Data> =>
    (await client.ask<{ graph: Data }>(`{ graph(organization: "${organization}", repository: "${repository}") { ${body} } }`)).graph;
  const triggerKey = async (client: ApiClient, organization: string, repository: string, name: string): Promise<string> => {
    const { workflows } = await ask<{ workflows: { nodes: { key: string; name: string }[] } }>(client, organization, repository, 'workflows { nodes { key name } }');
    return JSON.stringify(workflows.nodes.find((node) => node.name === name)?.key);
  };
  const takersOf = async (client: ApiClient, organization: string): Promise<{ takers: Taker[]; steps: { node: { name: string } }[] }> => {
    const key = await triggerKey(client, organization, 'shop', 'POST /orders');
    return (await ask<{ workflow: { takers: Taker[]; steps: { node: { name: string } }[] } }>(client, organization, 'shop', `workflow(node: ${key}) { steps { node { name } } takers { step confidence scanId repository { slug } trigger { id key name path } handlers { path node { name } } } }`)).workflow;
  };
  const callersOf = async (client: ApiClient, organization: string, trigger: string): Promise<{ calls: RemoteCall[]; totalCount: number }> =>
    (await ask<{ remoteCallers: { calls: RemoteCall[]; totalCount: number } }>(client, organization, 'stock', `remoteCallers(node: ${await triggerKey(client, organization, 'stock', trigger)}) { totalCount calls { address confidence repository { slug } senders { path range { startRow } node { name } } } }`)).remoteCallers;

  it('a request leads to the route of another repository, and a message to its consumer', async () => {
    const { takers, steps } = await takersOf(platform.admin, 'personal');
    expect(takers.map(({ step, repository, trigger, handlers, confidence }) => [steps[step]?.node.name, repository.slug, trigger.name, trigger.path, handlers.map(({ node }) => node.name), confidence])).toEqual([
      ['GET stock:8080/items/{}', 'stock', 'GET /items/:itemId', 'stock.ts', ['item'], 95],
      ['orders', 'stock', 'orders', 'stock.ts', ['booked'], 80],
    ]);
    // The workflow goes on in the other graph.
    const { workflow } = await ask<{ workflow: { steps: { node: { name: string } }[] } }>(platform.admin, 'personal', 'stock', `workflow(node: ${JSON.stringify(takers[0]?.trigger.key)}) { steps { node { name } } }`);
    expect(workflow.steps.map(({ node }) => node.name)).toEqual(['item']);
  }, 60_000);

  it('a trigger knows who calls it, and from where', async () => {
    const { calls, totalCount } = await callersOf(platform.admin, 'personal', 'GET /items/:itemId');
    expect(totalCount).toBe(1);
    expect(calls).toEqual([{ address: 'GET stock:8080/items/{}', confidence: 95, repository: { slug: 'shop' }, senders: [{ path: 'shop.ts', range: { startRow: 6 }, node: { name: 'order' } }] }]);
    expect((await callersOf(platform.admin, 'personal', 'orders')).calls).toMatchObject([{ address: 'orders', repository: { slug: 'shop' }, senders: [{ node: { name: 'order' } }] }]);
    expect(await platform.admin.refusal('{ graph(organization: "personal", repository: "stock") { remoteCallers(node: "nothing") { totalCount } } }')).toMatchObject({ code: 'NOT_FOUND' });
  }, 60_000);

  it("another tenant's routes and requests are never joined", async () => {
    // The stranger's organization has the very same routes, and one that takes what nothing takes here.
    expect((await takersOf(platform.admin, 'personal')).takers.filter(({ trigger }) => trigger.name.includes('/prices'))).toEqual([]);
    expect((await callersOf(platform.admin, 'personal', 'GET /items/:itemId')).totalCount).toBe(1);
    const { takers } = await takersOf(stranger, 'stranger');
    expect(takers.map(({ repository, trigger }) => `${repository.slug} ${trigger.name}`)).toEqual(['stock GET /items/:itemId', 'stock orders']);
    expect(await platform.admin.refusal('{ graph(organization: "stranger", repository: "stock") { remoteCallers(node: "x") { totalCount } } }')).toMatchObject({ code: 'NOT_FOUND' });
  }, 60_000);

  it('the newest scan of the default branch is joined, and no other branch', async () => {
    git(stockFolder, 'switch', '--quiet', '--create', 'feature');
    writeFiles(stockFolder, { 'more.ts': "import express from 'express';\nconst app = express();\napp.put('/prices/:id', price);\nexport function price(): void {}\n" });
    git(stockFolder, 'add', '--all');
    git(stockFolder, 'commit', '--quiet', '--message=prices');
    const scanOf = async (reference: string): Promise<string> => (await finished(platform.admin, (await startScan(platform.admin, stock.repositoryId, { reference })).id)).status;
    await platform.admin.ask('mutation($id: ID!) { updateRepository(input: { id: $id, defaultBranch: "main" }) { id } }', { id: stock.repositoryId });
    expect(await scanOf('feature')).toBe('COMPLETED');
    expect((await takersOf(platform.admin, 'personal')).takers.map(({ trigger }) => trigger.name)).toEqual(['GET /items/:itemId', 'orders']);
    git(stockFolder, 'switch', '--quiet', 'main');
    git(stockFolder, 'merge', '--quiet', '--ff-only', 'feature');
    expect(await scanOf('main')).toBe('COMPLETED');
    expect((await takersOf(platform.admin, 'personal')).takers.map(({ trigger }) => trigger.name)).toEqual(['GET /items/:itemId', 'orders', 'PUT /prices/:id']);
  }, 90_000);

  it('an operation of GraphQL leads to its resolver, and a request through a proxy to the route behind it', async () => {
    const platform = await startTestPlatform();
    try {
      await scanFolder(platform.admin, platform.organizationId, gitRepository(WEB), { name: 'Web' });
      await scanFolder(platform.admin, platform.organizationId, gitRepository(SERVER), { name: 'Server' });
      const key = await triggerKey(platform.admin, 'personal', 'web', 'POST /show');
      const { workflow } = await ask<{ workflow: { takers: Taker[]; steps: { node: { name: string } }[] } }>(platform.admin, 'personal', 'web', `workflow(node: ${key}) { steps { node { name } } takers { step confidence repository { slug } trigger { name path } handlers { node { name } } } }`);
      expect(workflow.takers.map(({ step, repository, trigger, handlers, confidence }) => [workflow.steps[step]?.node.name, repository.slug, trigger.name, handlers.map(({ node }) => node.name), confidence])).toEqual([
        ['Query allOrders', 'server', 'Query allOrders', ['all_orders'], 80],
        ['GET /api/items/{}', 'server', 'GET /items/<int:id>', ['item'], 60],
      ]);
    } finally {
      await platform.close();
    }
  }, 120_000);

  it('a scan of an earlier version is joined by its graph, and one whose files are gone not at all', async () => {
    const route = { 'package.json': MANIFEST, 'old.ts': "import express from 'express';\nconst app = express();\napp.put('/prices/:id', price);\nexport function price(): void {}\n" };
    const old = await scanFolder(platform.admin, platform.organizationId, gitRepository(route), { name: 'Old' });
    const gone = await scanFolder(platform.admin, platform.organizationId, gitRepository(route), { name: 'Gone' });
    const filesOf = (scanId: string): string => path.join(platform.folder, 'artifacts', platform.organizationId, scanId, 'files');
    rmSync(path.join(filesOf(old.id), 'boundary.json.zst'));
    rmSync(filesOf(gone.id), { recursive: true });
    const { takers } = await takersOf(platform.admin, 'personal');
    expect(takers.filter(({ trigger }) => trigger.name === 'PUT /prices/:id').map(({ repository, confidence }) => `${repository.slug} ${confidence}`).sort()).toEqual(['old 40', 'stock 40']);
    expect(platform.log.entries.filter(({ message }) => message.includes('takes no part in joins'))).toMatchObject([{ fields: { scanId: gone.id } }]);
  }, 60_000);
});
