import { joinPaths } from '@pinata/graph';
import type { MountSite } from './sites.js';

const DEPTH = 8;
const MOST_PREFIXES = 16;
/** Mounts that are followed from one receiver: modules that many others take in lead to each of those. */
const MOST_STEPS = 2_000;

/** Finds the prefixes under which a router is reached, through the routers that it is mounted in. */
export class Mounts {
  private readonly ofChild = new Map<string, MountSite[]>();

  constructor(mounts: readonly MountSite[]) {
    for (const mount of mounts) {
      const known = this.ofChild.get(mount.child);
      if (known === undefined) this.ofChild.set(mount.child, [mount]);
      else known.push(mount);
    }
  }

  /** Every prefix of a receiver; the empty one alone where it is mounted nowhere. */
  prefixesOf(receiver: string | undefined): readonly string[] {
    const found = new Set<string>();
    const waiting: { readonly at: string | undefined; readonly prefix: string; readonly depth: number }[] = [{ at: receiver, prefix: '', depth: 0 }];
    for (let next = 0; next < Math.min(waiting.length, MOST_STEPS) && found.size < MOST_PREFIXES; next++) {
      const { at, prefix, depth } = waiting[next]!; // below its length
      const mounts = at === undefined || depth > DEPTH ? [] : (this.ofChild.get(at) ?? []);
      if (mounts.length === 0) found.add(prefix);
      for (const mount of mounts) waiting.push({ at: mount.parent === at ? undefined : mount.parent, prefix: joinPaths(mount.prefix, prefix), depth: depth + 1 });
    }
    return [...found];
  }
}
