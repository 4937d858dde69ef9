import type { ScanPhase, ScanProgress } from '@pinata/core';
import { printable } from '@pinata/exports/text';
import type { Terminal } from '../terminal.js';

/** How much of a scan each phase is, measured on middle-sized repositories; a clone comes on top. */
const WEIGHTS: Readonly<Partial<Record<ScanPhase, number>>> = { checkout: 40, discover: 4, parse: 62, link: 24, graph: 5, snapshot: 5 };
const ORDER: readonly ScanPhase[] = ['checkout', 'discover', 'parse', 'link', 'graph', 'snapshot'];
const BAR_CELLS = 24;
const REDRAW_MILLISECONDS = 100;
const LEAST_FOR_ESTIMATE = 0.03;

/** Shows how far a scan is: a bar with the piñata on a terminal, one line for each phase elsewhere. */
export class ProgressDisplay {
  readonly #weights: ReadonlyMap<ScanPhase, number>;
  readonly #total: number;
  #part = 0;
  #drawnAt = Number.NEGATIVE_INFINITY;
  #lastPhase: ScanPhase | undefined;

  constructor(
    private readonly terminal: Terminal,
    private readonly now: () => number,
    hasCheckout: boolean,
    hasSnapshot: boolean,
  ) {
    const isPresent = (phase: ScanPhase): boolean => (phase === 'checkout' ? hasCheckout : phase === 'snapshot' ? hasSnapshot : true);
    this.#weights = new Map(ORDER.filter(isPresent).map((phase) => [phase, WEIGHTS[phase] ?? 0]));
    this.#total = [...this.#weights.values()].reduce((sum, weight) => sum + weight, 0);
    this.#start = now();
  }

  readonly #start: number;

  update(progress: ScanProgress): void {
    const { phase, current, total, message } = progress;
    const inPhase = total > 0 ? Math.min(1, current / total) : 0;
    let before = 0;
    for (const [name, weight] of this.#weights) {
      if (name === phase) break;
      before += weight;
    }
    // A bar that goes back would look like a fault.
    this.#part = Math.max(this.#part, Math.min(1, (before + (this.#weights.get(phase) ?? 0) * inPhase) / this.#total));
    if (this.terminal.isInteractive) this.#draw(phase, progress, message);
    else if (inPhase === 1 && this.#lastPhase !== phase) {
      this.#lastPhase = phase;
      this.terminal.note(`${phase} ${phase === 'parse' ? `${total} files ` : ''}done, ${percent(this.#part)}\n`);
    }
  }

  /** Removes the bar, so that what follows begins on an empty line. */
  clear(): void {
    if (this.terminal.isInteractive) this.terminal.note('\r\u001b[2K');
  }

  #draw(phase: ScanPhase, { current, total }: ScanProgress, message: string): void {
    const now = this.now();
    if (now - this.#drawnAt < REDRAW_MILLISECONDS && this.#part < 1) return;
    this.#drawnAt = now;
    const at = Math.round(this.#part * BAR_CELLS);
    const bar = `${'█'.repeat(at)}🪅${'░'.repeat(BAR_CELLS - at)}`;
    const count = phase === 'parse' ? ` ${current}/${total}` : '';
    const text = `${bar} ${percent(this.#part).padStart(4)}  ${phase}${count}${this.#estimate(now)}`;
    const room = this.terminal.columns - text.length - 4;
    this.terminal.note(`\r\u001b[2K${text}${room > 8 ? `  ${shortened(printable(message), room)}` : ''}`);
  }

  #estimate(now: number): string {
    if (this.#part < LEAST_FOR_ESTIMATE || this.#part >= 1) return '';
    const left = Math.ceil((((now - this.#start) / this.#part) * (1 - this.#part)) / 1000);
    return `  ETA ${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  }
}

function percent(part: number): string {
  return `${Math.floor(part * 100)} %`;
}

/** The end of a path says most. */
function shortened(text: string, room: number): string {
  return text.length <= room ? text : `…${text.slice(text.length - room + 1)}`;
}
