import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { injectQuery } from '../../core/api/inject-query.js';
import { Session } from '../../session/session.js';
import { EmptyState } from '../../ui/empty-state/empty-state.js';
import { BytesPipe, DurationPipe, WholePipe, WordsPipe } from '../../ui/format/format-pipes.js';
import { LanguageShares } from '../../ui/language-shares/language-shares.js';
import { QueryState } from '../../ui/query-state/query-state.js';
import { ResultContext } from '../frame/result-context.js';
import { OverviewDocument } from '../results.generated.js';
import { BalanceTable } from './balance-table/balance-table.js';
import { SkippedFiles } from './skipped-files/skipped-files.js';

/** What the code is made of, in numbers and in the few names that matter most. */
@Component({
  selector: 'pn-overview-page',
  imports: [BalanceTable, BytesPipe, DurationPipe, EmptyState, LanguageShares, QueryState, RouterLink, SkippedFiles, WholePipe, WordsPipe],
  templateUrl: './overview-page.html',
  styleUrl: './overview-page.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class OverviewPage {
  protected readonly context = inject(ResultContext);
  protected readonly session = inject(Session);
  protected readonly query = injectQuery(OverviewDocument, () => this.context.variables());
  protected readonly data = computed(() => this.query.data()?.graph);
  protected readonly summary = computed(() => this.data()?.scan.summary ?? undefined);
  protected readonly languages = computed(() => [...(this.summary()?.languages ?? [])].sort((left, right) => right.lines - left.lines));
}
