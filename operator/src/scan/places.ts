import type { JobSettings } from '../config/index.js';
import { inTurn, nextInTurn, turnOf, type OrganizationUse, type Turn, type WaitingScan } from './limits.js';
import { holdsPlace, isTerminal, type Scan } from './scan-resource.js';

/**
 * Who holds a place and who waits, from the copy of the resources and from what was decided since and is not in the copy yet.
 * Deciding and reserving happen in one turn of the event loop, so that two workers never give away the same place.
 */
export class Places {
  private readonly reserved = new Map<string, string>();
  private positions: ReadonlyMap<string, number> = new Map();
  private readonly moved = new Set<string>();
  private isCounted = false;

  constructor(
    private readonly scans: () => readonly Scan[],
    private readonly limits: JobSettings['limits'],
  ) {}

  reserve(scan: Scan): void {
    this.reserved.set(scan.metadata.name, scan.spec.organizationId);
    this.isCounted = false;
  }

  /**
   * The copy caught up with this scan, or it is gone. Nothing else gives a place back: a write that failed may have been done
   * all the same, and is tried again.
   */
  observe(scanId: string, scan: Scan | undefined): void {
    this.isCounted = false;
    if (scan === undefined || (scan.status?.attempts?.length ?? 0) > 0 || isTerminal(scan.status?.phase)) this.reserved.delete(scanId);
  }

  turn(scan: Scan): Turn {
    if (this.reserved.has(scan.metadata.name)) return 'granted';
    return turnOf(waitingScan(scan), this.waiting(), this.use(), this.limits);
  }

  /** Ids of those that may begin now. */
  next(): string[] {
    return nextInTurn(this.waiting(), this.use(), this.limits).map(({ scanId }) => scanId);
  }

  /** How many waiting scans come first, from 0; as of the last counting, which is now for a scan that is new. Undefined for one that does not wait. */
  position(scanId: string): number | undefined {
    if (!this.positions.has(scanId)) this.count();
    return this.positions.get(scanId);
  }

  /** Counts anew. @returns ids of the waiting scans that have another position than when this was last asked */
  takeMoved(): string[] {
    this.count();
    const moved = [...this.moved];
    this.moved.clear();
    return moved;
  }

  private count(): void {
    if (this.isCounted) return;
    const positions = new Map(inTurn(this.waiting(), this.use()).map(({ scanId }, position) => [scanId, position]));
    for (const [scanId, position] of positions) if (this.positions.get(scanId) !== position) this.moved.add(scanId);
    this.positions = positions;
    this.isCounted = true;
  }

  counts(): { readonly running: number; readonly queued: number } {
    return { running: [...this.use().values()].reduce((sum, { running }) => sum + running, 0), queued: this.waiting().length };
  }

  private waiting(): WaitingScan[] {
    return this.scans()
      .filter((scan) => !holdsPlace(scan) && !isTerminal(scan.status?.phase) && !this.reserved.has(scan.metadata.name) && !scan.spec.isCancelled && scan.metadata.deletionTimestamp === undefined)
      .map(waitingScan);
  }

  private use(): Map<string, OrganizationUse> {
    const use = new Map<string, { running: number; lastStartedAt: string }>();
    const of = (organizationId: string) => {
      const known = use.get(organizationId) ?? { running: 0, lastStartedAt: '' };
      use.set(organizationId, known);
      return known;
    };
    for (const scan of this.scans()) {
      const organization = of(scan.spec.organizationId);
      if (holdsPlace(scan) && !this.reserved.has(scan.metadata.name)) organization.running++;
      const startedAt = scan.status?.startedAt ?? '';
      if (startedAt > organization.lastStartedAt) organization.lastStartedAt = startedAt;
    }
    for (const organizationId of this.reserved.values()) of(organizationId).running++;
    return use;
  }
}

function waitingScan({ metadata, spec }: Scan): WaitingScan {
  return { scanId: metadata.name, organizationId: spec.organizationId, createdAt: metadata.creationTimestamp ?? '' };
}
