/** What one answer may hold at most; more is cut, and the answer says so. */
export const MAXIMUM = { nodes: 5_000, links: 20_000, depth: 20, hits: 200, impacted: 5_000, sites: 1_000, calls: 500, cycles: 500, children: 5_000, steps: 2_000, changes: 2_000 } as const;

/** A caller's number within 1 and the most that is given; null and absent are the default. */
export function within(value: number | null | undefined, standard: number, maximum: number): number {
  return Math.min(Math.max(value ?? standard, 1), maximum);
}
