import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { ReactiveFormsModule } from '@angular/forms';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatOption, MatSelect } from '@angular/material/select';
import { Session } from '../../session/session.js';
import type { SourceForm } from './source-model.js';

/** Address or folder of a repository, and the credential for it. */
@Component({
  selector: 'pn-source-fields',
  imports: [MatButtonToggle, MatButtonToggleGroup, MatError, MatFormField, MatHint, MatInput, MatLabel, MatOption, MatSelect, ReactiveFormsModule],
  templateUrl: './source-fields.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SourceFields {
  readonly form = input.required<SourceForm>();
  /** A saved repository keeps its kind of source. */
  readonly isSaved = input(false);
  /** User name of the credential that is stored already. */
  readonly storedCredential = input<string | null>(null);

  private readonly session = inject(Session);
  protected readonly isLocalPathAllowed = computed(() => this.session.instance()?.isLocalPathAllowed === true);
}
