import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { FormControl, FormGroup, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { MatSnackBar } from '@angular/material/snack-bar';
import { Router } from '@angular/router';
import { Api } from '../core/api/api.js';
import { toProblem } from '../core/api/problem.js';
import { organizationAddress } from '../core/address/address.js';
import { Session } from '../session/session.js';
import { Icon } from '../ui/icon/icon.js';
import { QueryState } from '../ui/query-state/query-state.js';
import { ChangePasswordDocument, CreateOrganizationDocument, UpdateInstanceDocument } from './account.generated.js';

/** A person's own account; for instance administrators also the installation's settings. */
@Component({
  selector: 'pn-account-page',
  imports: [Icon, MatButton, MatError, MatFormField, MatHint, MatInput, MatLabel, MatSlideToggle, QueryState, ReactiveFormsModule],
  templateUrl: './account-page.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AccountPage {
  protected readonly session = inject(Session);
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly notices = inject(MatSnackBar);

  protected readonly password = new FormGroup({
    currentPassword: new FormControl('', { nonNullable: true, validators: [Validators.required] }),
    newPassword: new FormControl('', { nonNullable: true, validators: [Validators.required, Validators.minLength(12)] }),
  });
  protected readonly newOrganization = new FormGroup({ name: new FormControl('', { nonNullable: true, validators: [Validators.required, Validators.maxLength(80)] }) });
  protected readonly languageNames = computed(() => this.session.instance()?.languages.map(({ name }) => name).join(', ') ?? '');
  protected readonly failure = signal<string | undefined>(undefined);
  protected readonly isBusy = signal(false);

  protected async changePassword(): Promise<void> {
    if (this.password.invalid) return this.password.markAllAsTouched();
    await this.attempt(async () => {
      await this.api.mutate(ChangePasswordDocument, this.password.getRawValue());
      this.password.reset();
      this.notices.open('Password changed', undefined, { duration: 3000 });
      this.session.query.reload();
    });
  }

  protected async createOrganization(): Promise<void> {
    if (this.newOrganization.invalid) return this.newOrganization.markAllAsTouched();
    await this.attempt(async () => {
      const { createOrganization } = await this.api.mutate(CreateOrganizationDocument, { name: this.newOrganization.getRawValue().name.trim() });
      this.session.query.reload();
      await this.router.navigate([...organizationAddress(createOrganization.slug)]);
    });
  }

  protected async setGraphiql(isGraphiqlEnabled: boolean): Promise<void> {
    await this.attempt(async () => {
      await this.api.mutate(UpdateInstanceDocument, { input: { isGraphiqlEnabled } });
      this.session.instanceQuery.reload();
    });
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    this.isBusy.set(true);
    this.failure.set(undefined);
    try {
      await work();
    } catch (error) {
      this.failure.set(toProblem(error).message);
    } finally {
      this.isBusy.set(false);
    }
  }
}
