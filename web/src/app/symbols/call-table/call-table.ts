import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { ResultContext } from '../../results/frame/result-context.js';
import { WholePipe, WordsPipe } from '../../ui/format/format-pipes.js';
import { BlindSpots } from '../blind-spots/blind-spots.js';
import { UnresolvedInside } from '../blind-spots/unresolved-inside.js';
import type { BlindSpotFieldsFragment, CallFieldsFragment, UnresolvedInsideFieldsFragment } from '../symbols.generated.js';

/** Callers or callees: each other symbol, and every place of the call. */
@Component({
  selector: 'pn-call-table',
  imports: [BlindSpots, RouterLink, UnresolvedInside, WholePipe, WordsPipe],
  template: `
    <section class="pn-card" [attr.aria-label]="heading()">
      <div class="pn-card-head">
        <h3>{{ heading() }}</h3>
        <span class="pn-sub">{{ list().totalCount | whole }}</span>
      </div>
      @if (blindSpots() !== undefined) {
        <pn-blind-spots [spots]="blindSpots() ?? null" />
      }
      @if (inside() !== undefined) {
        <pn-unresolved-inside [inside]="inside() ?? null" />
      }
      <ul class="pn-list">
        @for (call of list().calls; track call.node.id + call.kind) {
          <li>
            <p>
              <a class="pn-mono" [routerLink]="context.address(call.node.kind === 'SYMBOL' ? 'symbol' : 'files')" [queryParams]="{ node: call.node.key }">{{ call.node.qualifiedName }}</a>
              @if (call.node.symbolKind; as kind) {
                <span class="pn-badge">{{ kind | words }}</span>
              }
              @if (call.kind !== 'CALLS') {
                <span class="pn-badge">{{ call.kind | words }}</span>
              }
            </p>
            <ul class="pn-list sites pn-sub">
              @for (site of call.sites; track $index) {
                <li [title]="site.rule">
                  <span class="pn-name">{{ site.path ?? call.node.path }}</span>@if (site.range; as range) {:{{ range.startRow + 1 }}:{{ range.startColumn + 1 }}}
                  @if (site.marks.includes('WRITE')) {
                    <span class="pn-badge">writes</span>
                  }
                  @if (site.resolution === 'INFERRED') {
                    <span class="pn-badge pn-badge-warn">inferred {{ site.confidence }} %</span>
                  }
                </li>
              }
              @if (call.count > call.sites.length) {
                <li>and {{ call.count - call.sites.length | whole }} more places</li>
              }
            </ul>
          </li>
        } @empty {
          <li class="pn-sub">{{ none() }}</li>
        }
      </ul>
      @if (list().totalCount > list().calls.length) {
        <p class="pn-sub more">Showing {{ list().calls.length | whole }} of {{ list().totalCount | whole }}</p>
      }
    </section>
  `,
  styles: `
    .pn-list > li {
      padding: 8px 16px;
    }
    .pn-list > li + li {
      border-top: 1px solid var(--pn-line);
    }
    .sites > li,
    .sites > li + li {
      padding: 1px 0;
      border: 0;
    }
    .more {
      padding: 8px 16px;
      border-top: 1px solid var(--pn-line);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CallTable {
  readonly heading = input.required<string>();
  readonly none = input.required<string>();
  readonly list = input.required<CallFieldsFragment>();
  /** Of callers: null where the scan does not say. */
  readonly blindSpots = input<BlindSpotFieldsFragment | null>();
  /** Of callees: null where the scan does not say. */
  readonly inside = input<UnresolvedInsideFieldsFragment | null>();
  protected readonly context = inject(ResultContext);
}
