import { ChangeDetectionStrategy, Component, computed, effect, forwardRef, inject, input, signal, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import { injectQuery } from '../../core/api/inject-query.js';
import { ResultContext } from '../../results/frame/result-context.js';
import { WholePipe } from '../../ui/format/format-pipes.js';
import { Icon } from '../../ui/icon/icon.js';
import { QueryState } from '../../ui/query-state/query-state.js';
import { FileTreeDocument } from '../files.generated.js';

/** The directories and files of one folder; folders inside load when they are opened. */
@Component({
  selector: 'pn-tree-level',
  imports: [Icon, QueryState, RouterLink, WholePipe, forwardRef(() => TreeLevel)],
  templateUrl: './tree-level.html',
  styleUrl: './tree-level.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TreeLevel {
  /** Of the folder; empty is the root. */
  readonly path = input.required<string>();
  /** Key of the chosen file. */
  readonly chosen = input<string>();
  /** Path of the chosen file, so that the folders on the way open. */
  readonly openPath = input<string>();

  private readonly context = inject(ResultContext);
  protected readonly query = injectQuery(
    FileTreeDocument,
    () => {
      const variables = this.context.variables();
      return variables === undefined ? undefined : { ...variables, path: this.path() };
    },
    { fetchPolicy: 'cache-first' },
  );
  protected readonly opened = signal<ReadonlySet<string>>(new Set());
  protected readonly entries = computed(() => this.query.data()?.graph.tree);

  constructor() {
    effect(() => {
      const wanted = this.openPath();
      if (wanted === undefined) return;
      const onTheWay = this.entries()?.find(({ isDirectory, path }) => isDirectory && wanted.startsWith(`${path}/`));
      if (onTheWay !== undefined && !untracked(this.opened).has(onTheWay.path)) this.opened.update((opened) => new Set(opened).add(onTheWay.path));
    });
  }

  protected toggle(path: string): void {
    this.opened.update((opened) => {
      const changed = new Set(opened);
      if (!changed.delete(path)) changed.add(path);
      return changed;
    });
  }
}
