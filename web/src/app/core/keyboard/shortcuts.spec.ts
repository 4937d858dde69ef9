import { DestroyRef } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Shortcuts } from './shortcuts.js';

function press(key: string, target: EventTarget = document.body, init: KeyboardEventInit = {}): void {
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init }));
}

describe('Shortcuts', () => {
  afterEach(() => document.body.replaceChildren());

  function register(...keys: string[]) {
    const run = jest.fn();
    TestBed.inject(Shortcuts).register(
      keys.map((name) => ({ keys: name, group: 'Test', description: name, run: () => run(name) })),
      TestBed.inject(DestroyRef),
    );
    return run;
  }

  it('runs a key, and two keys in a row', () => {
    const run = register('y', 'g r');
    press('y');
    press('g');
    press('r');
    expect(run.mock.calls).toEqual([['y'], ['g r']]);
  });

  it('leaves keys alone while somebody types, or with Ctrl', () => {
    const run = register('y');
    const field = document.createElement('input');
    document.body.append(field);
    press('y', field);
    press('y', document.body, { ctrlKey: true });
    expect(run).not.toHaveBeenCalled();
  });

  it('leaves keys alone inside a dialog', () => {
    const run = register('Escape');
    const dialog = document.createElement('div');
    dialog.setAttribute('role', 'dialog');
    const button = document.createElement('button');
    dialog.append(button);
    document.body.append(dialog);
    press('Escape', button);
    expect(run).not.toHaveBeenCalled();
  });

  it('lists what works now by group', () => {
    register('y', '?');
    expect(TestBed.inject(Shortcuts).groups()).toEqual([{ name: 'Test', shortcuts: [expect.objectContaining({ keys: 'y' }), expect.objectContaining({ keys: '?' })] }]);
  });
});
