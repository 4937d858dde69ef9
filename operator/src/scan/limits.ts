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

/** A waiting scan, and how many of its organization hold a place when its turn comes. */
interface Place {
  readonly scan: WaitingScan;
  readonly running: number;
}

/**
 * All that wait, in the order in which places are given. A place goes to the organization that runs the fewest, among those to the
 * one whose last start is the longest ago; inside an organization the oldest scan goes first. All of it is read from the resources,
 * so that another leader goes on with the same turns.
 */
export function inTurn(waiting: readonly WaitingScan[], use: ReadonlyMap<string, OrganizationUse>): WaitingScan[] {
  return placesInTurn(waiting, use).map(({ scan }) => scan);
}

/** The scans that may begin now, in order. */
export function nextInTurn(waiting: readonly WaitingScan[], use: ReadonlyMap<string, OrganizationUse>, limits: Limits): WaitingScan[] {
  const free = limits.perCluster - [...use.values()].reduce((sum, { running }) => sum + running, 0);
  return placesInTurn(waiting, use)
    .filter(({ running }) => running < limits.perOrganization)
    .slice(0, Math.max(0, free))
    .map(({ scan }) => scan);
}

/** Each scan that is given a place puts its organization behind those that run fewer, so that one sorting gives all turns. */
function placesInTurn(waiting: readonly WaitingScan[], use: ReadonlyMap<string, OrganizationUse>): Place[] {
  const served = new Map<string, number>();
  return [...waiting]
    .sort((left, right) => compare(left.createdAt, right.createdAt) || compare(left.scanId, right.scanId))
    .map((scan) => {
      const { running, lastStartedAt } = use.get(scan.organizationId) ?? NOBODY;
      const before = served.get(scan.organizationId) ?? 0;
      served.set(scan.organizationId, before + 1);
      return { scan, running: running + before, before, lastStartedAt };
    })
    .sort(
      (left, right) =>
        left.running - right.running || left.before - right.before || compare(left.lastStartedAt, right.lastStartedAt) || compare(left.scan.createdAt, right.scan.createdAt) || compare(left.scan.organizationId, right.scan.organizationId),
    );
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
