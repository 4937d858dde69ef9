import { ChangeDetectionStrategy, Component, inject, input, output } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { FormControl, ReactiveFormsModule } from '@angular/forms';
import { MatAutocomplete, MatAutocompleteTrigger } from '@angular/material/autocomplete';
import type { MatAutocompleteSelectedEvent } from '@angular/material/autocomplete';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatOption } from '@angular/material/select';
import { debounceTime, map } from 'rxjs';
import { injectQuery } from '../../core/api/inject-query.js';
import { ResultContext } from '../../results/frame/result-context.js';
import { WordsPipe } from '../../ui/format/format-pipes.js';
import { GraphSearchDocument } from '../graph.generated.js';

const TYPING_MILLISECONDS = 180;

/** Finds a node by name or path and gives its key. */
@Component({
  selector: 'pn-graph-search',
  imports: [MatAutocomplete, MatAutocompleteTrigger, MatFormField, MatInput, MatLabel, MatOption, ReactiveFormsModule, WordsPipe],
  template: `
    <mat-form-field>
      <mat-label>{{ label() }}</mat-label>
      <input matInput type="search" [formControl]="words" [matAutocomplete]="matches" autocomplete="off" spellcheck="false" maxlength="200" />
      <mat-autocomplete #matches="matAutocomplete" (optionSelected)="choose($event)" [autoActiveFirstOption]="true" [displayWith]="nothing">
        @for (node of query.data()?.graph?.search ?? []; track node.id) {
          <mat-option [value]="node.key">
            <span class="pn-name">{{ node.qualifiedName }}</span> <span class="pn-badge">{{ node.symbolKind ?? node.kind | words }}</span>
            @if (node.kind === 'SYMBOL') {
              <span class="pn-sub pn-name where">{{ node.path }}</span>
            }
          </mat-option>
        }
      </mat-autocomplete>
    </mat-form-field>
  `,
  styles: `
    mat-form-field {
      width: 100%;
    }
    .where {
      display: block;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class GraphSearch {
  readonly label = input('Find a package, file or symbol');
  /** A key. */
  readonly found = output<string>();

  private readonly context = inject(ResultContext);
  protected readonly words = new FormControl('', { nonNullable: true });
  private readonly typed = toSignal(
    this.words.valueChanges.pipe(
      debounceTime(TYPING_MILLISECONDS),
      map((text) => text.trim()),
    ),
    { initialValue: '' },
  );
  protected readonly query = injectQuery(
    GraphSearchDocument,
    () => {
      const variables = this.context.variables();
      return variables === undefined || this.typed() === '' ? undefined : { ...variables, query: this.typed() };
    },
    { keepsPrevious: true },
  );

  protected readonly nothing = (): string => '';

  protected choose({ option }: MatAutocompleteSelectedEvent): void {
    // The options above hold keys.
    this.found.emit(String(option.value));
    this.words.setValue('');
  }
}
