import { joinPaths } from '@pinata/graph';
import { isFolderKey } from './sites.js';
import type { ApplicationSite, MountSite, Site } from './sites.js';

const DEPTH = 8;
const MOST_PREFIXES = 16;
/** Mounts that are followed from one receiver: modules that many others take in lead to each of those. */
const MOST_STEPS = 2_000;

/** Finds the prefixes under which a router is reached, through the routers that it is mounted in. */
export class Mounts {
  private readonly ofChild = new Map<string, MountSite[]>();

  /** @param files what is mounted in tests counts where nothing else mounts it */
  constructor(files: readonly { readonly sites: readonly Site[]; readonly isTest: boolean }[]) {
    const mountsIn = (isTest: boolean): readonly MountSite[] => files.filter((file) => file.isTest === isTest).flatMap(({ sites }) => sites.filter((site) => site.kind === 'mount'));
    const own = mountsIn(false);
    const mounted = new Set(own.map(({ child }) => child));
    const all = [...own, ...mountsIn(true).filter(({ child }) => !mounted.has(child))];
    const loaded = new Set(all.map(({ child }) => child));
    for (const mount of all) {
      if (isFolderKey(mount.parent) && !loaded.has(mount.parent ?? '')) continue;
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
      // What a router puts before its own routes comes behind where it is mounted.
      const [own, ...more] = mounts.filter((mount) => mount.parent === at);
      const others = mounts.filter((mount) => mount.parent !== at);
      const whole = own === undefined ? prefix : joinPaths(own.prefix, prefix);
      for (const mount of more) found.add(joinPaths(mount.prefix, prefix));
      if (others.length === 0) found.add(whole);
      for (const mount of others) {
        const isLeftOut = mount.isWithinParent === true && !this.ofChild.has(mount.parent ?? '');
        waiting.push({ at: mount.parent, prefix: isLeftOut ? whole : joinPaths(mount.prefix, whole), depth: depth + 1 });
      }
    }
    return [...found];
  }
}

/** Finds what programs put before the routes of a framework: the program whose folder is nearest around a file. */
export class Applications {
  constructor(private readonly sites: readonly ApplicationSite[]) {}

  /** What stands before the path of a route; empty where there is nothing, or the path is left out. */
  prefixOf(framework: string, file: string, address: string, version?: string): string {
    const around = this.sites.filter((site) => site.framework === framework && file.startsWith(site.folder));
    const prefixed = nearest(around.filter(({ versions }) => versions === undefined));
    const versions = nearest(around.filter((site) => site.versions !== undefined))?.versions;
    const stated = versions === undefined ? undefined : (version ?? versions.otherwise);
    const isLeftOut = prefixed?.except.some((path) => isOf(joinPaths(address), path)) === true;
    return joinPaths(isLeftOut ? '' : prefixed?.prefix, stated === undefined ? '' : `v${stated}`);
  }
}

function nearest(sites: readonly ApplicationSite[]): ApplicationSite | undefined {
  return [...sites].sort((a, b) => b.folder.length - a.folder.length || (b.rank ?? 0) - (a.rank ?? 0))[0];
}

/** Whether a path is one that is left out: `health`, `docs/*`, `docs/(.*)`, `docs{/*rest}`. */
function isOf(path: string, left: string): boolean {
  const without = left.replace(/(?:\(\.\*\)|\{?\/?\*\w*\}?)$/, '');
  const known = joinPaths(without);
  return path === known || (without !== left && path.startsWith(known === '/' ? known : `${known}/`));
}
