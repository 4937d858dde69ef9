import { ChangeDetectionStrategy, Component } from '@angular/core';
import { EDGE_LEGEND, LEGEND } from '../canvas/palette.js';

/** What shapes and lines mean. */
@Component({
  selector: 'pn-graph-legend',
  template: `
    <ul class="pn-list" aria-label="Legend">
      @for (look of looks; track look.label) {
        <li>
          <svg viewBox="-10 -10 20 20" aria-hidden="true" [style.fill]="'var(' + look.color + ')'">
            @switch (look.shape) {
              @case ('square') {
                <rect x="-8" y="-8" width="16" height="16" rx="4" />
              }
              @case ('diamond') {
                <path d="M0-9 9 0 0 9-9 0z" />
              }
              @case ('hexagon') {
                <path d="M-8-4.6 0-9 8-4.6 8 4.6 0 9-8 4.6z" />
              }
              @default {
                <circle r="8" />
              }
            }
          </svg>
          {{ look.label }}
        </li>
      }
      <li><svg viewBox="-10 -10 20 20" aria-hidden="true"><circle r="8" class="ring" /></svg>Open container</li>
      @for (look of lines; track look.label) {
        <li>
          <svg viewBox="-16 -8 32 16" aria-hidden="true" class="line" [style.stroke]="'var(' + look.color + ')'"><path d="M-15 0H11 M5-6 14 0 5 6" /></svg>
          {{ look.label }}
        </li>
      }
      <li><svg viewBox="-16 -8 32 16" aria-hidden="true" class="line other"><path d="M-15 0H11 M5-6 14 0 5 6" /></svg>Other</li>
      <li><svg viewBox="-16 -8 32 16" aria-hidden="true" class="line other"><path d="M-15 0H15" stroke-dasharray="6 4" /></svg>Inferred</li>
      <li class="help">Double-click opens, Shift-click adds, <kbd>?</kbd> helps.</li>
    </ul>
  `,
  styles: `
    :host {
      display: block;
      padding: 6px 16px;
      border-top: 1px solid var(--pn-line);
      background: var(--pn-surface);
      color: var(--pn-ink-soft);
      font-size: 0.75rem;
    }
    ul {
      display: flex;
      flex-wrap: wrap;
      gap: 2px 14px;
    }
    li {
      display: flex;
      align-items: center;
      gap: 5px;
      white-space: nowrap;
    }
    svg {
      flex: none;
      width: 12px;
      height: 12px;
    }
    .ring {
      fill: none;
      stroke: var(--pn-kind-package);
      stroke-width: 2.5;
    }
    .line {
      width: 22px;
      fill: none;
      stroke-width: 2.5;
    }
    .other {
      stroke: var(--pn-ink-faint);
    }
    .help {
      margin-left: auto;
    }
    @media (width <= 800px) {
      .help {
        display: none;
      }
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class GraphLegend {
  protected readonly looks = LEGEND;
  protected readonly lines = EDGE_LEGEND;
}
