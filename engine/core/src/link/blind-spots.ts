import { UNRESOLVED_REASONS } from '@pinata/graph';
import type { SourceRange, UnresolvedName, UnresolvedReason, UnresolvedSites } from '@pinata/graph';
import { REFERENCE, Reference } from '../facts/schema.js';
import type { CountedLinks } from './file-links.js';
import type { LinkFile } from './program.js';
import { referenceRange, referenceText } from './reference-place.js';

const SITES_OF_A_NAME = 3;
const MOST_NAMES = 5_000;
const LONGEST_NAME = 200;
const MOST_SITES = 50_000;

interface Spot {
  readonly reasons: Map<UnresolvedReason, number>;
  readonly sites: { readonly path: string; readonly range: SourceRange }[];
}

/**
 * References that could not be resolved, by the name they use: whoever asks for the callers of a symbol is told what may be
 * missing. Imports are left out: what comes of one that leads nowhere is a reference of its own.
 */
export class BlindSpots {
  private readonly spots = new Map<string, Spot>();
  /** References of values that have no name: what is called is computed. */
  private unnamed = 0;
  private readonly places = new Map<string, number>();
  private readonly files = new Map<string, number[]>();
  private sites = 0;

  /** Files are to be added in their order. */
  add(file: LinkFile, links: CountedLinks): void {
    for (const { reason, reference } of links.misses) {
      if (file.facts.references.get(reference, REFERENCE.kind) === Reference.import) continue;
      const name = /[^\s.:\\/#>?!]+$/.exec(referenceText(file.facts, reference).slice(-LONGEST_NAME))?.[0];
      const isNamed = name !== undefined && name !== '…';
      if (isNamed) this.note(name, reason, file, reference);
      else this.unnamed++;
      this.noteSite(isNamed ? name : undefined, reason, file, reference);
    }
  }

  private noteSite(name: string | undefined, reason: UnresolvedReason, file: LinkFile, reference: number): void {
    if (this.sites++ >= MOST_SITES) return;
    let numbers = this.files.get(file.path);
    if (numbers === undefined) this.files.set(file.path, (numbers = []));
    const place = name === undefined ? -1 : (this.places.get(name) ?? this.places.size);
    if (name !== undefined && place === this.places.size) this.places.set(name, place);
    const { references } = file.facts;
    numbers.push(references.get(reference, REFERENCE.startRow), references.get(reference, REFERENCE.startColumn), place, UNRESOLVED_REASONS.indexOf(reason));
  }

  /** Where they stand, by file. */
  get bySite(): Omit<UnresolvedSites, 'withErrors'> {
    return { names: [...this.places.keys()], files: Object.fromEntries([...this.files].map(([path, numbers]) => [path, numbers.join(' ')])), isCut: this.sites > MOST_SITES };
  }

  private note(name: string, reason: UnresolvedReason, file: LinkFile, reference: number): void {
    let spot = this.spots.get(name);
    if (spot === undefined) this.spots.set(name, (spot = { reasons: new Map(), sites: [] }));
    spot.reasons.set(reason, (spot.reasons.get(reason) ?? 0) + 1);
    if (spot.sites.length < SITES_OF_A_NAME) spot.sites.push({ path: file.path, range: referenceRange(file.facts, reference) });
  }

  /** Those whose name the repository declares, the most frequent first. @param declared names of its symbols */
  of(declared: ReadonlySet<string>): { readonly names: readonly UnresolvedName[]; readonly isCut: boolean; readonly unnamed: number } {
    const wanted = [...this.spots].filter(([name]) => declared.has(name)).map(([name, spot]) => ({ name, ...spot, count: [...spot.reasons.values()].reduce((sum, count) => sum + count, 0) }));
    wanted.sort((one, other) => other.count - one.count || (one.name < other.name ? -1 : 1));
    const names = wanted.slice(0, MOST_NAMES).map(({ name, reasons, sites }): UnresolvedName => ({ name, reasons: Object.fromEntries([...reasons].sort(([a], [b]) => (a < b ? -1 : 1))), sites }));
    return { names, isCut: wanted.length > MOST_NAMES, unnamed: this.unnamed };
  }
}
