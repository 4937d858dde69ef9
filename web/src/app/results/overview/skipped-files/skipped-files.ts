import { ChangeDetectionStrategy, Component, computed, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { injectQuery } from '../../../core/api/inject-query.js';
import { WholePipe, WordsPipe } from '../../../ui/format/format-pipes.js';
import { QueryState } from '../../../ui/query-state/query-state.js';
import { SkippedFilesDocument } from '../../results.generated.js';
import type { SkipReason } from '../../results.generated.js';

const PAGE = 50;

/** Files that were listed and not read, by reason: none is dropped silently. */
@Component({
  selector: 'pn-skipped-files',
  imports: [MatButton, QueryState, WholePipe, WordsPipe],
  template: `
    <section class="pn-card" aria-labelledby="skipped">
      <div class="pn-card-head"><h2 id="skipped">Skipped files</h2><span class="pn-sub">{{ count() | whole }} were listed and not read</span></div>
      <div class="pn-card-body pn-row">
        @for (total of totals(); track total.reason) {
          <button mat-stroked-button type="button" [attr.aria-pressed]="reason() === total.reason" (click)="toggle(total.reason)">{{ total.reason | words }} <strong>{{ total.files | whole }}</strong></button>
        } @empty {
          <p class="pn-sub">None.</p>
        }
      </div>
      @if (reason()) {
        <pn-query-state [query]="query" />
        @if (page(); as page) {
          <table class="pn-table">
            <tbody>
              @for (edge of page.edges; track edge.node.path) {
                <tr><td class="pn-mono">{{ edge.node.path }}</td><td class="pn-sub">{{ edge.node.detail }}</td></tr>
              }
            </tbody>
          </table>
          @if (page.pageInfo.hasNextPage) {
            <div class="pn-card-body"><button mat-button type="button" (click)="showMore()">Show more of {{ page.totalCount | whole }}</button></div>
          }
        }
      }
    </section>
  `,
  styles: `
    button[aria-pressed='true'] {
      background: var(--pn-primary-soft);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SkippedFiles {
  readonly totals = input.required<readonly { readonly reason: SkipReason; readonly files: number }[]>();
  readonly count = input.required<number>();
  readonly scanId = input.required<string>();

  protected readonly reason = signal<SkipReason | undefined>(undefined);
  private readonly shown = signal(PAGE);
  protected readonly query = injectQuery(
    SkippedFilesDocument,
    () => {
      const reason = this.reason();
      return reason === undefined ? undefined : { scanId: this.scanId(), first: this.shown(), reason };
    },
    { keepsPrevious: true },
  );
  protected readonly page = computed(() => this.query.data()?.scan.skippedFiles);

  protected toggle(reason: SkipReason): void {
    this.shown.set(PAGE);
    this.reason.update((present) => (present === reason ? undefined : reason));
  }

  protected showMore(): void {
    this.shown.update((count) => count + PAGE);
  }
}
