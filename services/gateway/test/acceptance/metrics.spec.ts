import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SignJWT, generateKeyPair } from 'jose';
import { ApiClient } from '../platform/api-client.js';
import { gitRepository, SMALL_PROJECT } from '../platform/git-repositories.js';
import { until } from '../platform/scanner-processes.js';
import { createRepository, finished, scanFolder, startScan } from '../platform/scans.js';
import { Browser, authorization, location } from '../platform/sign-in.js';
import { startTestPlatform, type TestPlatform } from '../platform/test-platform.js';

describe('/metrics', () => {
  let platform: TestPlatform;
  let text = '';
  beforeAll(async () => {
    platform = await startTestPlatform();
    const scan = await scanFolder(platform.admin, platform.organizationId, gitRepository(SMALL_PROJECT), { name: 'Secret name', slug: 'secret-name' });
    for (let count = 0; count < 3; count++) await platform.admin.ask(`{ graph(organization: "personal", repository: "secret-name") { node(node: "x${count}") { id } } }`);
    const broken = await createRepository(platform.admin, platform.organizationId, { location: '/no/such/folder' });
    await finished(platform.admin, (await startScan(platform.admin, broken)).id);
    await platform.admin.send('{ nothing }');
    await platform.admin.send('query($id: ID!) { scan(id: $id) { id } }', { id: '00000000-0000-4000-8000-000000000000' });
    await new ApiClient(platform.origin, 'nonsense').send('{ viewer { email } }');
    await new ApiClient(platform.origin, 'pinata_unknown').send('{ viewer { email } }');
    const { privateKey } = await generateKeyPair('RS256');
    await new ApiClient(platform.origin, await new SignJWT({ sub: 'x', iss: 'x', aud: 'x' }).setProtectedHeader({ alg: 'RS256', typ: 'at+jwt' }).setIssuedAt().setExpirationTime('1h').sign(privateKey)).send('{ viewer { email } }');
    const browser = new Browser(platform.origin);
    const page = location(await browser.open(authorization(platform.origin).address));
    await browser.open(page, { method: 'POST', body: new URLSearchParams({ email: 'nobody@example.org', password: 'wrong' }), headers: { origin: platform.origin } });
    await until(async () => {
      text = await (await fetch(`${platform.origin}/metrics`)).text();
      return valueOf('pinata_scan_attempts_running') === 0 && valueOf('pinata_subscriptions_open') === 0;
    });
    expect(scan.status).toBe('COMPLETED');
  }, 90_000);
  afterAll(() => platform.close());

  /** Of one line of the exposition; undefined when there is none. */
  function valueOf(line: string): number | undefined {
    const found = text.split('\n').find((one) => one.startsWith(`${line} `));
    return found === undefined ? undefined : Number(found.slice(line.length + 1));
  }

  it('counts scans, how long they took, and what was stored of them', () => {
    expect(valueOf('pinata_scans_ended_total{status="COMPLETED",code=""}')).toBe(1);
    expect(valueOf('pinata_scans_ended_total{status="FAILED",code="pathNotFound"}')).toBe(1);
    expect(valueOf('pinata_scan_duration_seconds_count{status="COMPLETED"}')).toBe(1);
    expect(valueOf('pinata_scan_duration_seconds_bucket{le="+Inf",status="COMPLETED"}')).toBe(1);
    expect(valueOf('pinata_scan_duration_seconds_sum{status="COMPLETED"}')).toBeGreaterThan(0);
    // Five files of TypeScript and C#; source, files, skipped, end.
    expect(valueOf('pinata_ingest_files_total')).toBe(5);
    expect(valueOf('pinata_ingest_batches_total{outcome="stored"}')).toBe(4);
    expect(valueOf('pinata_scans{status="QUEUED"}')).toBe(0);
    expect(valueOf('pinata_scans{status="RUNNING"}')).toBe(0);
  });

  it('counts open graphs and their memory', () => {
    expect(valueOf('pinata_graph_cache_events_total{event="miss"}')).toBe(1);
    expect(valueOf('pinata_graph_cache_events_total{event="hit"}')).toBe(2);
    expect(valueOf('pinata_graph_cache_events_total{event="eviction"}')).toBe(0);
    expect(valueOf('pinata_graph_cache_bytes')).toBeGreaterThan(1000);
  });

  it('counts requests by type and code', () => {
    expect(valueOf('pinata_graphql_requests_total{type="query",code="OK"}')).toBeGreaterThan(3);
    expect(valueOf('pinata_graphql_requests_total{type="mutation",code="OK"}')).toBe(4);
    expect(valueOf('pinata_graphql_requests_total{type="subscription",code="OK"}')).toBe(2);
    expect(valueOf('pinata_graphql_requests_total{type="query",code="NOT_FOUND"}')).toBe(1);
    expect(valueOf('pinata_graphql_requests_total{type="unknown",code="BAD_USER_INPUT"}')).toBe(1);
    expect(valueOf('pinata_graphql_requests_total{type="unknown",code="UNAUTHENTICATED"}')).toBe(3);
  });

  it('counts what was refused, and the log says why', () => {
    expect(valueOf('pinata_tokens_refused_total{code="malformed"}')).toBe(1);
    expect(valueOf('pinata_tokens_refused_total{code="apiToken"}')).toBe(1);
    expect(valueOf('pinata_tokens_refused_total{code="signature"}')).toBe(1);
    expect(valueOf('pinata_sign_ins_refused_total{reason="wrong address or password"}')).toBe(1);
    expect(platform.log.entries.filter(({ message }) => message === 'a credential was refused').map(({ fields }) => fields['code'])).toEqual(['malformed', 'apiToken', 'signature']);
  });

  it('has the figures of the process, and no name of anybody', () => {
    expect(valueOf('process_resident_memory_bytes')).toBeGreaterThan(10_000_000);
    expect(valueOf('nodejs_active_handles_total')).toBeGreaterThan(0);
    expect(text).not.toMatch(/secret|personal|admin@|localhost|[0-9a-f]{8}-[0-9a-f]{4}-/i);
  });
});
