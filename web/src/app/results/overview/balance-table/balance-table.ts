import { ChangeDetectionStrategy, Component, computed, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { injectQuery } from '../../../core/api/inject-query.js';
import { WholePipe, WordsPipe } from '../../../ui/format/format-pipes.js';
import { QueryState } from '../../../ui/query-state/query-state.js';
import { ShareBar } from '../../../ui/share-bar/share-bar.js';
import { UnresolvedExamplesDocument } from '../../results.generated.js';
import type { BalanceFieldsFragment, FileRole, UnresolvedReason } from '../../results.generated.js';

/** In words, why a reference has no target. */
const REASONS: Readonly<Record<UnresolvedReason, string>> = {
  PARSE_ERROR: 'The file has a syntax error there',
  SKIPPED_FILE: 'The target lies in a file that was skipped',
  MODULE_NOT_FOUND: 'No module of that name',
  UNDECLARED_DEPENDENCY: 'A package that no manifest declares',
  OUTSIDE_TREE: 'The target lies outside the repository',
  NAME_NOT_FOUND: 'Nothing of that name is in scope',
  AMBIGUOUS: 'Several targets, none better than the others',
  RECEIVER_UNKNOWN: 'The type of the receiver is not stated',
  MEMBER_NOT_FOUND: 'The type has no such member',
  DYNAMIC: 'Decided at run time',
  HIGHER_ORDER: 'A function that was passed in',
  GENERATED_TARGET: 'The target is generated code',
  UNSUPPORTED: 'A construct that is not read yet',
  TIMED_OUT: 'The file took too long',
};

/** Where every captured reference went: captured = resolved + external + unresolved, exactly, in all and by file role. */
@Component({
  selector: 'pn-balance-table',
  imports: [MatButton, MatButtonToggle, MatButtonToggleGroup, QueryState, ShareBar, WholePipe, WordsPipe],
  templateUrl: './balance-table.html',
  styleUrl: './balance-table.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class BalanceTable {
  readonly balance = input.required<BalanceFieldsFragment>();
  readonly roles = input.required<readonly { readonly role: FileRole; readonly files: number; readonly balance: BalanceFieldsFragment }[]>();
  readonly scanId = input.required<string>();

  protected readonly role = signal<FileRole | 'ALL'>('ALL');
  protected readonly shown = computed(() => this.roles().find(({ role }) => role === this.role())?.balance ?? this.balance());
  protected readonly unresolved = computed(() => [...this.shown().unresolved].filter(({ count }) => count > 0).sort((left, right) => right.count - left.count));
  protected readonly unresolvedTotal = computed(() => this.unresolved().reduce((sum, { count }) => sum + count, 0));
  protected readonly shares = computed(() => [
    { label: 'resolved', value: this.shown().resolved, color: 'var(--pn-primary)' },
    { label: 'external', value: this.shown().external, color: 'var(--pn-sun)' },
    { label: 'unresolved', value: this.unresolvedTotal(), color: 'var(--pn-coral)' },
  ]);
  protected readonly reasons = REASONS;

  protected readonly opened = signal<UnresolvedReason | undefined>(undefined);
  protected readonly examples = injectQuery(UnresolvedExamplesDocument, () => {
    const reason = this.opened();
    return reason === undefined ? undefined : { scanId: this.scanId(), reason };
  });

  protected toggle(reason: UnresolvedReason): void {
    this.opened.update((opened) => (opened === reason ? undefined : reason));
  }

  protected percent(value: number): string {
    const { captured } = this.shown();
    return captured === 0 ? '0 %' : `${((100 * value) / captured).toFixed(1)} %`;
  }
}
