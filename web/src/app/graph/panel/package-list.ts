import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { NODE_KINDS } from '@pinata/graph/browser';
import { WholePipe } from '../../ui/format/format-pipes.js';
import { Icon } from '../../ui/icon/icon.js';
import { GraphState } from '../graph-state.js';
import { openingPlaces } from '../model/drawn-graph.js';

/** Nothing is selected: the packages, largest first. */
@Component({
  selector: 'pn-package-list',
  imports: [Icon, WholePipe],
  template: `
    <div class="head">
      <h2>Packages</h2>
      <p class="pn-sub">Choose one to see what it depends on and what depends on it.</p>
    </div>
    <ul class="pn-list">
      @for (node of packages(); track node.place) {
        <li>
          <button type="button" (click)="state.select(node.key, false)">
            <span class="pn-name name">{{ node.label }}</span>
            <span class="pn-sub">{{ node.files | whole }} {{ node.files === 1 ? 'file' : 'files' }}, {{ node.symbols | whole }} {{ node.symbols === 1 ? 'symbol' : 'symbols' }}</span>
            <pn-icon name="chevron" />
          </button>
        </li>
      } @empty {
        <li class="pn-sub none">This scan has no packages.</li>
      }
    </ul>
  `,
  styles: `
    .head {
      padding: 14px 16px;
    }
    button {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      width: 100%;
      padding: 8px 16px;
      border: 0;
      border-top: 1px solid var(--pn-line);
      background: none;
      color: inherit;
      font: inherit;
      text-align: left;
      cursor: pointer;
    }
    button:hover {
      background: var(--pn-hover);
    }
    .name {
      font-weight: 600;
    }
    pn-icon {
      grid-area: 1 / 2 / 3 / 3;
      align-self: center;
      font-size: 12px;
      color: var(--pn-ink-faint);
    }
    .none {
      padding: 8px 16px;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PackageList {
  protected readonly state = inject(GraphState);
  protected readonly packages = computed(() => {
    const view = this.state.store.picture()?.view;
    if (view === undefined) return [];
    return view
      .nodes(openingPlaces(view))
      .filter(({ kind }) => NODE_KINDS[kind] === 'package')
      .sort((left, right) => right.symbols - left.symbols);
  });
}
