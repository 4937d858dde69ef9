import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { LiveQuery } from '../../core/api/inject-query.js';
import type { Problem } from '../../core/api/problem.js';
import { Icon } from '../icon/icon.js';
import type { IconName } from '../icon/icon-paths.js';

interface Explanation {
  readonly icon: IconName;
  readonly heading: string;
  readonly canRetry: boolean;
}

const EXPLANATIONS: Readonly<Partial<Record<Problem['code'], Explanation>>> = {
  FORBIDDEN: { icon: 'lock', heading: 'You do not have access', canRetry: false },
  NOT_FOUND: { icon: 'compass', heading: 'Nothing is here', canRetry: false },
  NOT_READY: { icon: 'history', heading: 'Not scanned yet', canRetry: true },
  UNREACHABLE: { icon: 'offline', heading: 'No connection', canRetry: true },
  UNAUTHENTICATED: { icon: 'lock', heading: 'Your session has ended', canRetry: true },
};
const UNEXPECTED: Explanation = { icon: 'alert', heading: 'Something went wrong', canRetry: true };

/**
 * The one way a page shows that its data is loading, failed, or is not for this person. It shows nothing once there is data;
 * data that could not be brought up to date gets a line above it.
 */
@Component({
  selector: 'pn-query-state',
  imports: [MatButton, Icon],
  templateUrl: './query-state.html',
  styleUrl: './query-state.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class QueryState {
  readonly query = input.required<LiveQuery<unknown>>();
  /** What the skeleton looks like. */
  readonly shape = input<'table' | 'cards' | 'page' | 'line'>('table');

  protected readonly problem = computed(() => this.query().problem());
  protected readonly hasData = computed(() => this.query().data() !== undefined);
  protected readonly isLoading = computed(() => this.query().isLoading());
  protected readonly explanation = computed(() => {
    const problem = this.problem();
    return problem === undefined ? UNEXPECTED : (EXPLANATIONS[problem.code] ?? UNEXPECTED);
  });
  protected readonly bars = computed(() => Array.from({ length: { table: 6, cards: 4, page: 3, line: 1 }[this.shape()] }, (_, index) => index));
}
