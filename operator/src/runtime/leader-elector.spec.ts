import { describe, expect, it } from '@jest/globals';
import { MemoryKubernetes } from '../../test/support/memory-kubernetes.js';
import { FakeClock } from '../../test/support/fake-clock.js';
import { KubernetesApiError, type KubernetesApi } from './kubernetes-api.js';
import type { Lease } from './kubernetes-objects.js';
import { LeaderElector, USUAL_LEASE } from './leader-elector.js';

const LEASES = { groupPath: '/apis/coordination.k8s.io/v1', plural: 'leases', namespace: 'pinata' };

function worldOf() {
  const server = new MemoryKubernetes();
  const clock = new FakeClock();
  const log: string[] = [];
  const candidate = (identity: string, api: KubernetesApi = server) => {
    const stop = new AbortController();
    const elector = new LeaderElector(api, clock, { namespace: 'pinata', name: 'operator', identity, ...USUAL_LEASE }, { onChange: () => undefined, onError: () => undefined });
    const ended = elector.run(stop.signal, async (term) => {
      log.push(`${identity} leads`);
      await new Promise<void>((resolve) => (term.aborted ? resolve() : term.addEventListener('abort', () => resolve())));
      log.push(`${identity} stops`);
    });
    return { stop: () => stop.abort(), ended };
  };
  return { server, clock, log, candidate, lease: () => server.get<Lease>(LEASES, 'operator') };
}

/** A connection that a test can cut. */
function cuttable(api: KubernetesApi) {
  const state = { isCut: false };
  const wrapped = new Proxy(api, {
    get: (target, name: string) => {
      const method = Reflect.get(target, name) as (...parameters: unknown[]) => unknown;
      return (...parameters: unknown[]) => (state.isCut ? Promise.reject(new KubernetesApiError(0, '', 'cut')) : Reflect.apply(method, target, parameters));
    },
  });
  return { api: wrapped, state };
}

describe('leader election', () => {
  it('has one leader of two, who stays it', async () => {
    const { clock, log, candidate, lease } = worldOf();
    candidate('a');
    await clock.advance(0);
    candidate('b');
    await clock.advance(120_000);
    expect(log).toEqual(['a leads']);
    expect((await lease())?.spec).toMatchObject({ holderIdentity: 'a', leaseDurationSeconds: 15, leaseTransitions: 0 });
  });

  it('hands over at once when the leader ends in order', async () => {
    const { clock, log, candidate, lease } = worldOf();
    const first = candidate('a');
    await clock.advance(0);
    candidate('b');
    await clock.advance(10_000);
    first.stop();
    await first.ended;
    await clock.advance(4_000);
    expect(log).toEqual(['a leads', 'a stops', 'b leads']);
    expect((await lease())?.spec).toMatchObject({ holderIdentity: 'b', leaseTransitions: 1 });
  });

  it('lets the old leader stop before another begins, when its connection is cut', async () => {
    const { server, clock, log, candidate } = worldOf();
    const connection = cuttable(server);
    candidate('a', connection.api);
    await clock.advance(0);
    candidate('b');
    await clock.advance(7_000);
    connection.state.isCut = true;
    await clock.advance(11_000);
    expect(log).toEqual(['a leads', 'a stops']);
    await clock.advance(8_000);
    expect(log).toEqual(['a leads', 'a stops', 'b leads']);
    connection.state.isCut = false;
    await clock.advance(60_000);
    expect(log).toHaveLength(3);
  });

  it('goes on leading through a short cut', async () => {
    const { server, clock, log, candidate } = worldOf();
    const connection = cuttable(server);
    candidate('a', connection.api);
    await clock.advance(0);
    candidate('b');
    connection.state.isCut = true;
    await clock.advance(7_000);
    connection.state.isCut = false;
    await clock.advance(60_000);
    expect(log).toEqual(['a leads']);
  });

  it('is not moved by jumps of the wall clock, in either direction', async () => {
    const { clock, log, candidate } = worldOf();
    candidate('a');
    await clock.advance(0);
    candidate('b');
    for (const hours of [5, -10, 48]) {
      clock.jump(hours * 3_600_000);
      await clock.advance(20_000);
    }
    expect(log).toEqual(['a leads']);
  });

  it('stops when somebody else has the Lease, however that came', async () => {
    const { server, clock, log, candidate, lease } = worldOf();
    candidate('a');
    await clock.advance(4_000);
    const held = await lease();
    if (held === undefined) throw new Error('there is no Lease');
    await server.replace(LEASES, { ...held, spec: { ...held.spec, holderIdentity: 'somebody' } });
    await clock.advance(4_000);
    expect(log).toEqual(['a leads', 'a stops']);
    expect((await lease())?.spec.holderIdentity).toBe('somebody');
  });

  it('begins another term after leading failed', async () => {
    const server = new MemoryKubernetes();
    const clock = new FakeClock();
    let terms = 0;
    const stop = new AbortController();
    void new LeaderElector(server, clock, { namespace: 'pinata', name: 'operator', identity: 'a', ...USUAL_LEASE }, { onChange: () => undefined, onError: () => undefined }).run(stop.signal, () => {
      terms++;
      return Promise.reject(new Error('no'));
    });
    await clock.advance(5_000);
    expect(terms).toBeGreaterThan(1);
    stop.abort();
  });
});
