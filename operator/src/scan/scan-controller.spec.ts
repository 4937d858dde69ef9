import { afterEach, describe, expect, it } from '@jest/globals';
import { mortal } from '../../test/support/mortal-kubernetes.js';
import { JOBS, OperatorWorld, PODS, scanId, SCANS, SECRETS } from '../../test/support/operator-world.js';
import { settings } from '../../test/support/scans.js';
import type { KubernetesEvent, Pod, Secret } from '../runtime/kubernetes-objects.js';
import { collections, isTerminal, type Scan } from './scan-resource.js';

let world: OperatorWorld;
afterEach(async () => {
  await world.end();
  expect(world.podsWithoutSecret).toEqual([]);
});

/** Lets scans run, and each attempt end as the script says, until every scan has ended. */
async function runToTheEnd(exitCodes: (jobName: string) => number = () => 0, seconds = 120): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    await world.pass(1);
    if (world.server.all<Scan>(SCANS).every(({ status }) => isTerminal(status?.phase))) return;
    for (const job of world.active()) if (world.server.all<Pod>(PODS).some(({ metadata }) => metadata.ownerReferences?.[0]?.uid === job.metadata.uid)) await world.endJob(job, { exitCode: exitCodes(job.metadata.name) });
  }
}

const writesOf = (plural: string) => world.server.writes.filter((write) => write.split(' ')[1] === plural);
const jobsMade = () => writesOf('jobs').filter((write) => write.startsWith('create'));

