import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Session } from '../../session/session.js';
import { ShareBar } from '../share-bar/share-bar.js';
import { languageColor } from './language-color.js';

interface LanguageLines {
  readonly language: string;
  readonly lines: number;
}

const SHOWN = 4;

/** The languages of a repository by lines: a bar, and the first few by name. */
@Component({
  selector: 'pn-language-shares',
  imports: [ShareBar],
  template: `
    <pn-share-bar [shares]="shares()" />
    <ul class="pn-list pn-sub">
      @for (share of legend(); track share.label) {
        <li><span class="dot" [style.background]="share.color"></span>{{ share.label }} <span class="percent">{{ share.percent }} %</span></li>
      }
    </ul>
  `,
  styles: `
    :host {
      display: grid;
      gap: 6px;
    }
    ul {
      display: flex;
      flex-wrap: wrap;
      gap: 2px 14px;
      font-variant-numeric: tabular-nums;
    }
    .dot {
      display: inline-block;
      width: 8px;
      height: 8px;
      margin-right: 6px;
      border-radius: 50%;
    }
    .percent {
      color: var(--pn-ink-faint);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LanguageShares {
  readonly languages = input.required<readonly LanguageLines[]>();
  private readonly session = inject(Session);
  protected readonly shares = computed(() =>
    [...this.languages()]
      .sort((left, right) => right.lines - left.lines)
      .map(({ language, lines }) => ({ label: this.session.languageName(language), value: lines, color: languageColor(language) })),
  );
  protected readonly legend = computed(() => {
    const total = this.shares().reduce((sum, { value }) => sum + value, 0);
    return this.shares()
      .slice(0, SHOWN)
      .map((share) => ({ ...share, percent: describeShare(share.value, total) }));
  });
}

/** What is there never reads as nothing, and never as all beside others. */
function describeShare(value: number, total: number): string {
  const percent = total === 0 ? 0 : (100 * value) / total;
  if (value > 0 && percent < 1) return '<1';
  return String(value < total ? Math.min(99, Math.round(percent)) : Math.round(percent));
}
