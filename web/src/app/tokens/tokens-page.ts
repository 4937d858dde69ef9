import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { FormControl, FormGroup, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatError, MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatOption, MatSelect } from '@angular/material/select';
import { Api } from '../core/api/api.js';
import { injectQuery } from '../core/api/inject-query.js';
import { toProblem } from '../core/api/problem.js';
import { Session } from '../session/session.js';
import { Age } from '../ui/age/age.js';
import { Clock } from '../ui/age/clock.js';
import { ConfirmButton } from '../ui/confirm-button/confirm-button.js';
import { CopyButton } from '../ui/copy-button/copy-button.js';
import { EmptyState } from '../ui/empty-state/empty-state.js';
import { WordsPipe } from '../ui/format/format-pipes.js';
import { Icon } from '../ui/icon/icon.js';
import { QueryState } from '../ui/query-state/query-state.js';
import { ApiTokensDocument, CreateApiTokenDocument, RevokeApiTokenDocument, TokenOrganizationDocument } from './tokens.generated.js';
import type { ApiTokenScope } from './tokens.generated.js';

/** A wider scope holds the narrower ones. */
const SCOPES: readonly { readonly value: ApiTokenScope; readonly label: string; readonly scopes: ApiTokenScope[] }[] = [
  { value: 'READ', label: 'Read', scopes: ['READ'] },
  { value: 'SCAN', label: 'Read, start and cancel scans', scopes: ['READ', 'SCAN'] },
  { value: 'ADMIN', label: 'Everything you may do here', scopes: ['READ', 'SCAN', 'ADMIN'] },
];

/** Tokens with which scripts and CI call the API in the name of a person. */
@Component({
  selector: 'pn-tokens-page',
  imports: [Age, ConfirmButton, CopyButton, EmptyState, Icon, MatButton, MatError, MatFormField, MatInput, MatLabel, MatOption, MatSelect, QueryState, ReactiveFormsModule, WordsPipe],
  templateUrl: './tokens-page.html',
  styles: `
    .secret {
      overflow-wrap: anywhere;
    }
    .gone {
      color: var(--pn-ink-faint);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TokensPage {
  readonly organization = input.required<string>();

  private readonly api = inject(Api);
  private readonly clock = inject(Clock);
  private readonly session = inject(Session);
  protected readonly organizationQuery = injectQuery(TokenOrganizationDocument, () => ({ organization: this.organization() }));
  private readonly organizationId = computed(() => this.organizationQuery.data()?.organization.id);
  protected readonly query = injectQuery(ApiTokensDocument, () => {
    const organizationId = this.organizationId();
    return organizationId === undefined ? undefined : { organizationId };
  });
  protected readonly tokens = computed(() =>
    this.query.data()?.apiTokens.map((token) => ({ ...token, isOver: token.revokedAt !== null || Date.parse(token.expiresAt) < this.clock.now() })),
  );
  /** The organization's own failure comes first: without it there is nothing to ask for. */
  protected readonly shown = computed(() => (this.organizationId() === undefined ? this.organizationQuery : this.query));

  protected readonly scopes = computed(() => SCOPES.filter(({ value }) => value !== 'SCAN' || this.session.isAtLeast('MEMBER', this.organization())));
  protected readonly expiries = [7, 30, 90, 365];
  protected readonly form = new FormGroup({
    name: new FormControl('', { nonNullable: true, validators: [Validators.required, Validators.maxLength(80)] }),
    scope: new FormControl<ApiTokenScope>('READ', { nonNullable: true }),
    expiresInDays: new FormControl(90, { nonNullable: true }),
  });
  protected readonly secret = signal<string | undefined>(undefined);
  protected readonly failure = signal<string | undefined>(undefined);
  protected readonly isBusy = signal(false);

  constructor() {
    // The page stays when somebody changes to another organization: what belongs to the last one goes.
    effect(() => {
      this.organization();
      untracked(() => {
        this.secret.set(undefined);
        this.failure.set(undefined);
      });
    });
  }

  protected async create(): Promise<void> {
    const organizationId = this.organizationId();
    if (organizationId === undefined || this.form.invalid) return this.form.markAllAsTouched();
    const { name, scope, expiresInDays } = this.form.getRawValue();
    await this.attempt(async () => {
      const { createApiToken } = await this.api.mutate(CreateApiTokenDocument, {
        input: { organizationId, name: name.trim(), expiresInDays, scopes: SCOPES.find(({ value }) => value === scope)?.scopes ?? ['READ'] },
      });
      this.secret.set(createApiToken.secret);
      this.form.reset();
    });
  }

  protected async revoke(id: string): Promise<void> {
    await this.attempt(async () => {
      await this.api.mutate(RevokeApiTokenDocument, { id });
    });
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    this.isBusy.set(true);
    this.failure.set(undefined);
    try {
      await work();
      this.query.reload();
    } catch (error) {
      this.failure.set(toProblem(error).message);
    } finally {
      this.isBusy.set(false);
    }
  }
}
