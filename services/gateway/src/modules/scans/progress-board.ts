import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { EVENT_BUS, type EventBus, type PlatformEvents } from '../../ports/index.js';

export type ProgressReport = PlatformEvents['scan.progress'];

/** A report with what can be concluded from the ones before it. */
export interface ProgressState extends ProgressReport {
  /** 0 to 99; never falls within an attempt. */
  readonly percentage: number;
  readonly filesPerSecond: number | null;
  readonly etaSeconds: number | null;
  /** Files that the parse phase has done, whatever phase it is now. */
  readonly filesScanned: number;
}

/** How much of the whole each phase takes, from the figures of real scans. */
const SHARES: readonly (readonly [phase: string, share: number])[] = [
  ['checkout', 10],
  ['discover', 4],
  ['parse', 60],
  ['link', 12],
  ['graph', 5],
  ['snapshot', 6],
  ['upload', 1],
  ['store', 1],
];
/** A guess from less than this is not shown. */
const ETA_FROM_PERCENT = 3;
const ETA_FROM_MILLISECONDS = 1500;
const MAXIMUM_SCANS = 10_000;

interface Tracked {
  state: ProgressState;
  readonly startedAt: number;
  parseStartedAt: number | undefined;
}

/** The last known place of every scan that runs anywhere; filled from the EventBus, so that each replica has it. */
@Injectable()
export class ProgressBoard implements OnModuleDestroy {
  private readonly scans = new Map<string, Tracked>();
  private readonly stopListening: () => void;
  private readonly now: () => number = () => performance.now();

  constructor(@Inject(EVENT_BUS) eventBus: EventBus) {
    this.stopListening = eventBus.listen('scan.progress', (report) => this.record(report));
  }

  /** Undefined when nothing was heard of the scan's present attempt. */
  stateOf(scanId: string, attempt: number): ProgressState | undefined {
    const tracked = this.scans.get(scanId);
    return tracked?.state.attempt === attempt ? tracked.state : undefined;
  }

  forget(scanId: string): void {
    this.scans.delete(scanId);
  }

  onModuleDestroy(): void {
    this.stopListening();
  }

  private record(report: ProgressReport): void {
    const now = this.now();
    const known = this.scans.get(report.scanId);
    if (known !== undefined && known.state.attempt > report.attempt) return;
    const before = known?.state.attempt === report.attempt ? known : undefined;
    const tracked: Tracked = { state: { ...report, percentage: 0, filesPerSecond: null, etaSeconds: null, filesScanned: 0 }, startedAt: before?.startedAt ?? now, parseStartedAt: before?.parseStartedAt };
    if (report.phase === 'parse') tracked.parseStartedAt ??= now;
    const percentage = Math.max(before?.state.percentage ?? 0, percentageOf(report));
    tracked.state = {
      ...report,
      percentage,
      filesScanned: report.phase === 'parse' ? report.current : (before?.state.filesScanned ?? 0),
      filesPerSecond: report.phase === 'parse' ? rateOf(report.current, now - (tracked.parseStartedAt ?? now)) : (before?.state.filesPerSecond ?? null),
      etaSeconds: etaOf(percentage, now - tracked.startedAt),
    };
    this.scans.delete(report.scanId);
    this.scans.set(report.scanId, tracked);
    for (const oldest of this.scans.keys()) {
      if (this.scans.size <= MAXIMUM_SCANS) break;
      this.scans.delete(oldest);
    }
  }
}

/** Of the whole scan, from the place within its phase. */
export function percentageOf(report: Pick<ProgressReport, 'phase' | 'current' | 'total'>): number {
  let before = 0;
  for (const [phase, share] of SHARES) {
    if (phase === report.phase) {
      const part = report.total > 0 ? Math.min(1, report.current / report.total) : 0;
      return Math.round((before + share * part) * 10) / 10;
    }
    before += share;
  }
  return 0;
}

function rateOf(files: number, milliseconds: number): number | null {
  return milliseconds < 500 ? null : Math.round((files / milliseconds) * 10_000) / 10;
}

function etaOf(percentage: number, milliseconds: number): number | null {
  if (percentage < ETA_FROM_PERCENT || milliseconds < ETA_FROM_MILLISECONDS) return null;
  return Math.max(1, Math.ceil(((milliseconds / percentage) * (100 - percentage)) / 1000));
}
