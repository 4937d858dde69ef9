import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { RouterLink } from '@angular/router';
import { injectQuery } from '../../core/api/inject-query.js';
import { repositoryAddress, resultAddress, scanAddress } from '../../core/address/address.js';
import { Session } from '../../session/session.js';
import { Age } from '../../ui/age/age.js';
import { EmptyState } from '../../ui/empty-state/empty-state.js';
import { DurationPipe, ShortCommitPipe, WholePipe } from '../../ui/format/format-pipes.js';
import { QueryState } from '../../ui/query-state/query-state.js';
import { ScanStatusBadge } from '../../ui/scan-status/scan-status.js';
import { ScanListDocument } from '../scans.generated.js';
import type { ScanStatus } from '../scans.generated.js';

const PAGE = 20;
const FILTERS: readonly { readonly label: string; readonly statuses: readonly ScanStatus[] }[] = [
  { label: 'All', statuses: [] },
  { label: 'Going on', statuses: ['QUEUED', 'RUNNING'] },
  { label: 'Completed', statuses: ['COMPLETED'] },
  { label: 'Failed', statuses: ['FAILED', 'CANCELLED'] },
];

/** Every scan of a repository, newest first. */
@Component({
  selector: 'pn-scan-list-page',
  imports: [Age, DurationPipe, EmptyState, MatButton, MatButtonToggle, MatButtonToggleGroup, QueryState, RouterLink, ScanStatusBadge, ShortCommitPipe, WholePipe],
  templateUrl: './scan-list-page.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ScanListPage {
  readonly organization = input.required<string>();
  readonly repository = input.required<string>();

  protected readonly filters = FILTERS;
  protected readonly filter = signal(FILTERS[0]);
  private readonly shown = signal(PAGE);
  private readonly session = inject(Session);
  protected readonly query = injectQuery(
    ScanListDocument,
    () => ({
      organization: this.organization(),
      repository: this.repository(),
      first: this.shown(),
      filter: this.filter()?.statuses.length === 0 ? {} : { statuses: this.filter()?.statuses ?? [] },
    }),
    { keepsPrevious: true },
  );
  protected readonly page = computed(() => this.query.data()?.repository.scans);
  protected readonly scans = computed(() => this.page()?.edges.map(({ node }) => node) ?? []);
  protected readonly canScan = computed(() => this.session.isAtLeast('MEMBER', this.organization()));
  protected readonly newScan = computed(() => repositoryAddress(this.organization(), this.repository(), 'scans', 'new'));
  protected readonly scanAddress = scanAddress;
  protected readonly resultAddress = resultAddress;

  protected showMore(): void {
    this.shown.update((count) => count + PAGE);
  }
}
