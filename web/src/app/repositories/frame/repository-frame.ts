import { ChangeDetectionStrategy, Component, ElementRef, afterRenderEffect, computed, effect, inject, input, viewChild } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { NavigationEnd, Router, RouterLink, RouterOutlet } from '@angular/router';
import { filter, map } from 'rxjs';
import { repositoryAddress, resultAddress } from '../../core/address/address.js';
import { Session } from '../../session/session.js';
import { Icon } from '../../ui/icon/icon.js';
import { QueryState } from '../../ui/query-state/query-state.js';
import { RepositoryContext } from './repository-context.js';

const RESULT_TABS = [
  { view: 'overview', label: 'Overview', icon: 'overview' },
  { view: 'graph', label: 'Graph', icon: 'graph' },
  { view: 'files', label: 'Files', icon: 'folder' },
  { view: 'symbols', label: 'Symbols', icon: 'symbol' },
] as const;

/** Name and tabs of a repository above each of its pages. */
@Component({
  selector: 'pn-repository-frame',
  imports: [Icon, MatButton, QueryState, RouterLink, RouterOutlet],
  templateUrl: './repository-frame.html',
  styleUrl: './repository-frame.scss',
  providers: [RepositoryContext],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class RepositoryFrame {
  readonly organization = input.required<string>();
  readonly repository = input.required<string>();

  protected readonly context = inject(RepositoryContext);
  private readonly tabs = viewChild.required<ElementRef<HTMLElement>>('tabs');
  private readonly router = inject(Router);
  private readonly session = inject(Session);
  private readonly address = toSignal(
    this.router.events.pipe(
      filter((event) => event instanceof NavigationEnd),
      map((event) => event.urlAfterRedirects),
    ),
    { initialValue: this.router.url },
  );

  /** The parts of the address behind the repository: `['main', 'graph']` or `['-', 'scans', …]`. */
  private readonly place = computed(() => {
    const segments = this.router.parseUrl(this.address()).root.children['primary']?.segments ?? [];
    return segments.slice(4).map(({ path }) => path);
  });
  protected readonly view = computed(() => {
    const [revision, view] = this.place();
    return revision === '-' ? undefined : view === 'symbol' ? 'symbols' : view;
  });
  protected readonly page = computed(() => (this.place()[0] === '-' ? this.place()[1] : undefined));
  protected readonly canScan = computed(() => this.session.isAtLeast('MEMBER', this.organization()));

  protected readonly resultTabs = computed(() => {
    const named = this.place()[0];
    const revision = named === undefined || named === '-' ? this.context.defaultRevision() : named;
    if (revision === undefined) return [];
    return RESULT_TABS.map((tab) => ({ ...tab, address: resultAddress(this.organization(), this.repository(), revision, tab.view) }));
  });
  protected readonly ownTabs = computed(
    () =>
      [
        { page: 'scans', label: 'Scans', icon: 'history', address: repositoryAddress(this.organization(), this.repository(), 'scans') },
        { page: 'settings', label: 'Settings', icon: 'settings', address: repositoryAddress(this.organization(), this.repository(), 'settings') },
      ] as const,
  );
  protected readonly newScan = computed(() => repositoryAddress(this.organization(), this.repository(), 'scans', 'new'));
  protected readonly home = computed(() => repositoryAddress(this.organization(), this.repository()));

  constructor() {
    effect(() => {
      this.context.organization.set(this.organization());
      this.context.slug.set(this.repository());
    });
    // On a narrow screen not all tabs have room: the one that is open must be among those that show.
    afterRenderEffect(() => {
      this.view();
      this.page();
      this.resultTabs();
      const tabs = this.tabs().nativeElement;
      const active = tabs.querySelector('[aria-current]')?.getBoundingClientRect();
      const shown = tabs.getBoundingClientRect();
      if (active === undefined) return;
      if (active.right > shown.right) tabs.scrollLeft += active.right - shown.right;
      else if (active.left < shown.left) tabs.scrollLeft -= shown.left - active.left;
    });
  }
}
