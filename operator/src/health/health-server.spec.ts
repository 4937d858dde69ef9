import { afterEach, describe, expect, it } from '@jest/globals';
import { Metrics } from '../metrics/metrics.js';
import { HealthServer } from './health-server.js';

let server: HealthServer | undefined;
afterEach(() => server?.close());

async function start(isReady: boolean): Promise<(path: string, method?: string) => Promise<Response>> {
  const metrics = new Metrics();
  metrics.countAttempt('memory');
  metrics.countAttempt('a code that a scanner thought of');
  server = new HealthServer({ isAlive: () => true, isReady: () => isReady, metrics: async () => ({ type: metrics.registry.contentType, text: await metrics.registry.metrics() }) });
  const port = await server.listen(0, '127.0.0.1');
  return (path, method = 'GET') => fetch(`http://127.0.0.1:${port}${path}`, { method });
}

describe('the health server', () => {
  it.each([
    ['/livez', 'GET', 200],
    ['/readyz', 'GET', 503],
    ['/readyz?verbose', 'GET', 503],
    ['/metrics', 'GET', 200],
    ['/', 'GET', 404],
    ['/metrics/../etc/passwd', 'GET', 404],
    ['/livez', 'POST', 405],
  ])('%s by %s answers %i', async (path, method, status) => {
    expect((await (await start(false))(path, method)).status).toBe(status);
  });

  it('shows metrics whose labels nobody outside can choose', async () => {
    const text = await (await (await start(true))('/metrics')).text();
    expect(text).toContain('pinata_operator_attempts_total{code="memory"} 1');
    expect(text).toContain('pinata_operator_attempts_total{code="other"} 1');
    expect(text).not.toContain('thought');
  });
});
