import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { FormControl, FormGroup, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatSnackBar } from '@angular/material/snack-bar';
import { Router } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { injectQuery } from '../../core/api/inject-query.js';
import { toProblem } from '../../core/api/problem.js';
import { organizationAddress } from '../../core/address/address.js';
import { ConfigurationFields } from '../../scans/configuration-form/configuration-form.js';
import { configurationForm, configurationInput, fillConfiguration } from '../../scans/configuration-form/configuration-model.js';
import { Icon } from '../../ui/icon/icon.js';
import { QueryState } from '../../ui/query-state/query-state.js';
import { SourceFields } from '../connection/source-fields.js';
import { credentialInput, sourceForm } from '../connection/source-model.js';
import { RepositoryContext } from '../frame/repository-context.js';
import { CheckConnectionDocument, DeleteRepositoryDocument, RepositorySettingsDocument, UpdateRepositoryDocument } from '../repositories.generated.js';

/** Name, source, credential and configuration of a repository; administrators also delete it here. */
@Component({
  selector: 'pn-repository-settings-page',
  imports: [ConfigurationFields, Icon, MatButton, MatCheckbox, MatError, MatFormField, MatHint, MatInput, MatLabel, QueryState, ReactiveFormsModule, SourceFields],
  templateUrl: './repository-settings-page.html',
  styles: `
    .danger {
      --mat-button-outlined-label-text-color: var(--pn-bad);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class RepositorySettingsPage {
  readonly organization = input.required<string>();
  readonly repository = input.required<string>();

  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly notices = inject(MatSnackBar);
  private readonly context = inject(RepositoryContext);
  protected readonly query = injectQuery(RepositorySettingsDocument, () => ({ organization: this.organization(), repository: this.repository() }));
  protected readonly data = computed(() => this.query.data()?.repository);
  protected readonly isAdministrator = computed(() => this.data()?.organization.viewerRole === 'ADMIN');

  protected readonly source = sourceForm();
  protected readonly configuration = configurationForm();
  protected readonly details = new FormGroup({
    name: new FormControl('', { nonNullable: true, validators: [Validators.required, Validators.maxLength(100)] }),
    description: new FormControl('', { nonNullable: true, validators: [Validators.maxLength(500)] }),
    defaultBranch: new FormControl('', { nonNullable: true }),
    isCredentialRemoved: new FormControl(false, { nonNullable: true }),
  });
  protected readonly deletion = new FormGroup({ name: new FormControl('', { nonNullable: true }) });
  protected readonly isBusy = signal(false);
  protected readonly failure = signal<string | undefined>(undefined);
  protected readonly checked = signal<{ readonly isReachable: boolean; readonly message: string } | undefined>(undefined);

  constructor() {
    let filled: string | undefined;
    effect(() => {
      const data = this.data();
      if (data === undefined) return;
      untracked(() => {
        // A refreshed answer must not undo what is being typed.
        if (filled === data.updatedAt) return;
        filled = data.updatedAt;
        this.details.reset({ name: data.name, description: data.description, defaultBranch: data.defaultBranch ?? '', isCredentialRemoved: false });
        this.source.reset({ source: data.source, location: data.location });
        fillConfiguration(this.configuration, data.configuration);
        for (const form of [this.details, this.source, this.configuration]) {
          if (this.isAdministrator()) form.enable();
          else form.disable();
        }
      });
    });
  }

  protected async check(): Promise<void> {
    const data = this.data();
    const organizationId = this.context.repository()?.organization.id;
    if (data === undefined || organizationId === undefined) return;
    const branch = this.details.getRawValue().defaultBranch.trim();
    await this.attempt(async () => {
      const { checkConnection } = await this.api.mutate(CheckConnectionDocument, {
        input: {
          organizationId,
          repositoryId: data.id,
          source: data.source,
          location: this.source.getRawValue().location.trim(),
          ...(branch === '' ? {} : { reference: branch }),
          ...credentialInput(this.source),
        },
      });
      this.checked.set(checkConnection);
    });
  }

  protected async save(): Promise<void> {
    const data = this.data();
    if (data === undefined || [this.details, this.source, this.configuration].some((form) => form.invalid)) {
      for (const form of [this.details, this.source, this.configuration]) form.markAllAsTouched();
      return;
    }
    const { name, description, defaultBranch, isCredentialRemoved } = this.details.getRawValue();
    await this.attempt(async () => {
      await this.api.mutate(UpdateRepositoryDocument, {
        input: {
          id: data.id,
          name: name.trim(),
          description,
          defaultBranch: defaultBranch.trim(),
          location: this.source.getRawValue().location.trim(),
          ...(isCredentialRemoved ? { isCredentialRemoved } : credentialInput(this.source)),
          configuration: configurationInput(this.configuration),
        },
      });
      this.notices.open('Settings saved', undefined, { duration: 3000 });
    });
  }

  protected async remove(): Promise<void> {
    const data = this.data();
    if (data === undefined || this.deletion.getRawValue().name !== data.name) return;
    await this.attempt(async () => {
      await this.api.mutate(DeleteRepositoryDocument, { id: data.id }, ['organization', 'repository', 'repositories']);
      this.notices.open('Repository deleted', undefined, { duration: 3000 });
      await this.router.navigate([...organizationAddress(this.organization(), 'repositories')]);
    });
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    this.isBusy.set(true);
    this.failure.set(undefined);
    this.checked.set(undefined);
    try {
      await work();
    } catch (error) {
      this.failure.set(toProblem(error).message);
    } finally {
      this.isBusy.set(false);
    }
  }
}
