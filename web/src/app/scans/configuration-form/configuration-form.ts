import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import type { OnInit } from '@angular/core';
import { DestroyRef } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { ReactiveFormsModule } from '@angular/forms';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatError, MatFormField, MatHint, MatLabel, MatSuffix } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { Session } from '../../session/session.js';
import { splitExtensions } from './configuration-model.js';
import type { ConfigurationForm } from './configuration-model.js';

/** Which files a scan reads and what it may use. Ticking a language and typing its extensions are the same thing. */
@Component({
  selector: 'pn-configuration-form',
  imports: [MatCheckbox, MatError, MatFormField, MatHint, MatInput, MatLabel, MatSuffix, ReactiveFormsModule],
  templateUrl: './configuration-form.html',
  styleUrl: './configuration-form.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ConfigurationFields implements OnInit {
  readonly form = input.required<ConfigurationForm>();
  readonly isAdvancedOpen = input(false);

  private readonly session = inject(Session);
  private readonly destroyRef = inject(DestroyRef);
  private readonly extensions = signal<readonly string[]>([]);
  protected readonly isDisabled = signal(false);

  protected readonly languages = computed(() => {
    const chosen = this.extensions();
    return (this.session.instance()?.languages ?? []).map((language) => {
      const present = language.extensions.filter((extension) => chosen.includes(extension)).length;
      return { ...language, isChosen: present === language.extensions.length, isPartly: present > 0 && present < language.extensions.length };
    });
  });

  ngOnInit(): void {
    const control = this.form().controls.fileExtensions;
    this.extensions.set(splitExtensions(control.value));
    this.isDisabled.set(control.disabled);
    control.valueChanges.pipe(takeUntilDestroyed(this.destroyRef)).subscribe((text) => this.extensions.set(splitExtensions(text)));
    control.statusChanges.pipe(takeUntilDestroyed(this.destroyRef)).subscribe(() => this.isDisabled.set(control.disabled));
  }

  protected choose(extensions: readonly string[], isChosen: boolean): void {
    const others = this.extensions().filter((extension) => !extensions.includes(extension));
    const control = this.form().controls.fileExtensions;
    control.setValue([...others, ...(isChosen ? extensions : [])].join(', '));
    control.markAsDirty();
  }
}
