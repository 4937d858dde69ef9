import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { FormControl, FormGroup, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatError, MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatOption, MatSelect } from '@angular/material/select';
import { MatSnackBar } from '@angular/material/snack-bar';
import { Api } from '../core/api/api.js';
import { injectQuery } from '../core/api/inject-query.js';
import { toProblem } from '../core/api/problem.js';
import { Session } from '../session/session.js';
import { Age } from '../ui/age/age.js';
import { ConfirmButton } from '../ui/confirm-button/confirm-button.js';
import { CopyButton } from '../ui/copy-button/copy-button.js';
import { WholePipe, WordsPipe } from '../ui/format/format-pipes.js';
import { Icon } from '../ui/icon/icon.js';
import { QueryState } from '../ui/query-state/query-state.js';
import { AddMemberDocument, CreateAccountDocument, MembersDocument, RemoveMemberDocument, UpdateMemberDocument } from './members.generated.js';
import type { CreateAccountMutation, MemberRole } from './members.generated.js';

const PAGE = 50;

/** Who belongs to the organization, and with which role. */
@Component({
  selector: 'pn-members-page',
  imports: [Age, ConfirmButton, CopyButton, Icon, MatButton, MatError, MatFormField, MatInput, MatLabel, MatOption, MatSelect, QueryState, ReactiveFormsModule, WholePipe, WordsPipe],
  templateUrl: './members-page.html',
  styles: `
    .role {
      width: 130px;
    }
    .secret {
      font-size: 1rem;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MembersPage {
  readonly organization = input.required<string>();

  private readonly api = inject(Api);
  private readonly notices = inject(MatSnackBar);
  protected readonly session = inject(Session);
  private readonly shown = signal(PAGE);
  protected readonly query = injectQuery(MembersDocument, () => ({ organization: this.organization(), first: this.shown() }), { keepsPrevious: true });
  protected readonly data = computed(() => this.query.data()?.organization);
  protected readonly members = computed(() => this.data()?.members.edges.map(({ node }) => node) ?? []);
  protected readonly isAdministrator = computed(() => this.data()?.viewerRole === 'ADMIN');
  protected readonly roles: readonly { readonly value: MemberRole; readonly label: string }[] = [
    { value: 'VIEWER', label: 'Viewer' },
    { value: 'MEMBER', label: 'Member' },
    { value: 'ADMIN', label: 'Admin' },
  ];

  protected readonly invitation = new FormGroup({
    email: new FormControl('', { nonNullable: true, validators: [Validators.required, Validators.email] }),
    role: new FormControl<MemberRole>('MEMBER', { nonNullable: true }),
  });
  protected readonly account = new FormGroup({
    email: new FormControl('', { nonNullable: true, validators: [Validators.required, Validators.email] }),
    name: new FormControl('', { nonNullable: true, validators: [Validators.required] }),
  });
  protected readonly created = signal<CreateAccountMutation['createAccount'] | undefined>(undefined);
  protected readonly failure = signal<string | undefined>(undefined);
  protected readonly isBusy = signal(false);

  constructor() {
    // The page stays when somebody changes to another organization: what belongs to the last one goes.
    effect(() => {
      this.organization();
      untracked(() => {
        this.created.set(undefined);
        this.failure.set(undefined);
        this.shown.set(PAGE);
      });
    });
  }

  protected async add(): Promise<void> {
    const organizationId = this.data()?.id;
    if (organizationId === undefined || this.invitation.invalid) return this.invitation.markAllAsTouched();
    await this.attempt(async () => {
      await this.api.mutate(AddMemberDocument, { organizationId, ...this.invitation.getRawValue() });
      this.invitation.reset();
    });
  }

  protected async change(id: string, role: MemberRole): Promise<void> {
    await this.attempt(async () => {
      await this.api.mutate(UpdateMemberDocument, { id, role });
    });
  }

  protected async remove(id: string, name: string): Promise<void> {
    await this.attempt(async () => {
      await this.api.mutate(RemoveMemberDocument, { id });
      this.notices.open(`${name} is no longer a member`, undefined, { duration: 3000 });
    });
  }

  protected async createAccount(): Promise<void> {
    if (this.account.invalid) return this.account.markAllAsTouched();
    await this.attempt(async () => {
      const { createAccount } = await this.api.mutate(CreateAccountDocument, this.account.getRawValue());
      this.created.set(createAccount);
      this.account.reset();
    });
  }

  protected showMore(): void {
    this.shown.update((count) => count + PAGE);
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
      // A refused change must not stay on the screen as if it had been made.
      this.query.reload();
    }
  }
}
