import { ChangeDetectionStrategy, Component } from '@angular/core';
import { LEGEND } from '../canvas/palette.js';

/** What shapes and lines mean. */
@Component({
  selector: 'pn-graph-legend',
  template: `
    <details open>
      <summary>Legend</summary>
      <ul class="pn-list">
        @for (look of looks; track look.label) {
          <li>
            <svg viewBox="-10 -10 20 20" aria-hidden="true" [style.fill]="'var(' + look.color + ')'">
              @switch (look.shape) {
                @case ('square') {
                  <rect x="-7" y="-7" width="14" height="14" rx="3" />
                }
                @case ('diamond') {
                  <path d="M0-9 9 0 0 9-9 0z" />
                }
                @case ('hexagon') {
                  <path d="M-8-4.6 0-9 8-4.6 8 4.6 0 9-8 4.6z" />
                }
                @default {
                  <circle r="7.5" />
                }
              }
            </svg>
            {{ look.label }}
          </li>
        }
        <li><svg viewBox="-10 -10 20 20" aria-hidden="true"><circle r="8" class="ring" /></svg>Open container</li>
        <li><svg viewBox="-10 -10 20 20" aria-hidden="true" class="line"><path d="M-9 0H6 M2-4 7 0 2 4" /></svg>Depends on</li>
        <li><svg viewBox="-10 -10 20 20" aria-hidden="true" class="line"><path d="M-9 0H9" stroke-dasharray="4 3" /></svg>Inferred</li>
      </ul>
      <p class="pn-sub">Double-click opens, Shift-click adds, <kbd>?</kbd> helps.</p>
    </details>
  `,
  styles: `
    details {
      max-width: 168px;
      padding: 6px 12px;
      border: 1px solid var(--pn-line);
      border-radius: 8px;
      background: color-mix(in srgb, var(--pn-surface) 92%, transparent);
      font-size: 0.75rem;
    }
    summary {
      cursor: pointer;
      font-weight: 600;
    }
    ul {
      display: grid;
      gap: 2px 12px;
      padding: 4px 0;
    }
    li {
      display: flex;
      align-items: center;
      gap: 6px;
    }
    svg {
      flex: none;
      width: 13px;
      height: 13px;
    }
    .ring {
      fill: none;
      stroke: var(--pn-kind-package);
      stroke-width: 2;
    }
    .line {
      fill: none;
      stroke: var(--pn-ink-soft);
      stroke-width: 2.5;
    }
    p {
      font-size: 0.75rem;
    }
    @media (width <= 800px) {
      p {
        display: none;
      }
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class GraphLegend {
  protected readonly looks = LEGEND;
}
