import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle } from '@angular/material/dialog';
import { Shortcuts } from './shortcuts.js';

@Component({
  selector: 'pn-shortcuts-dialog',
  imports: [MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle],
  template: `
    <h2 mat-dialog-title>Keyboard shortcuts</h2>
    <mat-dialog-content>
      @for (group of groups(); track group.name) {
        <h3>{{ group.name }}</h3>
        <dl>
          @for (shortcut of group.shortcuts; track shortcut.keys) {
            <dt>
              @for (key of shortcut.keys.split(' '); track $index) {
                <kbd>{{ key === 'Escape' ? 'Esc' : key }}</kbd>
              }
            </dt>
            <dd>{{ shortcut.description }}</dd>
          }
        </dl>
      }
    </mat-dialog-content>
    <mat-dialog-actions align="end"><button mat-button mat-dialog-close>Close</button></mat-dialog-actions>
  `,
  styles: `
    dl {
      display: grid;
      grid-template-columns: minmax(72px, max-content) 1fr;
      gap: 8px 16px;
      margin: 8px 0 20px;
    }
    dt {
      display: flex;
      gap: 4px;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ShortcutsDialog {
  protected readonly groups = inject(Shortcuts).groups;
}
