import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { create, fromBinary } from '@bufbuild/protobuf';
import { afterAll, describe, expect, it } from '@jest/globals';
import { EnvelopeSchema, GrantSchema, SourceGrantSchema } from '@pinata/proto';
import { ChildProcessJobRunner } from '../../src/adapters/job-runner/child-process/child-process-job-runner.js';
import { ChildChannelStream } from '../../src/adapters/result-stream/child-channel/child-channel-stream.js';
import type { AttemptEnd, JobRunner } from '../../src/ports/index.js';
import { until } from '../platform/scanner-processes.js';

interface Opened {
  readonly runner: JobRunner;
  /** What the stream heard. */
  readonly heard: string[];
  readonly ends: AttemptEnd[];
  readonly granted: string[];
}

const job = (scanId: string, organizationId = 'organization') => ({ scanId, organizationId, deadlineMilliseconds: 20_000, memoryBytes: 1024 ** 3 });

/**
 * What every JobRunner promises.
 * @param open a runner whose scanners do, attempt by attempt, what the scan's id says before its dash: `crash,succeed-1`
 */
function jobRunnerContract(name: string, open: (limits?: { atOnce: number; perOrganization: number }) => Opened): void {
  describe(`JobRunner: ${name}`, () => {
    const run = async (opened: Opened, scanId: string, changes: Partial<ReturnType<typeof job>> = {}): Promise<AttemptEnd[]> => {
      await opened.runner.start({ ...job(scanId), ...changes });
      await until(() => opened.ends.some((end) => end.scanId === scanId && end.isLast));
      return opened.ends.filter((end) => end.scanId === scanId);
    };

    it('runs a scan, and tells its end after its last message', async () => {
      const opened = open();
      expect(await run(opened, 'succeed-1')).toEqual([{ scanId: 'succeed-1', attempt: 1, isLast: true, peakMemoryBytes: expect.any(Number) }]);
      expect(opened.heard).toEqual(['succeed-1 1']);
    }, 30_000);

    it.each([
      ['crash,succeed', ['crashed', undefined]],
      ['die,succeed', ['killed', undefined]],
      ['die', ['killed', 'killed']],
      ['refuse', ['unknownRef']],
      ['flood', ['crashed']],
    ])('%s', async (script, codes) => {
      const ends = await run(open(), `${script}-1`);
      expect(ends.map((end) => end.failure?.code)).toEqual(codes);
      expect(ends.map((end) => end.isLast)).toEqual(codes.map((_, index) => index === codes.length - 1));
      for (const end of ends) if (end.failure !== undefined) expect(end.failure.message).toMatch(/^[A-Z].{10,}\.$/s);
    }, 30_000);

    it('ends what takes too much memory, and tries once more', async () => {
      const ends = await run(open(), 'eat-1', { memoryBytes: 200 * 1024 ** 2 });
      expect(ends.map((end) => end.failure?.code)).toEqual(['memory', 'memory']);
      expect(ends[0]?.failure?.message).toMatch(/200 MB are allowed/);
      expect(ends[0]?.peakMemoryBytes).toBeGreaterThan(200 * 1024 ** 2);
    }, 30_000);

    it('ends what takes too long, and does not try again', async () => {
      const ends = await run(open(), 'hang-1', { deadlineMilliseconds: 700 });
      expect(ends.map((end) => end.failure?.code)).toEqual(['deadline']);
    }, 30_000);

    it('cancels what runs, what waits, and what it does not know', async () => {
      const opened = open({ atOnce: 1, perOrganization: 1 });
      await opened.runner.start(job('hang-1'));
      await until(() => opened.granted.includes('hang-1'));
      await opened.runner.start(job('succeed-2'));
      expect(opened.runner.queuePosition('succeed-2')).toBe(0);
      await opened.runner.cancel('succeed-2');
      expect(opened.runner.queuePosition('succeed-2')).toBeUndefined();
      await opened.runner.cancel('hang-1');
      await opened.runner.cancel('nobody');
      expect(opened.ends.map((end) => [end.scanId, end.failure?.code, end.isLast])).toEqual([['hang-1', 'cancelled', true]]);
      expect(opened.granted).toEqual(['hang-1']);
    }, 30_000);

    it('starts a scan once, however often it is asked', async () => {
      const opened = open();
      await Promise.all([opened.runner.start(job('succeed-1')), opened.runner.start(job('succeed-1'))]);
      await run(opened, 'succeed-1');
      expect(opened.granted).toEqual(['succeed-1']);
    }, 30_000);

    it('does nothing for a scan that gets no grant', async () => {
      const opened = open();
      await opened.runner.start(job('refused'));
      await until(() => opened.granted.includes('refused'));
      await run(opened, 'succeed-1');
      expect(opened.ends.map((end) => end.scanId)).toEqual(['succeed-1']);
    }, 30_000);

    it('lets organizations take turns', async () => {
      const opened = open({ atOnce: 1, perOrganization: 1 });
      for (const [scanId, organization] of [['succeed-a1', 'a'], ['succeed-a2', 'a'], ['succeed-a3', 'a'], ['succeed-b1', 'b']] as const) await opened.runner.start(job(scanId, organization));
      await until(() => opened.ends.length === 4);
      expect(opened.granted).toEqual(['succeed-a1', 'succeed-a2', 'succeed-b1', 'succeed-a3']);
    }, 30_000);

    it('ends what runs when it closes', async () => {
      const opened = open();
      await opened.runner.start(job('hang-1'));
      await until(() => opened.granted.includes('hang-1'));
      await opened.runner.close();
      await opened.runner.start(job('succeed-2'));
      expect(opened.granted).toEqual(['hang-1']);
    }, 30_000);

    it('knows what its scanners read', async () => {
      expect(await open().runner.languages()).toEqual([{ id: 'x', name: 'X', extensions: ['.x'] }]);
    }, 30_000);
  });
}

const workFolder = mkdtempSync(path.join(tmpdir(), 'pinata-runner-'));
const errors: unknown[] = [];
afterAll(() => {
  expect(errors).toEqual([]);
  expect(readdirSync(workFolder)).toEqual([]);
  rmSync(workFolder, { recursive: true, force: true });
});

jobRunnerContract('child process', (limits = { atOnce: 2, perOrganization: 2 }) => {
  const opened = { heard: [] as string[], ends: [] as AttemptEnd[], granted: [] as string[] };
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
      opened.granted.push(scanId);
      if (scanId === 'refused') return Promise.resolve(undefined);
      const attempt = (attempts.get(scanId) ?? 0) + 1;
      attempts.set(scanId, attempt);
      if (attempt > 1) opened.granted.pop();
      return Promise.resolve(create(GrantSchema, { scanId, organizationId: 'organization', attempt, source: create(SourceGrantSchema, { reference: scanId.split('-')[0] ?? '' }) }));
    },
    onAttemptEnd: (end) => Promise.resolve(void opened.ends.push(end)),
  });
  return { runner, ...opened };
});
