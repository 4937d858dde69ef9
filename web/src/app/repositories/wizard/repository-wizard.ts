import { ChangeDetectionStrategy, Component, ElementRef, computed, inject, input, signal, viewChild } from '@angular/core';
import { FormControl, FormGroup, ReactiveFormsModule, Validators } from '@angular/forms';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatAutocomplete, MatAutocompleteTrigger } from '@angular/material/autocomplete';
import { MatButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatOption } from '@angular/material/select';
import { Router, RouterLink } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { injectQuery } from '../../core/api/inject-query.js';
import { toProblem } from '../../core/api/problem.js';
import { organizationAddress, repositoryAddress, scanAddress } from '../../core/address/address.js';
import { ConfigurationFields } from '../../scans/configuration-form/configuration-form.js';
import { configurationForm, configurationInput } from '../../scans/configuration-form/configuration-model.js';
import { StartScanDocument } from '../../scans/scans.generated.js';
import { ShortCommitPipe } from '../../ui/format/format-pipes.js';
import { Icon } from '../../ui/icon/icon.js';
import { QueryState } from '../../ui/query-state/query-state.js';
import { SourceFields } from '../connection/source-fields.js';
import { credentialInput, nameOfLocation, sourceForm } from '../connection/source-model.js';
import { CheckConnectionDocument, CreateRepositoryDocument, ListReferencesDocument, OrganizationIdDocument } from '../repositories.generated.js';
import type { ListReferencesMutation } from '../repositories.generated.js';

const STEPS = ['Source', 'Branch', 'Files and limits', 'Review'] as const;

/** Adds a repository in four steps. The second opens only after the server could read the source. */
@Component({
  selector: 'pn-repository-wizard',
  imports: [
    ConfigurationFields,
    Icon,
    MatAutocomplete,
    MatAutocompleteTrigger,
    MatButton,
    MatCheckbox,
    MatFormField,
    MatHint,
    MatInput,
    MatLabel,
    MatOption,
    QueryState,
    ReactiveFormsModule,
    RouterLink,
    ShortCommitPipe,
    SourceFields,
  ],
  templateUrl: './repository-wizard.html',
  styleUrl: './repository-wizard.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class RepositoryWizard {
  readonly organization = input.required<string>();

  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading');
  protected readonly organizationQuery = injectQuery(OrganizationIdDocument, () => ({ organization: this.organization() }));
  private readonly organizationId = computed(() => this.organizationQuery.data()?.organization.id);
  protected readonly mayAdd = computed(() => this.organizationQuery.data()?.organization.viewerRole !== 'VIEWER');

  protected readonly steps = STEPS;
  protected readonly step = signal(0);
  protected readonly isBusy = signal(false);
  /** The fields that are wrong may lie in the closed part. */
  protected readonly hasWrongLimits = signal(false);
  protected readonly failure = signal<string | undefined>(undefined);
  protected readonly found = signal<string | undefined>(undefined);
  protected readonly references = signal<ListReferencesMutation['listReferences']>([]);

  protected readonly source = sourceForm();
  protected readonly configuration = configurationForm();
  protected readonly details = new FormGroup({
    name: new FormControl('', { nonNullable: true, validators: [Validators.required, Validators.maxLength(100)] }),
    description: new FormControl('', { nonNullable: true, validators: [Validators.maxLength(500)] }),
    branch: new FormControl('', { nonNullable: true }),
    isScannedNow: new FormControl(true, { nonNullable: true }),
  });
  private readonly typedBranch = toSignal(this.details.controls.branch.valueChanges, { initialValue: '' });
  protected readonly defaultBranch = computed(() => this.references().find(({ isDefault }) => isDefault)?.name);
  protected readonly offered = computed(() => {
    const words = this.typedBranch().toLowerCase();
    const branches = this.references().filter(({ kind }) => kind === 'BRANCH');
    return branches.filter(({ name }) => branches.some((branch) => branch.name === this.typedBranch()) || name.toLowerCase().includes(words)).slice(0, 100);
  });
  protected readonly organizationAddress = organizationAddress;

  protected async next(): Promise<void> {
    this.failure.set(undefined);
    if (this.step() === 0 && !(await this.checkConnection())) return;
    if (this.step() === 1 && !this.isBranchKnown()) return;
    if (this.step() === 2 && this.configuration.invalid) {
      this.configuration.markAllAsTouched();
      this.hasWrongLimits.set(true);
      return;
    }
    this.goTo(this.step() + 1);
  }

  protected goTo(step: number): void {
    this.failure.set(undefined);
    this.step.set(step);
    this.heading().nativeElement.focus();
  }

  /** Asks the server to read the source now; nothing is saved. */
  private async checkConnection(): Promise<boolean> {
    const organizationId = this.organizationId();
    if (this.source.invalid || organizationId === undefined) {
      this.source.markAllAsTouched();
      return false;
    }
    const { source, location } = this.source.getRawValue();
    const checked = { organizationId, source, location: location.trim(), ...credentialInput(this.source) };
    return this.attempt(async () => {
      const { checkConnection } = await this.api.mutate(CheckConnectionDocument, { input: checked });
      if (!checkConnection.isReachable) {
        this.failure.set(checkConnection.message);
        return false;
      }
      this.found.set(checkConnection.message);
      const { listReferences } = await this.api.mutate(ListReferencesDocument, { input: checked });
      this.references.set(listReferences);
      if (this.details.controls.name.pristine) this.details.controls.name.setValue(nameOfLocation(location));
      return true;
    });
  }

  private isBranchKnown(): boolean {
    const branch = this.details.controls.branch.value.trim();
    if (branch === '' || this.references().length === 0 || this.references().some(({ name }) => name === branch)) return true;
    this.failure.set(`The repository has no branch or tag “${branch}”.`);
    return false;
  }

  protected async create(): Promise<void> {
    const organizationId = this.organizationId();
    if (organizationId === undefined || this.details.invalid) {
      this.details.markAllAsTouched();
      return;
    }
    const { source, location } = this.source.getRawValue();
    const { name, description, branch, isScannedNow } = this.details.getRawValue();
    await this.attempt(async () => {
      const { createRepository } = await this.api.mutate(
        CreateRepositoryDocument,
        {
          input: {
            organizationId,
            name: name.trim(),
            description,
            source,
            location: location.trim(),
            ...(branch.trim() === '' ? {} : { defaultBranch: branch.trim() }),
            ...credentialInput(this.source),
            configuration: configurationInput(this.configuration),
          },
        },
        ['organization', 'repositories'],
      );
      if (!isScannedNow) return this.router.navigate([...repositoryAddress(this.organization(), createRepository.slug)]);
      const { startScan } = await this.api.mutate(StartScanDocument, { input: { repositoryId: createRepository.id, clientKey: crypto.randomUUID() } });
      return this.router.navigate([...scanAddress(this.organization(), createRepository.slug, startScan.id)]);
    });
  }

  private async attempt(work: () => Promise<boolean>): Promise<boolean> {
    this.isBusy.set(true);
    this.failure.set(undefined);
    try {
      return await work();
    } catch (error) {
      this.failure.set(toProblem(error).message);
      return false;
    } finally {
      this.isBusy.set(false);
    }
  }
}
