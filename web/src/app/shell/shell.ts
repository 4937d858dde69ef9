import { NgTemplateOutlet } from '@angular/common';
import { CdkTrapFocus } from '@angular/cdk/a11y';
import { ChangeDetectionStrategy, Component, DestroyRef, ElementRef, computed, effect, inject, signal, viewChild } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { NavigationEnd, Router, RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { toSignal } from '@angular/core/rxjs-interop';
import { filter, map } from 'rxjs';
import { organizationAddress } from '../core/address/address.js';
import { SignIn } from '../core/identity/sign-in.js';
import { Shortcuts } from '../core/keyboard/shortcuts.js';
import { ShortcutsDialog } from '../core/keyboard/shortcuts-dialog.js';
import { Theme } from '../core/theme/theme.js';
import type { ThemeChoice } from '../core/theme/theme.js';
import { Session } from '../session/session.js';
import { Icon } from '../ui/icon/icon.js';
import { Logo } from './logo/logo.js';

const THEMES = [
  { choice: 'system', label: 'As the system', icon: 'contrast' },
  { choice: 'light', label: 'Light', icon: 'sun' },
  { choice: 'dark', label: 'Dark', icon: 'moon' },
] as const;

/** The frame around every page: top bar, navigation, and the place where the page goes. */
@Component({
  selector: 'pn-shell',
  imports: [CdkTrapFocus, Icon, Logo, MatButton, MatIconButton, MatMenu, MatMenuItem, MatMenuTrigger, NgTemplateOutlet, RouterLink, RouterLinkActive, RouterOutlet],
  templateUrl: './shell.html',
  styleUrl: './shell.scss',
  host: { '(keydown.escape)': 'isDrawerOpen.set(false)' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Shell {
  protected readonly session = inject(Session);
  protected readonly theme = inject(Theme);
  protected readonly signIn = inject(SignIn);
  protected readonly themes = THEMES;
  protected readonly isDrawerOpen = signal(false);

  private readonly router = inject(Router);
  private readonly dialog = inject(MatDialog);
  private readonly content = viewChild.required<ElementRef<HTMLElement>>('content');
  private readonly address = toSignal(
    this.router.events.pipe(
      filter((event) => event instanceof NavigationEnd),
      map((event) => event.urlAfterRedirects),
    ),
    { initialValue: this.router.url },
  );

  /** The organization in the address; on pages without one, where the person lands. */
  protected readonly organization = computed(() => {
    const named = /^\/o\/([^/?#]+)/.exec(this.address())?.[1];
    const viewer = this.session.viewer();
    return named === undefined ? (viewer?.landingOrganization?.slug ?? viewer?.memberships[0]?.organization.slug) : decodeURIComponent(named);
  });
  protected readonly organizationName = computed(() => {
    const slug = this.organization();
    return slug === undefined ? undefined : (this.session.membership(slug)?.organization.name ?? slug);
  });
  protected readonly links = computed(() => {
    const organization = this.organization();
    if (organization === undefined) return [];
    return [
      { label: 'Dashboard', icon: 'dashboard', address: organizationAddress(organization), isExact: true },
      { label: 'Repositories', icon: 'repository', address: organizationAddress(organization, 'repositories'), isExact: false },
      { label: 'Symbol search', icon: 'search', address: organizationAddress(organization, 'search'), isExact: false },
      { label: 'Members', icon: 'members', address: organizationAddress(organization, 'members'), isExact: false },
      { label: 'API tokens', icon: 'key', address: organizationAddress(organization, 'tokens'), isExact: false },
    ] as const;
  });
  protected readonly initials = computed(() => initialsOf(this.session.viewer()?.name ?? this.session.viewer()?.email ?? ''));

  constructor() {
    effect(() => {
      this.address();
      this.isDrawerOpen.set(false);
    });
    inject(Shortcuts).register(
      [
        { keys: '?', group: 'Everywhere', description: 'Show this help', run: () => this.showShortcuts() },
        { keys: '/', group: 'Everywhere', description: 'Search symbols', run: () => this.go('search') },
        { keys: 'g d', group: 'Everywhere', description: 'Go to the dashboard', run: () => this.go() },
        { keys: 'g r', group: 'Everywhere', description: 'Go to the repositories', run: () => this.go('repositories') },
        { keys: 'g t', group: 'Everywhere', description: 'Go to the API tokens', run: () => this.go('tokens') },
      ],
      inject(DestroyRef),
    );
  }

  protected showShortcuts(): void {
    this.dialog.open(ShortcutsDialog, { autoFocus: 'dialog', width: '480px' });
  }

  protected choose(choice: ThemeChoice): void {
    this.theme.choose(choice);
  }

  protected skipToContent(): void {
    this.content().nativeElement.focus();
  }

  private go(...page: readonly string[]): void {
    const organization = this.organization();
    if (organization !== undefined) void this.router.navigate([...organizationAddress(organization, ...page)]);
  }
}

function initialsOf(name: string): string {
  return name
    .split(/[\s@.]+/)
    .slice(0, 2)
    .map((word) => word.slice(0, 1).toUpperCase())
    .join('');
}
