import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

export interface Share {
  readonly label: string;
  readonly value: number;
  /** A CSS colour, a custom property as a rule. */
  readonly color: string;
}

/** One bar cut into shares; the numbers stand in the table or legend beside it. */
@Component({
  selector: 'pn-share-bar',
  template: `
    @for (part of parts(); track part.label) {
      <span [style.flex-grow]="part.value" [style.background]="part.color" [title]="part.label"></span>
    }
  `,
  host: { role: 'img', '[attr.aria-label]': 'description()' },
  styles: `
    :host {
      display: flex;
      gap: 2px;
      height: 10px;
      overflow: hidden;
      border-radius: 5px;
      background: var(--pn-sunken);
    }
    span {
      min-width: 2px;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ShareBar {
  readonly shares = input.required<readonly Share[]>();
  protected readonly parts = computed(() => this.shares().filter(({ value }) => value > 0));
  protected readonly description = computed(() => {
    const total = this.parts().reduce((sum, { value }) => sum + value, 0);
    return this.parts()
      .map(({ label, value }) => `${label} ${Math.round((100 * value) / total)} %`)
      .join(', ');
  });
}
