export interface Limits {
  readonly perCluster: number;
  readonly perOrganization: number;
}

export interface WaitingScan {
  readonly scanId: string;
  readonly organizationId: string;
  /** RFC 3339. */
  readonly createdAt: string;
}

/** What one organization has, or had, of the cluster. */
export interface OrganizationUse {
  /** Scans that hold a place. */
  readonly running: number;
  /** RFC 3339; when one of its scans was last started, empty for never. */
  readonly lastStartedAt: string;
}

/** Why a scan may begin, or must wait. */
export type Turn = 'granted' | 'clusterLimit' | 'organizationLimit' | 'behindOthers';

const NOBODY: OrganizationUse = { running: 0, lastStartedAt: '' };

/**
 * The scans that may begin now, in order. The place goes to the organization that runs the fewest, among those to the one whose
 * last start is the longest ago; inside an organization the oldest scan goes first. All of it is read from the resources, so
 * that another leader goes on with the same turns.
 */
export function nextInTurn(waiting: readonly WaitingScan[], use: ReadonlyMap<string, OrganizationUse>, limits: Limits): WaitingScan[] {
  const queues = new Map<string, WaitingScan[]>();
  for (const scan of [...waiting].sort((left, right) => compare(left.createdAt, right.createdAt) || compare(left.scanId, right.scanId))) queues.set(scan.organizationId, [...(queues.get(scan.organizationId) ?? []), scan]);
  const organizations = [...queues].map(([id, queue]) => ({ id, queue, running: (use.get(id) ?? NOBODY).running, lastStartedAt: (use.get(id) ?? NOBODY).lastStartedAt, served: 0 }));
  let free = limits.perCluster - [...use.values()].reduce((sum, { running }) => sum + running, 0);
  const next: WaitingScan[] = [];
  for (; free > 0; free--) {
    const [first] = organizations
      .filter(({ queue, running }) => queue.length > 0 && running < limits.perOrganization)
      .sort((left, right) => left.running - right.running || left.served - right.served || compare(left.lastStartedAt, right.lastStartedAt) || compare(left.queue[0]?.createdAt ?? '', right.queue[0]?.createdAt ?? '') || compare(left.id, right.id));
    const scan = first?.queue.shift();
    if (first === undefined || scan === undefined) break;
    first.running++;
    first.served++;
    next.push(scan);
  }
  return next;
}

/** Whether one waiting scan may begin, and if not, why. */
export function turnOf(scan: WaitingScan, waiting: readonly WaitingScan[], use: ReadonlyMap<string, OrganizationUse>, limits: Limits): Turn {
  if (nextInTurn(waiting, use, limits).some(({ scanId }) => scanId === scan.scanId)) return 'granted';
  if ([...use.values()].reduce((sum, { running }) => sum + running, 0) >= limits.perCluster) return 'clusterLimit';
  return (use.get(scan.organizationId) ?? NOBODY).running >= limits.perOrganization ? 'organizationLimit' : 'behindOthers';
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
