import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { WholePipe } from '../../ui/format/format-pipes.js';
import { Icon } from '../../ui/icon/icon.js';
import { GraphState } from '../graph-state.js';
import type { DrawnEdge } from '../model/drawn-graph.js';

export interface NeighbourRow extends DrawnEdge {
  /** Key of the node at the other end. */
  readonly other: string;
  readonly label: string;
  /** An external package or service. */
  readonly isOutside: boolean;
}

const FIRST = 40;

/** Neighbours of a node in one direction, heaviest first. */
@Component({
  selector: 'pn-neighbour-rows',
  imports: [Icon, MatButton, MatIconButton, WholePipe],
  template: `
    <h3>{{ heading() }} <span class="pn-sub">{{ rows().length | whole }}</span></h3>
    <ul class="pn-list">
      @for (row of shown(); track row.other) {
        <li>
          <button type="button" class="plain pn-name" (click)="state.select(row.other, false)">{{ row.label }}</button>
          <span class="pn-sub kinds">
            @for (part of row.kinds; track part.kind) {
              <span>{{ part.count | whole }} {{ spoken(part.kind) }}</span>
            }
            @if (row.isOutside) {
              <span class="pn-badge">external</span>
            }
            @if (row.isInferred) {
              <span class="pn-badge pn-badge-warn">inferred</span>
            }
          </span>
          <button mat-icon-button type="button" class="sites" [attr.aria-label]="'Where: ' + row.label" title="Where this is written" (click)="state.selectEdge(row.source, row.target)"><pn-icon name="list" /></button>
        </li>
      } @empty {
        <li class="pn-sub">{{ none() }}</li>
      }
    </ul>
    @if (rows().length > shown().length) {
      <button mat-button type="button" (click)="limit.set(rows().length)">Show all {{ rows().length | whole }}</button>
    }
  `,
  styles: `
    :host {
      display: block;
      padding: 14px 16px 6px;
      border-bottom: 1px solid var(--pn-line);
    }
    li {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      align-items: center;
      padding: 5px 0;
    }
    .kinds {
      display: flex;
      flex-wrap: wrap;
      grid-column: 1;
      gap: 0 10px;
      font-variant-numeric: tabular-nums;
    }
    .plain {
      padding: 0;
      border: 0;
      background: none;
      color: var(--pn-primary);
      font: inherit;
      text-align: left;
      cursor: pointer;
    }
    .sites {
      grid-area: 1 / 2 / 3 / 3;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NeighbourRows {
  readonly heading = input.required<string>();
  readonly none = input.required<string>();
  readonly rows = input.required<readonly NeighbourRow[]>();

  protected readonly state = inject(GraphState);
  /** `dependsOn` as “depends on”. */
  protected readonly spoken = (kind: string): string => kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  protected readonly limit = signal(FIRST);
  protected readonly shown = computed(() => this.rows().slice(0, this.limit()));
}
