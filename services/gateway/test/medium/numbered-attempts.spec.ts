import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PgliteDatabase } from '../../src/adapters/database/pglite/pglite-database.js';
import { PlatformMetrics } from '../../src/metrics/index.js';
import { LeaseRepository } from '../../src/modules/scan-jobs/lease.repository.js';
import { ScanLifecycleRepository } from '../../src/modules/scans/scan-lifecycle.repository.js';
import { databaseTemplate } from '../platform/database-template.js';
import { ScanRows } from '../platform/scan-rows.js';

const now = new Date('2026-04-01T12:00:00Z');
const later = new Date('2026-04-01T12:01:00Z');

describe('attempts that an operator counts', () => {
  let database: PgliteDatabase;
  let lifecycle: ScanLifecycleRepository;
  const rows = new ScanRows(now);

  beforeAll(async () => {
    database = await PgliteDatabase.open({ template: await databaseTemplate() });
    lifecycle = new ScanLifecycleRepository(database, new PlatformMetrics());
    await rows.insertInto(database);
  }, 60_000);
  afterAll(() => database.close());

  function newScan(): Promise<string> {
    return rows.addScan();
  }
  const begin = async (scanId: string, attempt: number, at = now): Promise<unknown> => {
    const begun = await lifecycle.beginNumberedAttempt(scanId, attempt, at);
    return typeof begun === 'string' ? begun : [begun.scan.status, begun.scan.attempt, begun.scan.startedAt?.toISOString()];
  };
  const statusOf = async (scanId: string, attempt: number): Promise<unknown> => {
    const row = await lifecycle.attempt(scanId, attempt);
    return row === null ? undefined : [row.status, row.failureCode ?? undefined];
  };

  it('begin once, also when two replicas are asked at the same time, and keep the first start', async () => {
    const scanId = await newScan();
    const answers = await Promise.all([begin(scanId, 1), begin(scanId, 1, later), begin(scanId, 1)]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(new Set([JSON.stringify(['RUNNING', 1, now.toISOString()])]));
    expect(await begin(scanId, 2, later)).toEqual(['RUNNING', 2, now.toISOString()]);
    expect([await begin(scanId, 1), await statusOf(scanId, 1), await statusOf(scanId, 2)]).toEqual(['superseded', ['LOST', undefined], ['RUNNING', undefined]]);
  });

  it('are refused for what is unknown, cancelled or over', async () => {
    expect(await begin(randomUUID(), 1)).toBe('unknown');
    const [cancelled, failed, over] = [await newScan(), await newScan(), await newScan()];
    await lifecycle.cancel(cancelled, now);
    await lifecycle.fail(failed, undefined, { code: 'x', message: 'X' }, now);
    await begin(over, 1);
    await lifecycle.endAttempt(over, 1, { status: 'FAILED', failure: { code: 'memory', message: 'M' }, now });
    expect([await begin(cancelled, 1), await begin(failed, 1), await begin(over, 1)]).toEqual(['cancelled', 'ended', 'superseded']);
    expect(await begin(over, 2)).toEqual(['RUNNING', 2, now.toISOString()]);
  });

  it('learn afterwards why they ended, once, and not of what ended well', async () => {
    const scanId = await newScan();
    await begin(scanId, 1);
    await begin(scanId, 2);
    expect(await lifecycle.recordAttemptEnd(scanId, 1, { code: 'evicted', message: 'E' }, later, undefined)).toBe(true);
    expect(await lifecycle.recordAttemptEnd(scanId, 1, { code: 'other', message: 'O' }, later, undefined)).toBe(false);
    expect(await lifecycle.recordAttemptEnd(scanId, 3, { code: 'other', message: 'O' }, later, undefined)).toBe(false);
    await lifecycle.endAttempt(scanId, 2, { status: 'SUCCEEDED', now });
    expect(await lifecycle.recordAttemptEnd(scanId, 2, { code: 'other', message: 'O' }, later, undefined)).toBe(false);
    expect([await statusOf(scanId, 1), await statusOf(scanId, 2)]).toEqual([['FAILED', 'evicted'], ['SUCCEEDED', undefined]]);
  });

  it('are watched under a lease of the database', async () => {
    const leases = new LeaseRepository(database);
    expect([await leases.take('x', 'a', 60), await leases.take('x', 'b', 60), await leases.take('x', 'a', 60), await leases.take('y', 'b', 60)]).toEqual([true, false, true, true]);
    await leases.release('x', 'b');
    expect(await leases.take('x', 'b', 60)).toBe(false);
    await leases.release('x', 'a');
    expect(await leases.take('x', 'b', -1)).toBe(true);
    expect(await leases.take('x', 'a', 60)).toBe(true);
  });
});
