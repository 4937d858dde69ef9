import { ChangeDetectionStrategy, Component } from '@angular/core';

/** Three strips of crêpe paper with a cut fringe. */
@Component({
  selector: 'pn-logo',
  template: `
    <svg viewBox="0 0 32 32" aria-hidden="true">
      <path d="M16 2v5" class="string" />
      <path d="M5 7h22v7H5z" fill="#e5446d" />
      <path d="M5 14h22v7H5z" fill="#f2a413" />
      <path d="M5 21h22v3l-2.75 5-2.75-5-2.75 5L16 24l-2.75 5-2.75-5-2.75 5L5 24z" fill="#12a09d" />
    </svg>
  `,
  styles: `
    :host {
      display: inline-flex;
      width: 26px;
      height: 26px;
    }
    .string {
      stroke: var(--pn-ink-faint);
      stroke-width: 2;
      stroke-linecap: round;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Logo {}
