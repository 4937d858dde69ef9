import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Scan } from '../../database/index.js';
import type { ProgressPhase } from '../../graphql/index.js';
import { PROGRESS_PHASES } from '../../graphql/index.js';
import { EVENT_BUS, type EventBus } from '../../ports/index.js';
import { AccessError, type Caller } from '../access/index.js';
import { ProgressBoard } from './progress-board.js';
import { QueueBoard } from './queue-board.js';
import type { ScanProgressType } from './scans.types.js';
import { ScansService } from './scans.service.js';

/** At most ten a second reach a subscriber. */
const PAUSE_MILLISECONDS = 100;
/** Membership is looked at this often, however quiet the scan is. */
const RECHECK_MILLISECONDS = 15_000;

/** Where scans stand: from the row, which is the truth, and from what was last said of those that wait and run. */
@Injectable()
export class ScanProgressService {
  constructor(
    private readonly scans: ScansService,
    private readonly board: ProgressBoard,
    private readonly queue: QueueBoard,
    @Inject(EVENT_BUS) private readonly eventBus: EventBus,
  ) {}

  of(scan: Scan): ScanProgressType {
    const failure = scan.failureCode == null ? null : { code: scan.failureCode, message: scan.failureMessage ?? '' };
    const base = { scanId: scan.id, status: scan.status, attempt: scan.attempt, failure, filesPerSecond: null, etaSeconds: null, queuePosition: null };
    const state = this.board.stateOf(scan.id, scan.attempt);
    if (scan.status === 'COMPLETED') {
      return { ...base, phase: 'done', current: 100, total: 100, percentage: 100, message: 'Scan complete', filesScanned: scan.filesScanned };
    }
    if (scan.status === 'QUEUED') {
      const queuePosition = this.queue.positionOf(scan.id) ?? null;
      const message = queuePosition === null || queuePosition === 0 ? 'Waiting to start' : `Waiting for ${queuePosition} other ${queuePosition === 1 ? 'scan' : 'scans'}`;
      return { ...base, phase: 'queued', current: 0, total: 100, percentage: 0, message, filesScanned: 0, queuePosition };
    }
    const isRunning = scan.status === 'RUNNING';
    return {
      ...base,
      phase: phaseOf(state?.phase),
      current: state?.current ?? 0,
      total: state?.total ?? 100,
      percentage: state?.percentage ?? 0,
      message: isRunning ? (state?.message ?? 'Starting') : (failure?.message ?? 'Cancelled'),
      filesScanned: Math.max(state?.filesScanned ?? 0, scan.filesScanned),
      filesPerSecond: isRunning ? (state?.filesPerSecond ?? null) : null,
      etaSeconds: isRunning ? (state?.etaSeconds ?? null) : null,
    };
  }

  /**
   * The present state first, then each change, coalesced; ends after a terminal state. Access is checked before the stream begins
   * and again with each reading of the row: a removed member's stream ends with the refusal as its last value.
   * @throws AccessError
   */
  async watch(caller: Caller, scanId: string): Promise<AsyncGenerator<ScanProgressType | AccessError>> {
    return this.follow(caller, await this.scans.byId({ ...caller }, scanId));
  }

  private async *follow(caller: Caller, first: Scan): AsyncGenerator<ScanProgressType | AccessError> {
    const scanId = first.id;
    const wake = new WakeUp();
    const stops = [
      this.eventBus.listen('scan.changed', (event) => {
        if (event.scanId === scanId) wake.up('row');
      }),
      this.eventBus.listen('scan.queued', (event) => {
        if (event.scanId === scanId) wake.up('progress');
      }),
      this.eventBus.listen('scan.progress', (event) => {
        if (event.scanId === scanId) wake.up('progress');
      }),
    ];
    const recheck = setInterval(() => wake.up('row'), RECHECK_MILLISECONDS);
    try {
      // What changed between the first reading and the listening is in this second one.
      // A copy of the caller each time: what an operation learnt of roles must not be relied on for as long as this goes on.
      let scan = await this.scans.byId({ ...caller }, scanId);
      yield this.of(first);
      if (scan.status === first.status && isTerminal(scan)) return;
      if (scan.status !== first.status) wake.up('row');
      while (true) {
        const reason = await wake.next();
        if (reason === 'row') scan = await this.scans.byId({ ...caller }, scanId);
        yield this.of(scan);
        if (isTerminal(scan)) return;
        await delay(PAUSE_MILLISECONDS);
      }
    } catch (error) {
      if (!(error instanceof AccessError)) throw error;
      yield error;
    } finally {
      clearInterval(recheck);
      for (const stop of stops) stop();
    }
  }
}

function isTerminal(scan: Scan): boolean {
  return scan.status !== 'QUEUED' && scan.status !== 'RUNNING';
}

function phaseOf(phase: string | undefined): ProgressPhase {
  return PROGRESS_PHASES.find((known) => known === phase) ?? 'checkout';
}

/** Remembers that something happened until somebody waits for it; a changed row outweighs mere progress. */
class WakeUp {
  private pending: 'row' | 'progress' | undefined;
  private waiting: (() => void) | undefined;

  up(reason: 'row' | 'progress'): void {
    if (this.pending !== 'row') this.pending = reason;
    this.waiting?.();
  }

  async next(): Promise<'row' | 'progress'> {
    while (this.pending === undefined) {
      await new Promise<void>((resolve) => {
        this.waiting = resolve;
      });
    }
    const reason = this.pending;
    this.pending = undefined;
    return reason;
  }
}
