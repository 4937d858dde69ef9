import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EMPTY, NEVER, concat, of, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { Api } from '../../core/api/api.js';
import { ProblemError } from '../../core/api/problem.js';
import type { ProgressFieldsFragment, ScanProgressedSubscription } from '../scans.generated.js';
import { ScanProgress } from './scan-progress.js';

function progress(percentage: number, status: ProgressFieldsFragment['status'] = 'RUNNING'): ScanProgressedSubscription {
  return {
    scanProgress: { scanId: 's', status, phase: 'PARSE', current: 1, total: 2, percentage, message: '', filesPerSecond: null, etaSeconds: null, attempt: 1, queuePosition: null, filesScanned: 0, failure: null },
  };
}

/** Each subscription gets the next stream; afterwards silence. */
function follow(...streams: Observable<ScanProgressedSubscription>[]) {
  const subscribe = jest.fn(() => streams.shift() ?? NEVER);
  TestBed.configureTestingModule({ providers: [{ provide: Api, useValue: { subscribe } }] });
  const seen: number[] = [];
  const outcome = { isOver: false, error: undefined as unknown };
  TestBed.inject(ScanProgress)
    .follow('s')
    .subscribe({ next: ({ percentage }) => seen.push(percentage), complete: () => (outcome.isOver = true), error: (error: unknown) => (outcome.error = error) });
  return { seen, outcome, subscribe };
}

describe('ScanProgress', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it.each(['COMPLETED', 'FAILED', 'CANCELLED'] as const)('ends after %s', (status) => {
    const { seen, outcome } = follow(of(progress(10), progress(40, status)));
    expect(seen).toEqual([10, 40]);
    expect(outcome.isOver).toBe(true);
  });

  it('goes on when the server ends the stream before the scan has ended', () => {
    const { seen, outcome, subscribe } = follow(of(progress(10)), of(progress(55), progress(100, 'COMPLETED')));
    expect(outcome.isOver).toBe(false);
    jest.advanceTimersByTime(2000);
    expect(seen).toEqual([10, 55, 100]);
    expect(subscribe).toHaveBeenCalledTimes(2);
    expect(outcome.isOver).toBe(true);
  });

  it('goes on after an error of the connection', () => {
    const { seen } = follow(concat(of(progress(10)), throwError(() => new TypeError('socket'))), of(progress(70)), EMPTY);
    jest.advanceTimersByTime(2000);
    expect(seen).toEqual([10, 70]);
  });

  it('gives up where the person may not follow', () => {
    const { outcome, subscribe } = follow(throwError(() => new ProblemError({ code: 'FORBIDDEN', message: 'No.' })));
    jest.advanceTimersByTime(60_000);
    expect(subscribe).toHaveBeenCalledTimes(1);
    expect(outcome.error).toBeInstanceOf(ProblemError);
  });
});
