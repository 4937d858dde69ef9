import type { OurEdges } from './ours.js';
import { SITE_KINDS } from './verdict.js';
import type { Judged, SiteKind } from './verdict.js';

/** How many sites of a kind were captured, and how many the oracle sees; `shared` are captured at the place where it sees them. */
export interface SiteCount {
  readonly kind: SiteKind;
  readonly ours: number;
  readonly theirs: number;
  readonly shared: number;
}

/** Counts sites kind by kind in the files that the oracle has read: what was never captured cannot be missed by name. */
export function countSites(ours: OurEdges, judged: readonly Judged[]): readonly SiteCount[] {
  const readFiles = new Set(judged.map(({ site }) => site.path));
  const captured = new Set<string>();
  const counts = new Map<string, { ours: number; theirs: number; shared: number }>(SITE_KINDS.map((kind) => [kind, { ours: 0, theirs: 0, shared: 0 }]));
  for (const [file, sites] of ours.captured) {
    if (!readFiles.has(file)) continue;
    for (const { kind: written, row, column } of sites) {
      const kind = written === 'importName' ? 'import' : written;
      const count = counts.get(kind);
      if (count === undefined) continue;
      captured.add(siteKey(kind, file, row, column));
      count.ours++;
    }
  }
  for (const { kind, site } of judged) {
    const count = counts.get(kind);
    if (count === undefined || !ours.captured.has(site.path)) continue;
    count.theirs++;
    if (captured.has(siteKey(kind, site.path, site.row, site.column))) count.shared++;
  }
  // Names that are read are captured beside members, and no oracle lists both.
  return SITE_KINDS.filter((kind) => kind !== 'access').flatMap((kind) => {
    const count = counts.get(kind);
    return count === undefined || count.ours + count.theirs === 0 ? [] : [{ kind, ...count }];
  });
}

function siteKey(kind: string, file: string, row: number, column: number): string {
  return `${kind} ${file}:${row}:${column}`;
}
