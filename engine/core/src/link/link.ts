import type { Balance, FileRole, SourceRange, UnresolvedReason } from '@pinata/graph';
import { EXPRESSION, IMPORT, IMPORT_BINDING, REFERENCE, Reference, TYPE, HERITAGE } from '../facts/schema.js';
import type { FileFacts } from '../facts/file-facts.js';
import type { LanguageLinker } from './language-linker.js';
import type { Outcome } from './outcome.js';
import type { LinkFile } from './program.js';

const EXAMPLES_OF_EACH_REASON = 20;

export interface UnresolvedExample {
  readonly reason: UnresolvedReason;
  readonly path: string;
  readonly range: SourceRange;
  readonly text: string;
}

/** Counts outcomes; what was captured is counted apart from how it ended, so that the two can be held against each other. */
export class Ledger {
  private captured = 0;
  private resolved = 0;
  private external = 0;
  private readonly unresolved = new Map<UnresolvedReason, number>();

  capture(): void {
    this.captured++;
  }

  settle(outcome: Outcome): void {
    if (outcome.kind === 'resolved') this.resolved++;
    else if (outcome.kind === 'external') this.external++;
    else this.unresolved.set(outcome.reason, (this.unresolved.get(outcome.reason) ?? 0) + 1);
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

/** Links file after file and keeps the books. */
export class LinkRun {
  private readonly total = new Ledger();
  private readonly byRole = new Map<FileRole, Ledger>();
  private readonly examples = new Map<UnresolvedReason, UnresolvedExample[]>();

  /** Each reference of the file has exactly one outcome, which `receive` gets. */
  linkFile(file: LinkFile, linker: LanguageLinker, receive: (reference: number, outcome: Outcome) => void): void {
    const { references, errors } = file.facts;
    let ledger = this.byRole.get(file.role);
    if (ledger === undefined) {
      ledger = new Ledger();
      this.byRole.set(file.role, ledger);
    }
    for (let row = 0; row < references.rows; row++) {
      this.total.capture();
      ledger.capture();
      let outcome = linker.link(file, row);
      if (outcome.kind === 'unresolved' && errors.rows > 0 && isInsideError(file.facts, row)) outcome = { kind: 'unresolved', reason: 'parseError' };
      this.total.settle(outcome);
      ledger.settle(outcome);
      if (outcome.kind === 'unresolved') this.addExample(file, row, outcome.reason);
      receive(row, outcome);
    }
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

export function referenceRange({ references }: FileFacts, row: number): SourceRange {
  return {
    startRow: references.get(row, REFERENCE.startRow),
    startColumn: references.get(row, REFERENCE.startColumn),
    endRow: references.get(row, REFERENCE.endRow),
    endColumn: references.get(row, REFERENCE.endColumn),
  };
}

function isInsideError(facts: FileFacts, row: number): boolean {
  const { startRow, startColumn } = referenceRange(facts, row);
  const { errors } = facts;
  for (let error = 0; error < errors.rows; error++) {
    const [, fromRow = 0, fromColumn = 0, toRow = 0, toColumn = 0] = [0, 1, 2, 3, 4].map((column) => errors.get(error, column));
    const isAfterStart = startRow > fromRow || (startRow === fromRow && startColumn >= fromColumn);
    const isBeforeEnd = startRow < toRow || (startRow === toRow && startColumn < toColumn);
    if (isAfterStart && isBeforeEnd) return true;
  }
  return false;
}

/** The name that a reference's source shows, for people. */
function referenceText(facts: FileFacts, row: number): string {
  const { references, expressions, types, imports, importBindings, heritage } = facts;
  const subject = references.get(row, REFERENCE.subject);
  const expressionText = (expression: number, depth = 0): string => {
    if (expression < 0 || depth > 6) return '…';
    const name = expressions.get(expression, EXPRESSION.name);
    const operand = expressions.get(expression, EXPRESSION.operand);
    const own = facts.text(name);
    if (operand < 0) return own === '' ? '…' : own;
    const before = expressionText(operand, depth + 1);
    return own === '' ? before : `${before}.${own}`;
  };
  switch (references.get(row, REFERENCE.kind)) {
    case Reference.import:
      return facts.text(imports.get(subject, IMPORT.specifier));
    case Reference.importName:
      return facts.text(importBindings.get(subject, IMPORT_BINDING.imported));
    case Reference.type:
      return facts.text(types.get(subject, TYPE.name));
    case Reference.heritage: {
      const type = heritage.get(subject, HERITAGE.type);
      return type >= 0 ? facts.text(types.get(type, TYPE.name)) : expressionText(heritage.get(subject, HERITAGE.expression));
    }
    default:
      return expressionText(subject);
  }
}