describe('a scan', () => {
  it('goes from its resource to its end, in the order that survives a death', async () => {
    world = new OperatorWorld();
    world.startOperator('a');
    await world.pass(1);
    await world.addScan(1);
    await world.pass(2);
    const name = `scan-${scanId(1)}-1`;
    expect(world.server.writes.filter((write) => !/leases|events|pods/.test(write))).toEqual([
      `create scans ${scanId(1)}`,
      // The attempt's number is written down, then made, then written down as started.
      `status scans ${scanId(1)}`,
      `create jobs ${name}`,
      `create secrets ${name}`,
      `patch jobs ${name}`,
      `status scans ${scanId(1)}`,
      `status scans ${scanId(1)}`,
    ]);
    expect((await world.scan(1))?.status).toMatchObject({ phase: 'Running', attempt: 1, observedGeneration: 1 });
    expect(world.server.all<Secret>(SECRETS)).toMatchObject([{ metadata: { name }, immutable: true }]);
    await runToTheEnd();
    expect((await world.scan(1))?.status).toMatchObject({ phase: 'Completed', attempts: [{ number: 1, code: 'done', outcome: 'Succeeded' }] });
    expect(world.server.all(SECRETS)).toEqual([]);
    expect(world.server.all<KubernetesEvent>(collections.events('scans')).map(({ reason }) => reason)).toEqual(['AttemptStarted', 'Completed']);
  });

  it.each(['jobs', 'pods', 'scans'])('is not taken for lost, or begun twice, while the copy of %s lags', async (lagging) => {
    world = new OperatorWorld(settings(), (plural) => (plural === lagging ? 5_000 : 0));
    world.startOperator('a');
    await world.pass(1);
    await world.addScan(1);
    await world.pass(20);
    expect((await world.scan(1))?.status).toMatchObject({ phase: 'Running', attempt: 1 });
    await runToTheEnd((name) => (name.endsWith('-1') ? 1 : 0));
    expect((await world.scan(1))?.status?.attempts).toMatchObject([{ code: 'crashed' }, { code: 'done' }]);
    expect(jobsMade()).toHaveLength(2);
    expect(world.mostPodsOfOneScan).toBe(1);
  });

  it('is left alone when nothing changes', async () => {
    world = new OperatorWorld();
    world.startOperator('a');
    await world.addScan(1);
    await world.pass(3);
    const before = world.server.writes.length;
    await world.pass(60);
    expect(world.server.writes.slice(before).filter((write) => !write.includes('leases'))).toEqual([]);
  });

  it('is tried again after a crash, when the old pod is gone', async () => {
    world = new OperatorWorld();
    world.startOperator('a');
    await world.addScan(1);
    await runToTheEnd((name) => (name.endsWith('-1') ? 1 : 0));
    expect((await world.scan(1))?.status).toMatchObject({ phase: 'Completed', attempt: 2, attempts: [{ code: 'crashed' }, { code: 'done' }] });
    expect(world.mostPodsOfOneScan).toBe(1);
    expect(world.grants.asked).toEqual([`${scanId(1)} 1`, `${scanId(1)} 2`]);
  });

  it('is not tried again after an error of the user', async () => {
    world = new OperatorWorld();
    const { metrics } = world.startOperator('a');
    await world.addScan(1);
    await runToTheEnd(() => 2);
    expect((await world.scan(1))?.status).toMatchObject({ phase: 'Failed', attempt: 1, failure: { code: 'cannotSucceed' } });
    expect(jobsMade()).toHaveLength(1);
    expect(await metrics.registry.metrics()).toContain('pinata_operator_attempts_total{code="cannotSucceed"} 1');
  });

  it('has its resource removed when its time is over, and everything with it', async () => {
    world = new OperatorWorld();
    world.startOperator('a');
    await world.addScan(1, { ttlSecondsAfterFinished: 30 });
    await runToTheEnd();
    await world.pass(35);
    expect([world.server.all(SCANS), world.server.all(JOBS), world.server.all(PODS)]).toEqual([[], [], []]);
  });

  it('fails at its deadline although its Job never got a pod', async () => {
    world = new OperatorWorld();
    world.startOperator('a');
    await world.addScan(1, { deadlineSeconds: 20 });
    for (let step = 0; step < 25; step++) await world.clock.advance(1_000);
    expect((await world.scan(1))?.status).toMatchObject({ phase: 'Failed', failure: { code: 'deadline' } });
    expect(world.server.all(JOBS)).toEqual([]);
  });

  it('takes the gateway at its word, and waits while there is none', async () => {
    world = new OperatorWorld();
    world.grants.answer = (scan) => (scan === scanId(1) ? 'down' : { code: scan === scanId(2) ? 'cancelled' : 'ended', message: 'It has ended.' });
    world.startOperator('a');
    for (const number of [1, 2, 3]) await world.addScan(number);
    await world.pass(20);
    expect((await world.scan(1))?.status).toMatchObject({ phase: 'Queued', attempt: 1 });
    expect((await world.scan(1))?.status?.conditions).toContainEqual(expect.objectContaining({ type: 'Scheduled', reason: 'GrantUnavailable' }));
    expect((await world.scan(2))?.status?.phase).toBe('Cancelled');
    expect((await world.scan(3))?.status).toMatchObject({ phase: 'Failed', failure: { code: 'ended', message: 'It has ended.' } });
    expect(world.server.all(JOBS)).toEqual([]);
    // Later each time: not one call for each second.
    expect(world.grants.asked.filter((asked) => asked.startsWith(scanId(1))).length).toBeLessThan(9);
    world.grants.answer = () => 'grant';
    await runToTheEnd();
    expect((await world.scan(1))?.status?.phase).toBe('Completed');
  });

  it('waits for the right install key, and counts that its own is refused', async () => {
    world = new OperatorWorld();
    world.grants.answer = (scan) => (scan === scanId(1) ? 'wrongKey' : 'down');
    const { metrics } = world.startOperator('a');
    const refusals = async () => Object.fromEntries((await metrics.refusals.get()).values.map(({ labels, value }) => [labels.code, value]));
    expect(await refusals()).toMatchObject({ unauthenticated: 0, failed: 0 });
    for (const number of [1, 2]) await world.addScan(number);
    await world.pass(20);
    const asked = world.grants.asked.filter((one) => one.startsWith(scanId(1))).length;
    expect(asked).toBeGreaterThan(1);
    expect(await refusals()).toEqual({ unknown: 0, cancelled: 0, ended: 0, superseded: 0, failed: 0, unauthenticated: asked });
    expect((await world.scan(1))?.status).toMatchObject({ phase: 'Queued', attempt: 1 });
    world.grants.answer = () => 'grant';
    await runToTheEnd();
    expect((await world.scan(1))?.status?.phase).toBe('Completed');
  });
});

