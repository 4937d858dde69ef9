import { DOCUMENT, DestroyRef, Injectable, computed, inject, signal } from '@angular/core';

export interface Shortcut {
  /** One key such as `y`, `?`, `Escape`, or two in a row such as `g r`. */
  readonly keys: string;
  readonly description: string;
  /** Where it works, for the help dialog. */
  readonly group: string;
  readonly run: () => void;
}

const SEQUENCE_MILLISECONDS = 1200;

/** Every keyboard shortcut that works on the present page. */
@Injectable({ providedIn: 'root' })
export class Shortcuts {
  private readonly registered = signal<readonly Shortcut[]>([]);
  private pending = '';
  private pendingSince = 0;

  readonly groups = computed(() => {
    const groups = new Map<string, Shortcut[]>();
    for (const shortcut of this.registered()) groups.set(shortcut.group, [...(groups.get(shortcut.group) ?? []), shortcut]);
    return [...groups].map(([name, shortcuts]) => ({ name, shortcuts }));
  });

  constructor() {
    inject(DOCUMENT).addEventListener('keydown', (event) => this.onKey(event));
  }

  /** Registers for as long as the caller's page or component lives. */
  register(shortcuts: readonly Shortcut[], destroyRef: DestroyRef): void {
    this.registered.update((present) => [...present, ...shortcuts]);
    destroyRef.onDestroy(() => this.registered.update((present) => present.filter((shortcut) => !shortcuts.includes(shortcut))));
  }

  private onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || isInDialog(event.target)) return;
    const isFresh = event.timeStamp - this.pendingSince < SEQUENCE_MILLISECONDS;
    const sequence = isFresh && this.pending !== '' ? `${this.pending} ${event.key}` : event.key;
    const shortcut = this.find(sequence) ?? this.find(event.key);
    this.pending = shortcut === undefined && event.key.length === 1 ? event.key : '';
    this.pendingSince = event.timeStamp;
    if (shortcut === undefined) return;
    event.preventDefault();
    shortcut.run();
  }

  /** The newest registration wins: a page may take a key over from the shell. */
  private find(keys: string): Shortcut | undefined {
    return this.registered().findLast((shortcut) => shortcut.keys === keys);
  }
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select, [role=textbox], .monaco-editor *'));
}

function isInDialog(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('[role=dialog], [role=menu], [role=listbox]') !== null;
}
