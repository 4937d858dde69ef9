import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { injectQuery } from '../core/api/inject-query.js';
import { organizationAddress, repositoryAddress, resultAddress, scanAddress } from '../core/address/address.js';
import { Session } from '../session/session.js';
import { Age } from '../ui/age/age.js';
import { EmptyState } from '../ui/empty-state/empty-state.js';
import { BytesPipe, DurationPipe, ShortCommitPipe, WholePipe } from '../ui/format/format-pipes.js';
import { Icon } from '../ui/icon/icon.js';
import { QueryState } from '../ui/query-state/query-state.js';
import { ScanStatusBadge } from '../ui/scan-status/scan-status.js';
import { DashboardDocument } from './dashboard.generated.js';
import { LanguageShares } from '../ui/language-shares/language-shares.js';
import { UsageChart } from './usage-chart/usage-chart.js';

const MONTH = new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** Where a person lands: what was scanned lately, the repositories, and what the organization used this month. */
@Component({
  selector: 'pn-dashboard-page',
  imports: [Age, BytesPipe, DurationPipe, EmptyState, Icon, LanguageShares, MatButton, QueryState, RouterLink, ScanStatusBadge, ShortCommitPipe, UsageChart, WholePipe],
  templateUrl: './dashboard-page.html',
  styleUrl: './dashboard-page.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DashboardPage {
  readonly organization = input.required<string>();

  protected readonly query = injectQuery(DashboardDocument, () => ({ organization: this.organization() }));
  protected readonly data = computed(() => this.query.data()?.organization);
  protected readonly repositories = computed(() => this.data()?.repositories.edges.map(({ node }) => node) ?? []);
  protected readonly scans = computed(() => this.data()?.scans.edges.map(({ node }) => node) ?? []);
  protected readonly canAdd = computed(() => this.session.isAtLeast('MEMBER', this.organization()));

  protected readonly month = computed(() => {
    const month = this.data()?.usage.month;
    return month === undefined ? '' : MONTH.format(new Date(`${month}-01T00:00:00Z`));
  });
  protected readonly organizationAddress = organizationAddress;
  protected readonly repositoryAddress = repositoryAddress;
  protected readonly resultAddress = resultAddress;
  protected readonly scanAddress = scanAddress;
  private readonly session = inject(Session);
}
