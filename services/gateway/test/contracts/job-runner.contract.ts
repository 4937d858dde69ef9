import { afterEach, describe, expect, it } from '@jest/globals';
import type { AttemptEnd, JobRunner, ScanJob } from '../../src/ports/index.js';
import { until } from '../platform/scanner-processes.js';

export interface OpenedRunner {
  readonly runner: JobRunner;
  /** As the platform hears of them. */
  readonly ends: AttemptEnd[];
  /** Scans for which a grant was asked, each once. */
  readonly granted: string[];
  /** Scans of which a scanner ran, once for each attempt. */
  readonly ran: string[];
  close(): Promise<void>;
}

export interface RunnerLimits {
  readonly atOnce: number;
  readonly perOrganization: number;
}

/** In what runners differ by their nature. */
export interface RunnerNature {
  /** Attempts of a scan whose scanner is always killed. */
  readonly attempts: number;
  /** What a scanner that was killed from outside is said to have died of. */
  readonly killedCode: string;
}

export const job = (scanId: string, organizationId = 'organization'): ScanJob => ({ scanId, organizationId, deadlineMilliseconds: 20_000, memoryBytes: 1024 ** 3 });

/** Starts a scan, and waits for its end. */
export async function run({ runner, ends }: Pick<OpenedRunner, 'runner' | 'ends'>, scanId: string, changes: Partial<ScanJob> = {}): Promise<AttemptEnd[]> {
  await runner.start({ ...job(scanId), ...changes });
  await until(() => ends.some((end) => end.scanId === scanId && end.isLast));
  return ends.filter((end) => end.scanId === scanId);
}

/**
 * What every JobRunner promises, wherever its scanners run and its queue is.
 * @param open a runner whose scanners do, attempt by attempt, what the scan's id says before its dash: `crash.succeed-1`
 */
export function jobRunnerContract(name: string, { attempts, killedCode }: RunnerNature, open: (limits?: RunnerLimits) => Promise<OpenedRunner>): void {
  describe(`JobRunner: ${name}`, () => {
    const opened: OpenedRunner[] = [];
    const begin = async (limits?: RunnerLimits): Promise<OpenedRunner> => {
      const next = await open(limits);
      opened.push(next);
      return next;
    };
    afterEach(() => Promise.all(opened.splice(0).map((one) => one.close())));

    it('runs a scan, and tells its end', async () => {
      const one = await begin();
      expect(await run(one, 'succeed-1')).toEqual([{ scanId: 'succeed-1', attempt: 1, isLast: true, peakMemoryBytes: expect.any(Number) }]);
      expect(one.ran).toEqual(['succeed-1']);
    }, 30_000);

    it.each([
      ['crash.succeed', ['crashed', undefined]],
      ['die.succeed', [killedCode, undefined]],
      ['die', Array.from({ length: attempts }, () => killedCode)],
      ['refuse', ['unknownRef']],
    ])('%s', async (script, codes) => {
      const ends = await run(await begin(), `${script}-1`);
      expect(ends.map((end) => end.failure?.code)).toEqual(codes);
      expect(ends.map((end) => [end.attempt, end.isLast])).toEqual(codes.map((_, index) => [index + 1, index === codes.length - 1]));
      for (const end of ends) if (end.failure !== undefined) expect(end.failure.message).toMatch(/^[A-Z].{10,}\.$/s);
    }, 30_000);

    it('ends what takes too much memory, and tries again', async () => {
      const ends = await run(await begin(), 'eat-1', { memoryBytes: 200 * 1024 ** 2 });
      expect(ends.map((end) => end.failure?.code)).toEqual(Array.from({ length: attempts }, () => 'memory'));
      expect(ends[0]?.peakMemoryBytes).toBeGreaterThanOrEqual(200 * 1024 ** 2);
    }, 30_000);

    it('ends what takes too long, and does not try again', async () => {
      const ends = await run(await begin(), 'hang-1', { deadlineMilliseconds: 700 });
      expect(ends.map((end) => end.failure?.code)).toEqual(['deadline']);
    }, 30_000);

    it('cancels what runs, what waits, and what it does not know', async () => {
      const { runner, ends, granted } = await begin({ atOnce: 1, perOrganization: 1 });
      await runner.start(job('hang-1'));
      await until(() => granted.includes('hang-1'));
      await runner.start(job('succeed-2'));
      await until(() => runner.queuePosition('succeed-2') === 0);
      await runner.cancel('succeed-2');
      await until(() => runner.queuePosition('succeed-2') === undefined);
      await runner.cancel('hang-1');
      await runner.cancel('nobody');
      await until(() => ends.length > 0);
      expect(ends.map((end) => [end.scanId, end.failure?.code, end.isLast])).toEqual([['hang-1', 'cancelled', true]]);
      expect(granted).toEqual(['hang-1']);
    }, 30_000);

    it('starts a scan once, however often it is asked', async () => {
      const { runner, granted, ran, ends } = await begin();
      await Promise.all([runner.start(job('succeed-1')), runner.start(job('succeed-1'))]);
      await run({ runner, ends }, 'succeed-1');
      expect([granted, ran]).toEqual([['succeed-1'], ['succeed-1']]);
    }, 30_000);

    it('runs nothing of a scan that gets no grant', async () => {
      const { runner, granted, ran, ends } = await begin();
      await runner.start(job('refused'));
      await until(() => granted.includes('refused'));
      await run({ runner, ends }, 'succeed-1');
      expect(ran).toEqual(['succeed-1']);
      expect(ends.map((end) => end.scanId)).toEqual(['succeed-1']);
    }, 30_000);

    it('lets organizations take turns, foretells them, and keeps the order within one', async () => {
      const { runner, granted, ends } = await begin({ atOnce: 1, perOrganization: 1 });
      await runner.start(job('hang-a0', 'a'));
      await until(() => granted.includes('hang-a0'));
      const names = ['succeed-a1', 'succeed-a2', 'succeed-a3', 'succeed-b1'];
      for (const scanId of names) await runner.start(job(scanId, scanId.slice(-2, -1)));
      await until(() => new Set(names.map((scanId) => runner.queuePosition(scanId))).size === 4 && runner.queuePosition('succeed-a3') === 3);
      const foretold = names.toSorted((left, right) => (runner.queuePosition(left) ?? 0) - (runner.queuePosition(right) ?? 0));
      await runner.cancel('hang-a0');
      await until(() => ends.length === 5);
      expect(granted.slice(1)).toEqual(foretold);
      expect(granted.filter((scanId) => scanId.includes('-a'))).toEqual(['hang-a0', 'succeed-a1', 'succeed-a2', 'succeed-a3']);
      expect(granted.indexOf('succeed-b1')).toBeLessThan(granted.indexOf('succeed-a2') + 1);
    }, 30_000);

    it('starts nothing more when it is closed', async () => {
      const { runner, granted } = await begin();
      await runner.close();
      await runner.close();
      await runner.start(job('succeed-2'));
      expect(granted).toEqual([]);
    }, 30_000);

    it('knows what its scanners read', async () => {
      expect(await (await begin()).runner.languages()).toEqual([{ id: 'x', name: 'X', extensions: ['.x'] }]);
    }, 30_000);
  });
}