describe('limits', () => {
  it('never let more than three of ten run, and all come to their end', async () => {
    world = new OperatorWorld(settings({ limits: { perCluster: 3, perOrganization: 9 } }));
    const { metrics } = world.startOperator('a');
    for (let number = 1; number <= 10; number++) await world.addScan(number);
    await world.pass(5);
    expect(world.active()).toHaveLength(3);
    expect(await metrics.registry.metrics()).toMatch(/pinata_operator_scans_running 3\n[\s\S]*pinata_operator_scans_queued 7\n/);
    await runToTheEnd();
    expect(world.mostActive).toBe(3);
    for (let number = 1; number <= 10; number++) expect((await world.scan(number))?.status?.phase).toBe('Completed');
  });

  it('hold although changes reach the copies seconds later', async () => {
    world = new OperatorWorld(settings({ limits: { perCluster: 3, perOrganization: 2 } }), () => 2_000);
    world.startOperator('a');
    for (let number = 1; number <= 8; number++) await world.addScan(number, { organizationId: number % 2 === 0 ? 'even' : 'odd' });
    await world.pass(20);
    await runToTheEnd((name) => (name.endsWith('1-1') ? 1 : 0));
    expect(world.mostActive).toBe(3);
    expect(world.mostPodsOfOneScan).toBe(1);
    for (let number = 1; number <= 8; number++) expect((await world.scan(number))?.status).toMatchObject({ phase: 'Completed', attempt: number === 1 ? 2 : 1 });
    expect(jobsMade()).toHaveLength(9);
  });

  it('let organizations take turns', async () => {
    world = new OperatorWorld(settings({ limits: { perCluster: 1, perOrganization: 1 } }));
    world.startOperator('a');
    for (let number = 1; number <= 3; number++) await world.addScan(number, { organizationId: 'many' });
    await world.addScan(4, { organizationId: 'few' });
    await runToTheEnd();
    expect(jobsMade().map((write) => Number(write.split(' ')[2]?.slice(-3, -2)))).toEqual([1, 4, 2, 3]);
  });
});

describe('positions of those that wait', () => {
  const positions = async (...numbers: number[]) => Promise.all(numbers.map(async (number) => (await world.scan(number))?.status?.queuePosition));

  it('are those of the turns, and move up as scans begin and go', async () => {
    world = new OperatorWorld(settings({ limits: { perCluster: 1, perOrganization: 1 } }));
    world.startOperator('a');
    await world.pass(1);
    for (let number = 1; number <= 4; number++) await world.addScan(number, { organizationId: 'many' });
    await world.addScan(5, { organizationId: 'few' });
    await world.pass(3);
    // The other organization comes before what is left of the first.
    expect(await positions(1, 2, 3, 4, 5)).toEqual([undefined, 1, 2, 3, 0]);
    await world.cancel(2);
    await world.pass(2);
    expect(await positions(1, 2, 3, 4, 5)).toEqual([undefined, undefined, 1, 2, 0]);
    const [first] = world.active();
    if (first === undefined) throw new Error('nothing runs');
    await world.endJob(first, { exitCode: 0 });
    await world.pass(3);
    expect(await positions(3, 4, 5)).toEqual([0, 1, undefined]);
    await runToTheEnd();
    expect(await positions(1, 2, 3, 4, 5)).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });

  it('are the same for the next leader, and are not written again while nothing moves', async () => {
    world = new OperatorWorld(settings({ limits: { perCluster: 1, perOrganization: 1 } }));
    const first = world.startOperator('a');
    for (let number = 1; number <= 5; number++) await world.addScan(number);
    await world.pass(3);
    const before = writesOf('scans').length;
    first.stop();
    world.startOperator('b');
    await world.pass(60);
    expect(await positions(2, 3, 4, 5)).toEqual([0, 1, 2, 3]);
    expect(writesOf('scans')).toHaveLength(before);
  });

  it('cost no more writes than the queue is long for each start', async () => {
    world = new OperatorWorld(settings({ limits: { perCluster: 1, perOrganization: 1 } }));
    world.startOperator('a');
    for (let number = 1; number <= 20; number++) await world.addScan(number);
    await world.pass(5);
    const before = writesOf('scans').length;
    const [first] = world.active();
    if (first === undefined) throw new Error('nothing runs');
    await world.endJob(first, { exitCode: 0 });
    await world.pass(10);
    expect(writesOf('scans').length - before).toBeLessThan(18 + 8);
  });
});

