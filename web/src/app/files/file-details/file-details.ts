import { ChangeDetectionStrategy, Component, computed, effect, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { injectQuery } from '../../core/api/inject-query.js';
import { ResultContext } from '../../results/frame/result-context.js';
import { Session } from '../../session/session.js';
import { EmptyState } from '../../ui/empty-state/empty-state.js';
import { BytesPipe, WholePipe, WordsPipe } from '../../ui/format/format-pipes.js';
import { Icon } from '../../ui/icon/icon.js';
import { QueryState } from '../../ui/query-state/query-state.js';
import { FileDetailsDocument } from '../files.generated.js';

/** What one file declares, imports, and is imported by. */
@Component({
  selector: 'pn-file-details',
  imports: [BytesPipe, EmptyState, Icon, MatButton, QueryState, RouterLink, WholePipe, WordsPipe],
  templateUrl: './file-details.html',
  styleUrl: './file-details.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FileDetails {
  /** Key of the file. */
  readonly node = input.required<string>();
  /** Its path, once it is known. */
  readonly located = output<string>();

  protected readonly context = inject(ResultContext);
  protected readonly session = inject(Session);
  protected readonly query = injectQuery(FileDetailsDocument, () => {
    const variables = this.context.variables();
    return variables === undefined ? undefined : { ...variables, node: this.node() };
  });
  protected readonly data = computed(() => this.query.data()?.graph);
  protected readonly file = computed(() => this.data()?.node ?? undefined);
  protected readonly lists = computed(() => {
    const data = this.data();
    const others = <T extends { readonly id: string }>(nodes: readonly T[]) => nodes.filter(({ id }) => id !== data?.node?.id);
    return [
      { label: 'Imports', nodes: others(data?.imports.nodes ?? []), none: 'It imports nothing that was resolved.' },
      { label: 'Imported by', nodes: others(data?.importedBy.nodes ?? []), none: 'No file imports it.' },
    ];
  });

  constructor() {
    effect(() => {
      const path = this.file()?.path;
      if (path !== undefined && path !== null) this.located.emit(path);
    });
  }
}
