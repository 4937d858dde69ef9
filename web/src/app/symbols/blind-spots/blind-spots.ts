import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { WholePipe } from '../../ui/format/format-pipes.js';
import type { BlindSpotFieldsFragment } from '../symbols.generated.js';
import { counted, reasonsText, unfollowedText } from './spot-texts.js';

/** What an answer about the users of a symbol may lack: no users found is not the same as none. */
@Component({
  selector: 'pn-blind-spots',
  imports: [WholePipe],
  template: `
    @if (spots(); as spots) {
      @if (spots.unresolved === 0) {
        <p class="pn-sub">Every reference by this name{{ spots.isComplete ? '' : ' that is followed' }} was resolved{{ elsewhere() }}.</p>
      } @else {
        <details>
          <summary>
            <span class="pn-badge pn-badge-warn">{{ spots.unresolved | whole }} unresolved</span>
            <span class="pn-sub">{{ spots.unresolved === 1 ? 'reference by this name may be a use' : 'references by this name may be uses' }}</span>
          </summary>
          <p class="pn-sub">Why: {{ reasons() }}{{ elsewhere() }}.</p>
          <ul class="pn-list pn-sub">
            @for (site of spots.sites; track $index) {
              <li><span class="pn-name">{{ site.path }}</span>:{{ site.range.startRow + 1 }}:{{ site.range.startColumn + 1 }}</li>
            }
          </ul>
        </details>
      }
      @if (unfollowed(); as uses) {
        <p class="pn-sub pn-unfollowed">Not followed, and perhaps uses of it: {{ uses }}.</p>
      }
    } @else {
      <p class="pn-sub">This scan does not say which references it could not resolve. Scan again to know.</p>
    }
  `,
  styleUrl: './spots.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class BlindSpots {
  readonly spots = input.required<BlindSpotFieldsFragment | null>();

  protected readonly reasons = computed(() => reasonsText(this.spots()?.reasons ?? []));

  /** Kinds of uses that the scan does not follow; empty where there are none. */
  protected readonly unfollowed = computed(() => unfollowedText(this.spots()?.notFollowed ?? [], this.spots()));

  /** What the whole repository hides, whichever symbol is asked for. */
  protected readonly elsewhere = computed(() => {
    const spots = this.spots();
    if (spots === null) return '';
    const parts = [...counted(spots.unnamed, 'call of a value without a name', 'calls of values without a name'), ...counted(spots.filesWithErrors, 'file with errors', 'files with errors')];
    return parts.length === 0 ? '' : `; the repository has ${parts.join(' and ')}`;
  });
}
