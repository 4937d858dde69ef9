import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { FormControl, FormGroup, ReactiveFormsModule } from '@angular/forms';
import { MatAutocomplete, MatAutocompleteTrigger } from '@angular/material/autocomplete';
import { MatButton } from '@angular/material/button';
import { MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatOption } from '@angular/material/select';
import { Router } from '@angular/router';
import { debounceTime } from 'rxjs';
import { Api } from '../../core/api/api.js';
import { injectQuery } from '../../core/api/inject-query.js';
import { toProblem } from '../../core/api/problem.js';
import { scanAddress } from '../../core/address/address.js';
import { RepositoryContext } from '../../repositories/frame/repository-context.js';
import { ReferencesDocument } from '../../repositories/repositories.generated.js';
import { ShortCommitPipe } from '../../ui/format/format-pipes.js';
import { Icon } from '../../ui/icon/icon.js';
import { QueryState } from '../../ui/query-state/query-state.js';
import { ConfigurationFields } from '../configuration-form/configuration-form.js';
import { configurationForm, configurationInput, fillConfiguration } from '../configuration-form/configuration-model.js';
import { ScanDefaultsDocument, StartScanDocument } from '../scans.generated.js';

const TYPING_MILLISECONDS = 250;

/** Starts a scan of a branch, tag or commit, with the repository's configuration or another one for this time. */
@Component({
  selector: 'pn-start-scan-page',
  imports: [ConfigurationFields, Icon, MatAutocomplete, MatAutocompleteTrigger, MatButton, MatFormField, MatHint, MatInput, MatLabel, MatOption, QueryState, ReactiveFormsModule, ShortCommitPipe],
  templateUrl: './start-scan-page.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class StartScanPage {
  readonly organization = input.required<string>();
  readonly repository = input.required<string>();
  /** Preselected by a link such as “scan this branch”. */
  readonly reference = input<string>();

  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly context = inject(RepositoryContext);
  protected readonly query = injectQuery(ScanDefaultsDocument, () => ({ organization: this.organization(), repository: this.repository() }));
  protected readonly data = computed(() => this.query.data()?.repository);
  protected readonly mayScan = computed(() => this.data()?.organization.viewerRole !== 'VIEWER');
  protected readonly configuration = configurationForm();
  private readonly chosen = new FormControl('', { nonNullable: true });
  protected readonly form = new FormGroup({ reference: this.chosen });
  /** The fields that are wrong may lie in the closed part. */
  protected readonly hasWrongLimits = signal(false);
  private readonly typed = toSignal(this.chosen.valueChanges.pipe(debounceTime(TYPING_MILLISECONDS)), { initialValue: '' });
  protected readonly references = injectQuery(
    ReferencesDocument,
    () => {
      const repositoryId = this.data()?.id;
      return repositoryId === undefined || !this.mayScan() ? undefined : { repositoryId, search: this.typed() };
    },
    { keepsPrevious: true },
  );
  protected readonly isBusy = signal(false);
  protected readonly failure = signal<string | undefined>(undefined);
  /** One key for one form: a second press of the button is the same scan. */
  private readonly clientKey = crypto.randomUUID();

  constructor() {
    let isFilled = false;
    effect(() => {
      const data = this.data();
      if (data === undefined || isFilled) return;
      isFilled = true;
      untracked(() => fillConfiguration(this.configuration, data.configuration));
    });
    effect(() => {
      const reference = this.reference();
      if (reference !== undefined) untracked(() => this.chosen.setValue(reference));
    });
  }

  protected async start(): Promise<void> {
    const data = this.data();
    if (data === undefined || this.configuration.invalid) {
      this.configuration.markAllAsTouched();
      this.hasWrongLimits.set(true);
      return;
    }
    const reference = this.chosen.value.trim();
    this.isBusy.set(true);
    this.failure.set(undefined);
    try {
      const { startScan } = await this.api.mutate(
        StartScanDocument,
        {
          input: {
            repositoryId: data.id,
            clientKey: this.clientKey,
            ...(reference === '' ? {} : { reference }),
            ...(this.configuration.dirty ? { configuration: configurationInput(this.configuration) } : {}),
          },
        },
        ['organization'],
      );
      this.context.query.reload();
      await this.router.navigate([...scanAddress(this.organization(), this.repository(), startScan.id)]);
    } catch (error) {
      this.failure.set(toProblem(error).message);
    } finally {
      this.isBusy.set(false);
    }
  }
}
