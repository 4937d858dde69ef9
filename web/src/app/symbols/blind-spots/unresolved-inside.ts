import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { WholePipe } from '../../ui/format/format-pipes.js';
import type { UnresolvedInsideFieldsFragment } from '../symbols.generated.js';
import { reasonsText, unfollowedText } from './spot-texts.js';

/** What an answer about what a symbol calls may lack: nothing found is not the same as nothing there. */
@Component({
  selector: 'pn-unresolved-inside',
  imports: [WholePipe],
  template: `
    @if (inside(); as inside) {
      @if (inside.unresolved === 0) {
        <p class="pn-sub">Every reference in it{{ inside.isComplete ? '' : ' that was read and is followed' }} was resolved.</p>
      } @else {
        <details>
          <summary>
            <span class="pn-badge pn-badge-warn">{{ inside.unresolved | whole }} unresolved</span>
            <span class="pn-sub">{{ inside.unresolved === 1 ? 'reference in it may lead elsewhere' : 'references in it may lead elsewhere' }}</span>
          </summary>
          <p class="pn-sub">Why: {{ reasons() }}.</p>
          <ul class="pn-list pn-sub">
            @for (site of inside.sites; track $index) {
              <li><span class="pn-mono">{{ site.name ?? 'a value without a name' }}</span> at <span class="pn-name">{{ site.path }}</span>:{{ site.range.startRow + 1 }}:{{ site.range.startColumn + 1 }}</li>
            }
          </ul>
        </details>
      }
      @if (inside.filesWithErrors > 0) {
        <p class="pn-sub pn-unfollowed">Its file could not be read whole: something in it may be missing.</p>
      }
      @if (unfollowed(); as uses) {
        <p class="pn-sub pn-unfollowed">Not followed in it: {{ uses }}.</p>
      }
    } @else {
      <p class="pn-sub">This scan does not say which references in it could not be resolved. Scan again to know.</p>
    }
  `,
  styleUrl: './spots.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class UnresolvedInside {
  readonly inside = input.required<UnresolvedInsideFieldsFragment | null>();

  protected readonly reasons = computed(() => reasonsText(this.inside()?.reasons ?? []));

  /** Kinds of uses that the scan does not follow; empty where there are none. */
  protected readonly unfollowed = computed(() => unfollowedText(this.inside()?.notFollowed ?? [], null));
}
