import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { FormControl, NonNullableFormBuilder, ReactiveFormsModule } from '@angular/forms';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { MatFormField, MatLabel, MatPrefix } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatOption, MatSelect } from '@angular/material/select';
import { Router, RouterLink } from '@angular/router';
import { debounceTime, map } from 'rxjs';
import { injectQuery } from '../../core/api/inject-query.js';
import { organizationAddress, repositoryAddress, scanAddress } from '../../core/address/address.js';
import { Session } from '../../session/session.js';
import { Age } from '../../ui/age/age.js';
import { EmptyState } from '../../ui/empty-state/empty-state.js';
import { WholePipe } from '../../ui/format/format-pipes.js';
import { Icon } from '../../ui/icon/icon.js';
import { LanguageShares } from '../../ui/language-shares/language-shares.js';
import { QueryState } from '../../ui/query-state/query-state.js';
import { ScanStatusBadge } from '../../ui/scan-status/scan-status.js';
import { RepositoryListDocument } from '../repositories.generated.js';
import { ORDERS, STATUSES, listVariables } from './list-variables.js';

const PAGE = 20;
const TYPING_MILLISECONDS = 200;

/** All repositories of an organization; search, filter and order live in the address. */
@Component({
  selector: 'pn-repository-list-page',
  imports: [Age, EmptyState, Icon, LanguageShares, MatButton, MatFormField, MatInput, MatLabel, MatOption, MatPrefix, MatSelect, QueryState, ReactiveFormsModule, RouterLink, ScanStatusBadge, WholePipe],
  templateUrl: './repository-list-page.html',
  styleUrl: './repository-list-page.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class RepositoryListPage {
  readonly organization = input.required<string>();
  readonly search = input<string>();
  readonly status = input<string>();
  readonly source = input<string>();
  readonly order = input<string>();

  protected readonly statuses = STATUSES;
  protected readonly orders = ORDERS;
  private readonly builder = inject(NonNullableFormBuilder);
  private readonly router = inject(Router);
  private readonly session = inject(Session);
  protected readonly form = this.builder.group({
    search: new FormControl('', { nonNullable: true }),
    status: new FormControl('', { nonNullable: true }),
    source: new FormControl('', { nonNullable: true }),
    order: new FormControl('scanned', { nonNullable: true }),
  });
  private readonly changed = toSignal(
    this.form.valueChanges.pipe(
      debounceTime(TYPING_MILLISECONDS),
      map(() => this.form.getRawValue()),
    ),
  );
  private readonly shown = signal(PAGE);

  protected readonly query = injectQuery(
    RepositoryListDocument,
    () => ({ organization: this.organization(), first: this.shown(), ...listVariables({ search: this.search(), status: this.status(), source: this.source(), order: this.order() }) }),
    { keepsPrevious: true },
  );
  protected readonly page = computed(() => this.query.data()?.organization.repositories);
  protected readonly repositories = computed(() => this.page()?.edges.map(({ node }) => node) ?? []);
  protected readonly canAdd = computed(() => this.session.isAtLeast('MEMBER', this.organization()));
  protected readonly isFiltered = computed(() => [this.search(), this.status(), this.source()].some((value) => value !== undefined && value !== ''));
  protected readonly organizationAddress = organizationAddress;
  protected readonly repositoryAddress = repositoryAddress;
  protected readonly scanAddress = scanAddress;

  constructor() {
    effect(() => {
      const fromAddress = { search: this.search() ?? '', status: this.status() ?? '', source: this.source() ?? '', order: this.order() ?? 'scanned' };
      untracked(() => {
        if (JSON.stringify(fromAddress) !== JSON.stringify(this.form.getRawValue())) this.form.setValue(fromAddress, { emitEvent: false });
      });
    });
    effect(() => {
      const value = this.changed();
      if (value === undefined) return;
      const queryParams = Object.fromEntries(Object.entries(value).map(([name, text]) => [name, text === '' || (name === 'order' && text === 'scanned') ? null : text]));
      void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
    });
  }

  protected showMore(): void {
    this.shown.update((count) => count + PAGE);
  }

  protected clear(): void {
    this.form.patchValue({ search: '', status: '', source: '' });
  }
}
