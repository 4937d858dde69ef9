export interface CheckoutProgress {
  /** 0 to 100 of the whole checkout. */
  readonly percent: number;
  /** Such as `Receiving objects`. */
  readonly message: string;
}

/** How much of the whole each step is; git names the steps itself. */
const STEPS: Readonly<Record<string, readonly [from: number, to: number]>> = {
  'Counting objects': [0, 5],
  'Compressing objects': [5, 15],
  'Receiving objects': [15, 80],
  'Resolving deltas': [80, 90],
};

/** Turns git's progress lines into a percentage that never goes back. */
export class ProgressReader {
  #percent = 0;
  #rest = '';

  constructor(private readonly listener: ((progress: CheckoutProgress) => void) | undefined) {}

  add(text: string): void {
    const lines = (this.#rest + text).split(/[\r\n]/);
    this.#rest = (lines.pop() ?? '').slice(-1000);
    for (const line of lines) {
      const [, step = '', part = ''] = /([A-Z][a-z]+ [a-z]+):\s+(\d+)%/.exec(line) ?? [];
      const range = STEPS[step];
      if (range !== undefined) this.#report(range[0] + ((range[1] - range[0]) * Math.min(100, Number(part))) / 100, step);
    }
  }

  checkingOut(): void {
    this.#report(90, 'Writing files');
  }

  done(): void {
    this.#report(100, 'Checked out');
  }

  #report(percent: number, message: string): void {
    const whole = Math.max(this.#percent, Math.floor(percent));
    if (whole === this.#percent && whole !== 100) return;
    this.#percent = whole;
    this.listener?.({ percent: whole, message });
  }
}
