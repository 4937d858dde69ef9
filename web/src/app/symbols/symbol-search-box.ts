import { ChangeDetectionStrategy, Component, ElementRef, afterNextRender, model, output, viewChild } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { MatFormField, MatHint, MatLabel, MatPrefix } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { Icon } from '../ui/icon/icon.js';

const TYPING_MILLISECONDS = 150;

/** A search field that asks while somebody types. */
@Component({
  selector: 'pn-symbol-search-box',
  imports: [FormsModule, Icon, MatFormField, MatHint, MatInput, MatLabel, MatPrefix],
  template: `
    <mat-form-field>
      <mat-label>Symbol</mat-label>
      <pn-icon matPrefix name="search" class="prefix" />
      <input #field matInput type="search" [ngModel]="words()" (ngModelChange)="onType($event)" placeholder="getUserById, gUBI, userserv …" autocomplete="off" spellcheck="false" maxlength="200" />
      <mat-hint>Whole names first, then beginnings, capital letters (gUBI), parts, and one typo.</mat-hint>
    </mat-form-field>
  `,
  styles: `
    mat-form-field {
      width: 100%;
    }
    .prefix {
      margin: 0 4px 0 12px;
      color: var(--pn-ink-soft);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SymbolSearchBox {
  readonly words = model('');
  /** After a pause in typing. */
  readonly settled = output<string>();

  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field');
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    afterNextRender(() => this.field().nativeElement.focus());
  }

  protected onType(words: string): void {
    this.words.set(words);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.settled.emit(words), TYPING_MILLISECONDS);
  }
}
