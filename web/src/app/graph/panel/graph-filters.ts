import { CdkConnectedOverlay, CdkOverlayOrigin } from '@angular/cdk/overlay';
import { ChangeDetectionStrategy, Component, computed, model, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import type { EdgeKind } from '@pinata/graph/browser';
import { WordsPipe } from '../../ui/format/format-pipes.js';
import { Icon } from '../../ui/icon/icon.js';
import { SWITCHED_KINDS } from '../graph-state.js';
import { toConstant } from '../model/draw-subgraph.js';
import type { GraphFilter } from '../model/drawn-graph.js';

/** Which kinds of edges are drawn, and whether what lies outside the tree is. */
@Component({
  selector: 'pn-graph-filters',
  imports: [CdkConnectedOverlay, CdkOverlayOrigin, Icon, MatButton, MatCheckbox, WordsPipe],
  template: `
    <button mat-stroked-button type="button" cdkOverlayOrigin #origin="cdkOverlayOrigin" [attr.aria-expanded]="isOpen()" (click)="isOpen.set(!isOpen())">
      <pn-icon name="filter" /> Kinds
      @if (hidden(); as hidden) {
        <span class="pn-badge pn-badge-live">{{ hidden }} off</span>
      }
    </button>
    <ng-template cdkConnectedOverlay [cdkConnectedOverlayOrigin]="origin" [cdkConnectedOverlayOpen]="isOpen()" [cdkConnectedOverlayHasBackdrop]="true" cdkConnectedOverlayBackdropClass="cdk-overlay-transparent-backdrop" (backdropClick)="isOpen.set(false)" (detach)="isOpen.set(false)">
      <div class="kinds" role="group" aria-label="Kinds of edges" (keydown.escape)="isOpen.set(false)">
        @for (kind of kinds; track kind) {
          <mat-checkbox [checked]="filter().edgeKinds.has(kind)" (change)="switchKind(kind, $event.checked)">{{ constant(kind) | words }}</mat-checkbox>
        }
        <hr />
        <mat-checkbox [checked]="filter().hasExternals" (change)="switchExternals($event.checked)">External packages</mat-checkbox>
      </div>
    </ng-template>
  `,
  styles: `
    .kinds {
      display: grid;
      padding: 8px 16px 8px 6px;
      border: 1px solid var(--pn-line);
      border-radius: 10px;
      background: var(--pn-raised);
      box-shadow: var(--pn-shadow-raised);
    }
    hr {
      width: 100%;
      border: 0;
      border-top: 1px solid var(--pn-line);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class GraphFilters {
  readonly filter = model.required<GraphFilter>();

  protected readonly kinds = SWITCHED_KINDS;
  protected readonly constant = toConstant;
  protected readonly isOpen = signal(false);
  protected readonly hidden = computed(() => SWITCHED_KINDS.filter((kind) => !this.filter().edgeKinds.has(kind)).length);

  protected switchKind(kind: EdgeKind, isShown: boolean): void {
    const edgeKinds = new Set(this.filter().edgeKinds);
    if (isShown) edgeKinds.add(kind);
    else edgeKinds.delete(kind);
    this.filter.update((filter) => ({ ...filter, edgeKinds }));
  }

  protected switchExternals(hasExternals: boolean): void {
    this.filter.update((filter) => ({ ...filter, hasExternals }));
  }
}
