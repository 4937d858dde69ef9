import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { Icon } from '../icon/icon.js';
import type { IconName } from '../icon/icon-paths.js';

/** Says that there is nothing yet, why, and (as content) what to do next. */
@Component({
  selector: 'pn-empty-state',
  imports: [Icon],
  template: `
    <span class="mark"><pn-icon [name]="icon()" /></span>
    <h2>{{ heading() }}</h2>
    <p class="pn-sub"><ng-content /></p>
    <div class="pn-row"><ng-content select="[action]" /></div>
  `,
  styles: `
    :host {
      display: grid;
      justify-items: center;
      gap: 6px;
      padding: 40px 20px;
      text-align: center;
    }
    .mark {
      display: grid;
      place-items: center;
      width: 48px;
      height: 48px;
      margin-bottom: 6px;
      font-size: 20px;
      border-radius: 14px;
      color: var(--pn-ink-soft);
      background: var(--pn-sunken);
    }
    p {
      max-width: 52ch;
    }
    .pn-row:not(:empty) {
      margin-top: 10px;
      justify-content: center;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class EmptyState {
  readonly heading = input.required<string>();
  readonly icon = input<IconName>('compass');
}
