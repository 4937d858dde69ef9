import type { ScanPhase, ScanSink } from './scan-api.js';

const BETWEEN_REPORTS_MILLISECONDS = 100;

/** Times the phases and reports progress, at most ten times a second and at the end of each phase. */
export class ProgressClock {
  private readonly started = performance.now();
  private readonly spent: Partial<Record<ScanPhase, number>> = {};
  private phase: ScanPhase = 'discover';
  private phaseStarted = this.started;
  private current = 0;
  private total = 0;
  private reported = 0;

  constructor(private readonly sink: ScanSink) {}

  begin(phase: ScanPhase, total = 0): void {
    this.phase = phase;
    this.phaseStarted = performance.now();
    this.current = 0;
    this.total = total;
    this.report('');
  }

  /** One more file is done. */
  advance(message: string): void {
    this.current++;
    if (performance.now() - this.reported >= BETWEEN_REPORTS_MILLISECONDS) this.report(message);
  }

  end(count: number): void {
    this.spent[this.phase] = Math.round(performance.now() - this.phaseStarted);
    this.current = Math.max(this.current, count);
    this.total = this.current;
    this.report('');
  }

  /** Whole milliseconds of each ended phase and of all. */
  milliseconds(): Partial<Record<ScanPhase | 'total', number>> {
    return { ...this.spent, total: Math.round(performance.now() - this.started) };
  }

  private report(message: string): void {
    this.reported = performance.now();
    this.sink.progress({ phase: this.phase, current: this.current, total: this.total, message });
  }
}
