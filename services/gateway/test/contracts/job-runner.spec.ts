import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { create, fromBinary } from '@bufbuild/protobuf';
import { afterAll, describe, expect, it } from '@jest/globals';
import { EnvelopeSchema, GrantSchema, SourceGrantSchema } from '@pinata/proto';
import { ChildProcessJobRunner } from '../../src/adapters/job-runner/child-process/child-process-job-runner.js';
import { KubernetesClient } from '../../src/adapters/job-runner/kubernetes/kubernetes-client.js';
import { KubernetesJobs } from '../../src/adapters/job-runner/kubernetes/kubernetes-jobs.js';
import { ChildChannelStream } from '../../src/adapters/result-stream/child-channel/child-channel-stream.js';
import { attemptFailure, isOver } from '../../src/modules/scan-jobs/decide-job.js';
import type { AttemptEnd, JobState } from '../../src/ports/index.js';
import { MemoryCluster, SCANS_NAMESPACE } from '../memory-cluster/memory-cluster.js';
import { until } from '../platform/scanner-processes.js';
import { job, jobRunnerContract, run, type OpenedRunner, type RunnerLimits } from './job-runner.contract.js';

const USUAL: RunnerLimits = { atOnce: 2, perOrganization: 2 };
const workFolder = mkdtempSync(path.join(tmpdir(), 'pinata-runner-'));
const errors: unknown[] = [];
afterAll(() => {
  expect(errors).toEqual([]);
  expect(readdirSync(workFolder)).toEqual([]);
  rmSync(workFolder, { recursive: true, force: true });
});

/** @returns with what the stream heard */
function openChildProcesses(limits = USUAL): OpenedRunner & { readonly heard: string[] } {
  const opened = { heard: [] as string[], ends: [] as AttemptEnd[], granted: [] as string[], ran: [] as string[] };
  const attempts = new Map<string, number>();
  const stream = new ChildChannelStream((error) => errors.push(error));
  stream.consume(({ address, bytes }) => {
    const { body } = fromBinary(EnvelopeSchema, bytes);
    if (body.case === 'sourceOpened') opened.heard.push(`${address.scanId} ${address.attempt}`);
    // Our own environment stays ours.
    if (body.case === 'sourceOpened') expect(body.value.commit).toBe('none');
    return Promise.resolve();
  });
  const runner = new ChildProcessJobRunner({
    entryFile: path.resolve(import.meta.dirname, 'fixtures/scripted-scanner.mjs'),
    workFolder,
    stream,
    atOnce: limits.atOnce,
    atOncePerOrganization: limits.perOrganization,
    onLine: () => undefined,
    onError: (error) => errors.push(error),
    environment: { ...process.env, PINATA_CANARY: 'leaked' },
  });
  runner.connect({
    grant: (scanId) => {
      if (!opened.granted.includes(scanId)) opened.granted.push(scanId);
      if (scanId === 'refused') return Promise.resolve(undefined);
      opened.ran.push(scanId);
      const attempt = (attempts.get(scanId) ?? 0) + 1;
      attempts.set(scanId, attempt);
      return Promise.resolve(create(GrantSchema, { scanId, organizationId: 'organization', attempt, source: create(SourceGrantSchema, { reference: scanId.split('-')[0] ?? '' }) }));
    },
    onAttemptEnd: (end) => Promise.resolve(void opened.ends.push(end)),
  });
  return { runner, ...opened, close: () => runner.close() };
}

/** The operator is the real one; the cluster's other parts are played, the scanners' too. */
async function openCluster(limits = USUAL): Promise<OpenedRunner> {
  const cluster = new MemoryCluster((scanId) => scanId !== 'refused');
  await cluster.start(limits);
  const languagesFile = path.join(path.dirname(cluster.kubeconfig), 'languages.json');
  writeFileSync(languagesFile, '{"languages":[{"id":"x","name":"X","extensions":[".x"]}]}');
  const runner = new KubernetesJobs(new KubernetesClient(cluster.kubeconfig), { namespace: SCANS_NAMESPACE, languagesFile, onError: (_message, error) => errors.push(error) });
  const ends: AttemptEnd[] = [];
  const stop = new AbortController();
  const following = runner.follow({ onChange: (scanId) => ends.push(...newEnds(runner.state(scanId), ends)), onRestart: (error) => errors.push(error) }, stop.signal);
  await until(() => runner.isListed);
  return {
    runner,
    ends,
    granted: cluster.granted,
    ran: cluster.pods.ran,
    close: async () => {
      stop.abort();
      await following;
      await runner.close();
      await cluster.stop();
    },
  };
}

/** What the gateway makes of a job's state. A grant that was refused ends a resource whose row has ended already: no scanner ran, and no attempt is told of. */
function newEnds(state: JobState | undefined, known: readonly AttemptEnd[]): AttemptEnd[] {
  const attempts = state?.endedAttempts.filter(({ code }) => code !== 'ended') ?? [];
  return attempts.flatMap(({ number, outcome, code, peakMemoryBytes = 0 }, index): AttemptEnd[] => {
    if (state === undefined || known.some(({ scanId, attempt }) => scanId === state.scanId && attempt === number)) return [];
    const failure = state.failure?.code === code ? state.failure : attemptFailure(code);
    return [{ scanId: state.scanId, attempt: number, isLast: isOver(state) && index === attempts.length - 1, peakMemoryBytes, ...(outcome === 'succeeded' ? {} : { failure }) }];
  });
}

jobRunnerContract('child process', { attempts: 2, killedCode: 'killed' }, (limits) => Promise.resolve(openChildProcesses(limits)));
// The kubelet does not say who killed a process, and the operator makes one attempt more, because pods are evicted.
jobRunnerContract('Kubernetes', { attempts: 3, killedCode: 'crashed' }, openCluster);

/** What is so only where scanners are children: elsewhere messages come by a queue of their own, and jobs outlive the gateway. */
describe('LocalJobRunner: child process', () => {
  it('tells an end after the last message', async () => {
    const opened = openChildProcesses();
    await run(opened, 'succeed-1');
    expect(opened.heard).toEqual(['succeed-1 1']);
  }, 30_000);

  it('ends a scanner that sends more than a message may hold', async () => {
    expect((await run(openChildProcesses(), 'flood-1')).map((end) => end.failure?.code)).toEqual(['crashed']);
  }, 30_000);

  it('says how much memory was allowed, and measured more', async () => {
    const [end] = await run(openChildProcesses(), 'eat-1', { memoryBytes: 200 * 1024 ** 2 });
    expect(end?.failure?.message).toMatch(/200 MB are allowed/);
    expect(end?.peakMemoryBytes).toBeGreaterThan(200 * 1024 ** 2);
  }, 30_000);

  it('ends what runs when it closes', async () => {
    const { runner, granted, ends } = openChildProcesses();
    await runner.start(job('hang-1'));
    await until(() => granted.includes('hang-1'));
    await runner.close();
    expect(ends).toEqual([]);
  }, 30_000);
});
