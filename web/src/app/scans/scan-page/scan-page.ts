import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { injectQuery } from '../../core/api/inject-query.js';
import { LiveConnection } from '../../core/api/live-connection.js';
import { toProblem } from '../../core/api/problem.js';
import { repositoryAddress, resultAddress, scanAddress } from '../../core/address/address.js';
import { RepositoryContext } from '../../repositories/frame/repository-context.js';
import { Session } from '../../session/session.js';
import { Age } from '../../ui/age/age.js';
import { BytesPipe, DurationPipe, ShortCommitPipe, WholePipe, WordsPipe } from '../../ui/format/format-pipes.js';
import { Icon } from '../../ui/icon/icon.js';
import { QueryState } from '../../ui/query-state/query-state.js';
import { ScanStatusBadge } from '../../ui/scan-status/scan-status.js';
import { Pinata } from '../pinata/pinata.js';
import { CancelScanDocument, ScanPageDocument, StartScanDocument } from '../scans.generated.js';
import type { ProgressFieldsFragment } from '../scans.generated.js';
import { PHASES, phaseLabel } from './phases.js';
import { ScanProgress, isFinal } from './scan-progress.js';

/** One scan: the piñata while it runs, and what came of it. */
@Component({
  selector: 'pn-scan-page',
  imports: [Age, BytesPipe, DurationPipe, Icon, MatButton, Pinata, QueryState, RouterLink, ScanStatusBadge, ShortCommitPipe, WholePipe, WordsPipe],
  templateUrl: './scan-page.html',
  styleUrl: './scan-page.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ScanPage {
  readonly organization = input.required<string>();
  readonly repository = input.required<string>();
  /** Id from the address. */
  readonly scan = input.required<string>();

  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly session = inject(Session);
  private readonly context = inject(RepositoryContext);
  private readonly follower = inject(ScanProgress);
  protected readonly connection = inject(LiveConnection);

  protected readonly query = injectQuery(ScanPageDocument, () => ({ id: this.scan() }), { fetchPolicy: 'network-only' });
  protected readonly data = computed(() => this.query.data()?.scan);
  private readonly live = signal<ProgressFieldsFragment | undefined>(undefined);
  /** The newest of what the page asked for and what the server told since. */
  protected readonly progress = computed(() => {
    const live = this.live();
    const asked = this.data()?.progress;
    if (live?.scanId !== this.scan()) return asked;
    return asked !== undefined && isFinal(asked.status) ? asked : live;
  });
  protected readonly status = computed(() => this.progress()?.status ?? this.data()?.status ?? 'QUEUED');
  protected readonly isGoingOn = computed(() => !isFinal(this.status()));
  /** Rounded down: 100 only when all is done. */
  protected readonly percentage = computed(() => Math.floor(this.progress()?.percentage ?? 0));
  protected readonly phases = PHASES;
  protected readonly phaseLabel = computed(() => phaseLabel(this.progress()?.phase ?? 'QUEUED'));
  protected readonly phaseIndex = computed(() => PHASES.findIndex(({ phases }) => phases.includes(this.progress()?.phase ?? 'QUEUED')));
  protected readonly failure = computed(() => this.data()?.failure ?? this.progress()?.failure ?? undefined);
  protected readonly pinataState = computed(() => (this.status() === 'COMPLETED' ? 'broken' : this.isGoingOn() ? 'moving' : 'still'));
  protected readonly filesScanned = computed(() => this.data()?.summary?.files ?? this.progress()?.filesScanned ?? 0);
  protected readonly revision = computed(() => this.data()?.commit ?? this.data()?.branch ?? this.scan());
  protected readonly canScan = computed(() => this.session.isAtLeast('MEMBER', this.organization()));
  protected readonly isBusy = signal(false);
  protected readonly problem = signal<string | undefined>(undefined);

  protected readonly resultAddress = resultAddress;
  protected readonly scansAddress = computed(() => repositoryAddress(this.organization(), this.repository(), 'scans'));

  constructor() {
    effect((onCleanup) => {
      const scanId = this.scan();
      const subscription = this.follower.follow(scanId).subscribe({
        next: (progress) => {
          const isFirst = untracked(this.live)?.scanId !== scanId;
          this.live.set(progress);
          // What only the scan itself says (summary, failure, commit) is asked for when it can have changed.
          if (isFinal(progress.status) && !(isFirst && untracked(this.data) !== undefined && isFinal(untracked(this.data)?.status ?? 'QUEUED'))) this.refresh();
        },
        error: (error: unknown) => this.problem.set(toProblem(error).message),
      });
      onCleanup(() => subscription.unsubscribe());
    });
    effect(() => {
      const phase = this.progress()?.phase;
      // Branch and commit are known once the checkout is done.
      if (phase === 'PARSE' || phase === 'DISCOVER') untracked(() => this.data()?.commit === null && this.query.reload());
    });
  }

  protected async cancel(): Promise<void> {
    await this.attempt(async () => {
      await this.api.mutate(CancelScanDocument, { id: this.scan() });
      this.refresh();
    });
  }

  protected async startAgain(): Promise<void> {
    const data = this.data();
    if (data === undefined) return;
    await this.attempt(async () => {
      const { startScan } = await this.api.mutate(StartScanDocument, {
        input: { repositoryId: data.repository.id, clientKey: crypto.randomUUID(), ...(data.reference === null ? {} : { reference: data.reference }) },
      });
      await this.router.navigate([...scanAddress(this.organization(), this.repository(), startScan.id)]);
    });
  }

  private refresh(): void {
    this.query.reload();
    this.context.query.reload();
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    this.isBusy.set(true);
    this.problem.set(undefined);
    try {
      await work();
    } catch (error) {
      this.problem.set(toProblem(error).message);
    } finally {
      this.isBusy.set(false);
    }
  }
}
