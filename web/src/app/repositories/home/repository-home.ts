import { ChangeDetectionStrategy, Component, computed, effect, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { repositoryAddress, resultAddress, scanAddress } from '../../core/address/address.js';
import { Session } from '../../session/session.js';
import { EmptyState } from '../../ui/empty-state/empty-state.js';
import { RepositoryContext } from '../frame/repository-context.js';

/** A repository's address without a branch: leads to its newest results, or to the scan that is making the first ones. */
@Component({
  selector: 'pn-repository-home',
  imports: [EmptyState, MatButton, RouterLink],
  template: `
    <div class="pn-page">
      <div class="pn-card">
        <pn-empty-state heading="Not scanned yet" icon="history">
          A scan reads every file and shows the languages, the dependency graph, and who calls whom.
          @if (canScan()) {
            <a mat-flat-button action [routerLink]="newScan()">Start the first scan</a>
          }
        </pn-empty-state>
      </div>
    </div>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class RepositoryHome {
  readonly organization = input.required<string>();
  readonly repository = input.required<string>();

  private readonly context = inject(RepositoryContext);
  private readonly router = inject(Router);
  private readonly session = inject(Session);
  protected readonly canScan = computed(() => this.session.isAtLeast('MEMBER', this.organization()));
  protected readonly newScan = computed(() => repositoryAddress(this.organization(), this.repository(), 'scans', 'new'));

  constructor() {
    effect(() => {
      const repository = this.context.repository();
      const revision = this.context.defaultRevision();
      if (repository === undefined || repository.slug !== this.repository()) return;
      if (revision !== undefined) void this.router.navigate([...resultAddress(this.organization(), this.repository(), revision, 'overview')], { replaceUrl: true });
      else if (repository.latestScan !== null) void this.router.navigate([...scanAddress(this.organization(), this.repository(), repository.latestScan.id)], { replaceUrl: true });
    });
  }
}
