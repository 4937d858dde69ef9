import { describe, expect, it } from '@jest/globals';
import { inTurn, nextInTurn, turnOf, type OrganizationUse, type WaitingScan } from './limits.js';

/** `a1` is the first scan of organization a; letters come in the order in which they were made. */
function waiting(...names: string[]): WaitingScan[] {
  return names.map((name, index) => ({ scanId: name, organizationId: name.slice(0, 1), createdAt: `2026-01-01T00:00:${String(index).padStart(2, '0')}Z` }));
}

function use(entries: Record<string, Partial<OrganizationUse>>): Map<string, OrganizationUse> {
  return new Map(Object.entries(entries).map(([id, value]) => [id, { running: 0, lastStartedAt: '', ...value }]));
}

interface Row {
  readonly name: string;
  /** In the order in which they were made. */
  readonly scans: WaitingScan[];
  /** What organizations have, or had. */
  readonly used: Map<string, OrganizationUse>;
  readonly limits: readonly [perCluster: number, perOrganization: number];
  /** Who may begin, in order. */
  readonly next: readonly string[];
}

const ROWS: readonly Row[] = [
  { name: 'the oldest goes first inside one organization', scans: waiting('a1', 'a2', 'a3'), used: use({}), limits: [2, 9], next: ['a1', 'a2'] },
  { name: 'organizations take turns however much one has asked for', scans: waiting('a1', 'a2', 'a3', 'b1', 'c1', 'b2'), used: use({}), limits: [9, 9], next: ['a1', 'b1', 'c1', 'a2', 'b2', 'a3'] },
  { name: 'who runs the fewest comes first', scans: waiting('a1', 'b1'), used: use({ a: { running: 2 }, b: { running: 1 } }), limits: [4, 9], next: ['b1'] },
  { name: 'who was started last waits for the others', scans: waiting('a1', 'a2', 'b1'), used: use({ a: { lastStartedAt: '2026-01-01T00:00:00Z' } }), limits: [1, 9], next: ['b1'] },
  { name: 'an organization stops at its limit', scans: waiting('a1', 'a2', 'b1'), used: use({ a: { running: 1 } }), limits: [9, 2], next: ['b1', 'a1'] },
  { name: 'nobody begins when the cluster is full', scans: waiting('a1'), used: use({ b: { running: 2 } }), limits: [2, 9], next: [] },
  { name: 'nobody begins when it is fuller than full', scans: waiting('a1'), used: use({ b: { running: 5 } }), limits: [2, 9], next: [] },
];

describe('the next in turn', () => {
  it.each(ROWS)('$name', ({ scans, used, limits: [perCluster, perOrganization], next }) => {
    expect(nextInTurn(scans, used, { perCluster, perOrganization }).map(({ scanId }) => scanId)).toEqual(next);
  });

  it('is foreseen for all that wait, whatever the limits are', () => {
    expect(inTurn(waiting('a1', 'a2', 'a3', 'b1', 'c1', 'b2'), use({ c: { running: 1 } })).map(({ scanId }) => scanId)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
    expect(inTurn(waiting('a1', 'a2', 'b1'), use({ a: { running: 3 }, b: { running: 1 } })).map(({ scanId }) => scanId)).toEqual(['b1', 'a1', 'a2']);
  });

  it('lets two organizations share one place by turns', () => {
    const queue = waiting('a1', 'a2', 'a3', 'b1', 'b2');
    const order: string[] = [];
    const lastStartedAt = new Map<string, string>();
    while (queue.length > 0) {
      const used = use(Object.fromEntries([...lastStartedAt].map(([id, at]) => [id, { lastStartedAt: at }])));
      const [scan] = nextInTurn(queue, used, { perCluster: 1, perOrganization: 1 });
      if (scan === undefined) throw new Error('nobody begins');
      queue.splice(queue.indexOf(scan), 1);
      order.push(scan.scanId);
      lastStartedAt.set(scan.organizationId, `2026-01-02T00:00:0${order.length}Z`);
    }
    expect(order).toEqual(['a1', 'b1', 'a2', 'b2', 'a3']);
  });

  it('tells who waits why', () => {
    const scans = waiting('a1', 'a2', 'b1');
    const [first, second, third] = scans;
    if (first === undefined || second === undefined || third === undefined) throw new Error('three scans');
    const limits = { perCluster: 2, perOrganization: 1 };
    expect(turnOf(first, scans, use({}), limits)).toBe('granted');
    expect(turnOf(second, scans, use({ a: { running: 1 } }), limits)).toBe('organizationLimit');
    expect(turnOf(third, scans, use({ a: { running: 1 }, c: { running: 1 } }), limits)).toBe('clusterLimit');
    expect(turnOf(second, scans, use({}), { perCluster: 2, perOrganization: 2 })).toBe('behindOthers');
  });
});
