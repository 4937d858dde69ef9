import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

interface UsageDay {
  readonly date: string;
  readonly scans: number;
}

/** One bar a day; a table for screen readers says the same. */
@Component({
  selector: 'pn-usage-chart',
  template: `
    @if (days().length === 0) {
      <p class="pn-sub">Nothing was counted yet.</p>
    }
    <div class="bars" aria-hidden="true" [hidden]="days().length === 0">
      @for (bar of bars(); track bar.date) {
        <span [style.height.%]="bar.height" [class.none]="bar.scans === 0" [title]="bar.date + ': ' + bar.scans"></span>
      }
    </div>
    <p class="pn-visually-hidden">{{ days().length === 0 ? '' : description() }}</p>
  `,
  styles: `
    .bars:not([hidden]) {
      display: flex;
      align-items: flex-end;
      gap: 2px;
      height: 32px;
    }
    span {
      flex: 1;
      min-width: 2px;
      max-width: 14px;
      min-height: 3px;
      border-radius: 2px 2px 0 0;
      background: var(--pn-primary);
    }
    .none {
      background: var(--pn-line);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class UsageChart {
  readonly days = input.required<readonly UsageDay[]>();
  protected readonly bars = computed(() => {
    const most = Math.max(1, ...this.days().map(({ scans }) => scans));
    return this.days().map((day) => ({ ...day, height: (100 * day.scans) / most }));
  });
  protected readonly description = computed(() => {
    const busy = this.days().filter(({ scans }) => scans > 0);
    return busy.length === 0 ? 'No scans this month.' : busy.map(({ date, scans }) => `${date}: ${scans} scans`).join(', ');
  });
}
