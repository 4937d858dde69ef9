import { DOCUMENT, Injectable, InjectionToken, inject, signal } from '@angular/core';

export type ThemeChoice = 'system' | 'light' | 'dark';

const STORAGE_KEY = 'pinata.theme';

export const LOCAL_STORAGE = new InjectionToken<Storage>('localStorage', { factory: () => window.localStorage });

/** Light, dark, or what the system says; kept in this browser. */
@Injectable({ providedIn: 'root' })
export class Theme {
  private readonly storage = inject(LOCAL_STORAGE);
  private readonly root = inject(DOCUMENT).documentElement;
  private readonly chosen = signal<ThemeChoice>(this.stored());

  readonly choice = this.chosen.asReadonly();

  constructor() {
    this.apply();
  }

  choose(choice: ThemeChoice): void {
    this.chosen.set(choice);
    this.storage.setItem(STORAGE_KEY, choice);
    this.apply();
  }

  /** Whether dark colours are showing now. */
  isDark(): boolean {
    return this.chosen() === 'dark' || (this.chosen() === 'system' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  }

  private apply(): void {
    this.root.dataset['theme'] = this.chosen();
  }

  private stored(): ThemeChoice {
    const value = this.storage.getItem(STORAGE_KEY);
    return value === 'light' || value === 'dark' ? value : 'system';
  }
}
