/** Units of work under way: a close waits for them, and refuses what comes later. */
export class UnitsOfWork {
  private isClosed = false;
  private readonly running = new Set<Promise<unknown>>();

  /** @throws Error once it is closed: the ORM would connect again for whoever comes late */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.isClosed) throw new Error('the database is closed');
    const running = work();
    this.running.add(running);
    try {
      return await running;
    } finally {
      this.running.delete(running);
    }
  }

  /** @returns false when it was closed already */
  async close(): Promise<boolean> {
    if (this.isClosed) return false;
    this.isClosed = true;
    await Promise.allSettled(this.running);
    return true;
  }
}
