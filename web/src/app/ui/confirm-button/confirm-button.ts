import { ChangeDetectionStrategy, Component, ElementRef, Injector, afterNextRender, inject, input, output, signal } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { Icon } from '../icon/icon.js';
import type { IconName } from '../icon/icon-paths.js';

/** A button for what cannot be undone: it asks once more, in its own place. */
@Component({
  selector: 'pn-confirm-button',
  imports: [Icon, MatButton, MatIconButton],
  template: `
    @if (isAsking()) {
      <span class="question" role="group" [attr.aria-label]="label() + '?'" (keydown.escape)="answer(false); $event.stopPropagation()">
        <button mat-flat-button type="button" class="yes" [disabled]="isDisabled()" (click)="answer(true)">{{ verb() }}</button>
        <button mat-button type="button" class="no" (click)="answer(false)">Keep</button>
      </span>
    } @else if (icon(); as icon) {
      <button mat-icon-button type="button" class="ask" [disabled]="isDisabled()" [attr.aria-label]="label()" (click)="ask()"><pn-icon [name]="icon" /></button>
    } @else {
      <button mat-button type="button" class="ask" [disabled]="isDisabled()" [attr.aria-label]="label()" (click)="ask()">{{ verb() }}</button>
    }
  `,
  styles: `
    :host {
      display: inline-block;
    }
    .question {
      display: inline-flex;
      align-items: center;
    }
    .yes {
      --mat-button-filled-container-color: var(--pn-bad);
      --mat-button-filled-label-text-color: var(--pn-surface);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ConfirmButton {
  /** What is done, such as `Remove`. */
  readonly verb = input.required<string>();
  /** What is done to whom, for those who do not see the row: `Remove Ada`. */
  readonly label = input.required<string>();
  readonly icon = input<IconName>();
  readonly isDisabled = input(false);
  readonly confirmed = output();

  protected readonly isAsking = signal(false);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly injector = inject(Injector);

  protected ask(): void {
    this.isAsking.set(true);
    // Where one came by keyboard, the next key must answer the question, and harmlessly.
    this.focus('.no');
  }

  protected answer(isYes: boolean): void {
    this.isAsking.set(false);
    this.focus('.ask');
    if (isYes) this.confirmed.emit();
  }

  private focus(selector: string): void {
    afterNextRender(() => this.host.nativeElement.querySelector<HTMLElement>(selector)?.focus(), { injector: this.injector });
  }
}
