import { Clipboard } from '@angular/cdk/clipboard';
import { ChangeDetectionStrategy, Component, inject, input, signal } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { Icon } from '../icon/icon.js';

const SHOWN_MILLISECONDS = 1500;

@Component({
  selector: 'pn-copy-button',
  imports: [MatIconButton, Icon],
  template: `
    <button mat-icon-button type="button" [attr.aria-label]="isCopied() ? 'Copied' : label()" (click)="copy()">
      <pn-icon [name]="isCopied() ? 'check' : 'copy'" />
    </button>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CopyButton {
  readonly text = input.required<string>();
  readonly label = input('Copy');
  protected readonly isCopied = signal(false);
  private readonly clipboard = inject(Clipboard);

  protected copy(): void {
    this.isCopied.set(this.clipboard.copy(this.text()));
    setTimeout(() => this.isCopied.set(false), SHOWN_MILLISECONDS);
  }
}
