import type { Balance, FileRole, SourceRange, UnresolvedReason } from '@pinata/graph';
import type { CountedLinks } from './file-links.js';
import type { LinkFile } from './program.js';
import { referenceRange, referenceText } from './reference-place.js';

/** Sites that are kept of each reason, for people who ask why. */
const EXAMPLES_OF_EACH_REASON = 20;

export interface UnresolvedExample {
  readonly reason: UnresolvedReason;
  readonly path: string;
  readonly range: SourceRange;
  readonly text: string;
}

/** Adds up how references ended; what was captured is counted apart from it, so that the two can be held against each other. */
class Ledger {
  private captured = 0;
  private resolved = 0;
  private external = 0;
  private readonly unresolved = new Map<UnresolvedReason, number>();

  add(links: CountedLinks): void {
    this.captured += links.captured;
    this.resolved += links.resolved;
    this.external += links.external;
    for (const [reason, count] of links.unresolved) this.unresolved.set(reason, (this.unresolved.get(reason) ?? 0) + count);
  }

  /** @throws Error where an outcome is missing or doubled */
  balance(): Balance {
    const unresolvedCount = [...this.unresolved.values()].reduce((sum, count) => sum + count, 0);
    if (this.resolved + this.external + unresolvedCount !== this.captured) {
      throw new Error(`the balance does not hold: ${this.captured} captured, ${this.resolved} resolved, ${this.external} external, ${unresolvedCount} unresolved`);
    }
    const sorted = [...this.unresolved].sort(([a], [b]) => (a < b ? -1 : 1));
    return { captured: this.captured, resolved: this.resolved, external: this.external, unresolved: Object.fromEntries(sorted) };
  }
}

export interface LinkTotals {
  readonly balance: Balance;
  readonly roles: ReadonlyMap<FileRole, Balance>;
  readonly examples: readonly UnresolvedExample[];
}

/** Keeps the books of a scan's links. */
export class LinkBooks {
  private readonly total = new Ledger();
  private readonly byRole = new Map<FileRole, Ledger>();
  private readonly examples = new Map<UnresolvedReason, UnresolvedExample[]>();

  /** Files are to be added in their order. */
  add(file: LinkFile, links: CountedLinks): void {
    let ledger = this.byRole.get(file.role);
    if (ledger === undefined) {
      ledger = new Ledger();
      this.byRole.set(file.role, ledger);
    }
    this.total.add(links);
    ledger.add(links);
    for (const { reason, reference } of links.misses) this.addExample(file, reference, reason);
  }

  private addExample(file: LinkFile, row: number, reason: UnresolvedReason): void {
    const known = this.examples.get(reason);
    if (known !== undefined && known.length >= EXAMPLES_OF_EACH_REASON) return;
    const example: UnresolvedExample = { reason, path: file.path, range: referenceRange(file.facts, row), text: referenceText(file.facts, row) };
    if (known === undefined) this.examples.set(reason, [example]);
    else known.push(example);
  }

  totals(): LinkTotals {
    return {
      balance: this.total.balance(),
      roles: new Map([...this.byRole].map(([role, ledger]) => [role, ledger.balance()])),
      examples: [...this.examples].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, examples]) => examples),
    };
  }
}
