import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { FormControl, ReactiveFormsModule } from '@angular/forms';
import { MatFormField, MatLabel, MatPrefix } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { RouterLink } from '@angular/router';
import { debounceTime } from 'rxjs';
import { injectQuery } from '../core/api/inject-query.js';
import { ResultContext } from '../results/frame/result-context.js';
import { EmptyState } from '../ui/empty-state/empty-state.js';
import { Icon } from '../ui/icon/icon.js';
import { QueryState } from '../ui/query-state/query-state.js';
import { FileDetails } from './file-details/file-details.js';
import { FileSearchDocument } from './files.generated.js';
import { TreeLevel } from './tree-level/tree-level.js';

const TYPING_MILLISECONDS = 200;

/** The files of a scan as a tree, and what is in the chosen one. */
@Component({
  selector: 'pn-files-page',
  imports: [EmptyState, FileDetails, Icon, MatFormField, MatInput, MatLabel, MatPrefix, QueryState, ReactiveFormsModule, RouterLink, TreeLevel],
  templateUrl: './files-page.html',
  styleUrl: './files-page.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FilesPage {
  /** Key of the chosen file, from the address. */
  readonly node = input<string>();

  protected readonly context = inject(ResultContext);
  protected readonly search = new FormControl('', { nonNullable: true });
  private readonly words = toSignal(this.search.valueChanges.pipe(debounceTime(TYPING_MILLISECONDS)), { initialValue: '' });
  protected readonly isSearching = computed(() => this.words().trim() !== '');
  protected readonly found = injectQuery(
    FileSearchDocument,
    () => {
      const variables = this.context.variables();
      return variables === undefined || !this.isSearching() ? undefined : { ...variables, query: this.words().trim() };
    },
    { keepsPrevious: true },
  );
  protected readonly openPath = signal<string | undefined>(undefined);
}