describe('cancelling', () => {
  it.each([0, 0.25, 0.5, 1, 2, 5])('after %s seconds leaves nothing', async (seconds) => {
    world = new OperatorWorld();
    world.startOperator('a');
    await world.pass(1);
    await world.addScan(1);
    await world.pass(seconds);
    await world.cancel(1);
    await world.pass(4);
    expect((await world.scan(1))?.status?.phase).toBe('Cancelled');
    expect([world.server.all(JOBS), world.server.all(PODS), world.server.all(SECRETS)]).toEqual([[], [], []]);
    await world.pass(30);
    expect(jobsMade().length).toBeLessThan(2);
  });
});

describe('what belongs to nobody', () => {
  it('goes when its Scan is deleted', async () => {
    world = new OperatorWorld();
    world.startOperator('a');
    await world.addScan(1);
    await world.pass(3);
    await world.server.delete(SCANS, scanId(1), {});
    await world.pass(2);
    expect([world.server.all(JOBS), world.server.all(PODS), world.server.all(SECRETS)]).toEqual([[], [], []]);
  });

  it('goes within a minute when no owner takes it along', async () => {
    world = new OperatorWorld();
    const { metrics } = world.startOperator('a');
    const [job] = [{ metadata: { name: `scan-${scanId(9)}-1`, labels: { 'app.kubernetes.io/part-of': 'pinata-code', 'pinata.dev/scan': scanId(9) } }, spec: { suspend: true } }];
    await world.server.create(JOBS, job);
    await world.server.create(JOBS, { metadata: { name: 'somebody-elses' }, spec: {} } as never);
    await world.pass(60);
    expect(world.jobs().map(({ metadata }) => metadata.name)).toEqual(['somebody-elses']);
    expect(await metrics.registry.metrics()).toContain('pinata_operator_orphans_removed_total');
  });
});

describe('when the leader is killed', () => {
  const steps = Array.from({ length: 20 }, (_, index) => index + 1);
  const isOurs = (plural: string) => plural !== 'leases' && plural !== 'events';

  it.each(steps.flatMap((step) => [[step, 'after'] as const, [step, 'before'] as const]))('at write %i, %s it is done, another one goes on with one Job for each attempt', async (step, moment) => {
    world = new OperatorWorld();
    const first = mortal(world.server, step, moment === 'after', isOurs);
    world.startOperator('a', first.api);
    await world.pass(1);
    world.startOperator('b');
    await world.addScan(1);
    await runToTheEnd((name) => (name.endsWith('-1') ? 1 : 0), 90);
    expect((await world.scan(1))?.status).toMatchObject({ phase: 'Completed', attempts: [{ number: 1, code: 'crashed' }, { number: 2, code: 'done' }] });
    expect(jobsMade()).toEqual([`create jobs scan-${scanId(1)}-1`, `create jobs scan-${scanId(1)}-2`]);
    expect(world.mostPodsOfOneScan).toBe(1);
    expect(world.server.all(SECRETS)).toEqual([]);
  });

  it('was tried at every write that such a scan takes', async () => {
    world = new OperatorWorld();
    const only = mortal(world.server, 1_000, true, isOurs);
    world.startOperator('a', only.api);
    await world.addScan(1);
    await runToTheEnd((name) => (name.endsWith('-1') ? 1 : 0), 30);
    expect(only.writes()).toBeLessThanOrEqual(steps.length);
  });
});

it('nothing secret is in the log', async () => {
  world = new OperatorWorld();
  world.startOperator('a');
  await world.addScan(1);
  await runToTheEnd();
  expect(world.logged.length).toBeGreaterThan(2);
  expect(world.logged.join('')).not.toMatch(/credential|checkout":|BEGIN/);
});
