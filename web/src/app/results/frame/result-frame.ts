import { ChangeDetectionStrategy, Component, DestroyRef, computed, effect, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { MatSnackBar } from '@angular/material/snack-bar';
import { Router, RouterLink, RouterOutlet } from '@angular/router';
import { repositoryAddress, resultAddress, scanAddress } from '../../core/address/address.js';
import type { ResultView } from '../../core/address/address.js';
import { Shortcuts } from '../../core/keyboard/shortcuts.js';
import { RepositoryContext } from '../../repositories/frame/repository-context.js';
import { Age } from '../../ui/age/age.js';
import { CopyButton } from '../../ui/copy-button/copy-button.js';
import { ShortCommitPipe } from '../../ui/format/format-pipes.js';
import { Icon } from '../../ui/icon/icon.js';
import { QueryState } from '../../ui/query-state/query-state.js';
import { ResultContext } from './result-context.js';

/** The line above every result that says of which branch, commit and age it is. */
@Component({
  selector: 'pn-result-frame',
  imports: [Age, CopyButton, Icon, MatButton, MatMenu, MatMenuItem, MatMenuTrigger, QueryState, RouterLink, RouterOutlet, ShortCommitPipe],
  templateUrl: './result-frame.html',
  styleUrl: './result-frame.scss',
  providers: [ResultContext],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ResultFrame {
  readonly organization = input.required<string>();
  readonly repository = input.required<string>();
  /** Branch or commit. */
  readonly revision = input.required<string>();

  protected readonly context = inject(ResultContext);
  protected readonly repositoryContext = inject(RepositoryContext);
  private readonly router = inject(Router);
  private readonly notices = inject(MatSnackBar);

  protected readonly branches = computed(() => this.repositoryContext.repository()?.scannedBranches ?? []);
  protected readonly isPinned = computed(() => this.context.scan()?.commit === this.revision());
  protected readonly isNotReady = computed(() => this.context.query.problem()?.code === 'NOT_READY');
  protected readonly scanAddress = scanAddress;
  protected readonly newScan = computed(() => repositoryAddress(this.organization(), this.repository(), 'scans', 'new'));

  constructor() {
    effect(() => this.context.place.set({ organization: this.organization(), repository: this.repository(), revision: this.revision() }));
    inject(Shortcuts).register(
      [
        { keys: 'y', group: 'Results', description: 'Put the commit into the address, so that it always shows this state', run: () => this.pin() },
        { keys: '1', group: 'Results', description: 'Overview', run: () => this.open('overview') },
        { keys: '2', group: 'Results', description: 'Graph', run: () => this.open('graph') },
        { keys: '3', group: 'Results', description: 'Files', run: () => this.open('files') },
        { keys: '4', group: 'Results', description: 'Symbols', run: () => this.open('symbols') },
      ],
      inject(DestroyRef),
    );
  }

  /** The same view, at this branch or commit. */
  protected at(revision: string): string[] {
    return [...resultAddress(this.organization(), this.repository(), revision, this.view())];
  }

  protected pin(): void {
    const commit = this.context.scan()?.commit;
    if (commit === undefined || commit === null || this.isPinned()) return;
    void this.router.navigate(this.at(commit), { queryParamsHandling: 'preserve' });
    this.notices.open('The address now names the commit', undefined, { duration: 2500 });
  }

  private open(view: ResultView): void {
    void this.router.navigate([...this.context.address(view)]);
  }

  private view(): ResultView {
    const segments = this.router.parseUrl(this.router.url).root.children['primary']?.segments ?? [];
    const name = segments[5]?.path;
    return name === 'graph' || name === 'files' || name === 'symbols' || name === 'symbol' ? name : 'overview';
  }
}
