/** Scans to be looked at, each once however often it is named, and by one at a time: what is named while it is looked at comes again. */
export class WaitingScans {
  private readonly waiting = new Set<string>();
  private readonly busy = new Set<string>();
  private readonly idle = new Set<() => void>();

  add(scanId: string): void {
    this.waiting.add(scanId);
    this.wake();
  }

  /** The next one as soon as there is one, in the order in which they were named; undefined when the signal is aborted. To be followed by `done`. */
  async take(signal: AbortSignal): Promise<string | undefined> {
    while (!signal.aborted) {
      const scanId = this.next();
      if (scanId !== undefined) return scanId;
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.idle.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        this.idle.add(wake);
        signal.addEventListener('abort', wake);
      });
    }
    return undefined;
  }

  done(scanId: string): void {
    this.busy.delete(scanId);
    if (this.waiting.has(scanId)) this.wake();
  }

  private next(): string | undefined {
    for (const scanId of this.waiting) {
      if (this.busy.has(scanId)) continue;
      this.waiting.delete(scanId);
      this.busy.add(scanId);
      return scanId;
    }
    return undefined;
  }

  private wake(): void {
    const [first] = this.idle;
    first?.();
  }
}
