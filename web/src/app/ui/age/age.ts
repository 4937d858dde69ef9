import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Clock } from './clock.js';
import { describeAge } from '../format/describe.js';

const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** How long ago something was; the exact moment shows on hover. */
@Component({
  selector: 'pn-age',
  template: `<time [attr.datetime]="at()" [title]="full()">{{ text() }}</time>`,
  styles: `
    :host {
      white-space: nowrap;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Age {
  /** ISO 8601. */
  readonly at = input.required<string>();
  private readonly clock = inject(Clock);
  protected readonly text = computed(() => describeAge(Date.parse(this.at()), this.clock.now()));
  protected readonly full = computed(() => FULL.format(new Date(this.at())));
}
