/** What waits, in turns: organizations take turns, and what belongs to one organization goes in its order. */
export class FairQueue<Entry extends { readonly organizationId: string; readonly scanId: string }> {
  private readonly byOrganization = new Map<string, Entry[]>();

  add(entry: Entry): void {
    const waiting = this.byOrganization.get(entry.organizationId);
    if (waiting === undefined) this.byOrganization.set(entry.organizationId, [entry]);
    else waiting.push(entry);
  }

  has(scanId: string): boolean {
    return this.entries().some((entry) => entry.scanId === scanId);
  }

  /** @returns whether it waited */
  remove(scanId: string): boolean {
    for (const [organizationId, waiting] of this.byOrganization) {
      const index = waiting.findIndex((entry) => entry.scanId === scanId);
      if (index < 0) continue;
      waiting.splice(index, 1);
      if (waiting.length === 0) this.byOrganization.delete(organizationId);
      return true;
    }
    return false;
  }

  /** The next one of an organization that may run now; that organization then goes to the end of the turns. */
  take(isAllowed: (organizationId: string) => boolean): Entry | undefined {
    for (const [organizationId, waiting] of this.byOrganization) {
      if (!isAllowed(organizationId)) continue;
      const entry = waiting.shift();
      this.byOrganization.delete(organizationId);
      if (waiting.length > 0) this.byOrganization.set(organizationId, waiting);
      return entry;
    }
    return undefined;
  }

  /** How many come first when all may run, from 0. */
  position(scanId: string): number | undefined {
    const index = this.entries().findIndex((entry) => entry.scanId === scanId);
    return index < 0 ? undefined : index;
  }

  /** In the order in which they will be taken, turn by turn. */
  private entries(): Entry[] {
    const queues = [...this.byOrganization.values()];
    const rounds = Math.max(0, ...queues.map((queue) => queue.length));
    return Array.from({ length: rounds }, (_, round) => queues.flatMap((queue) => queue.slice(round, round + 1))).flat();
  }
}
