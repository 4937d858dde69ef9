import { joinPaths } from '@pinata/graph';
import type { MountSite } from './sites.js';

const DEPTH = 8;
const MOST_PREFIXES = 16;

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
  prefixesOf(receiver: string | undefined, depth = 0): readonly string[] {
    const mounts = receiver === undefined || depth > DEPTH ? [] : (this.ofChild.get(receiver) ?? []);
    if (mounts.length === 0) return [''];
    const found = mounts.flatMap((mount) => this.prefixesOf(mount.parent === receiver ? undefined : mount.parent, depth + 1).map((prefix) => joinPaths(prefix, mount.prefix)));
    return [...new Set(found)].slice(0, MOST_PREFIXES);
  }
}
