import { ChangeDetectionStrategy, Component } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { EmptyState } from '../../ui/empty-state/empty-state.js';

@Component({
  selector: 'pn-not-found',
  imports: [EmptyState, MatButton, RouterLink],
  template: `
    <div class="pn-page">
      <h1 class="pn-visually-hidden">Not found</h1>
      <div class="pn-card">
        <pn-empty-state heading="Nothing is here" icon="compass">
          The address may be mistyped, or what it named was deleted.
          <a mat-stroked-button action routerLink="/">Go to the dashboard</a>
        </pn-empty-state>
      </div>
    </div>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NotFound {}
