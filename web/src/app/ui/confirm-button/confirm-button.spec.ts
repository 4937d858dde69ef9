import { ChangeDetectionStrategy, Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { describe, expect, it } from '@jest/globals';
import { press, query, settle, textOf } from '../../../testing/settle.js';
import { ConfirmButton } from './confirm-button.js';

@Component({
  imports: [ConfirmButton],
  template: `<pn-confirm-button verb="Remove" label="Remove Ada" (confirmed)="count.set(count() + 1)" />`,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
class Page {
  readonly count = signal(0);
}

async function open() {
  const fixture = TestBed.createComponent(Page);
  document.body.append(fixture.nativeElement as Element);
  await settle(fixture, 1);
  return fixture;
}

describe('ConfirmButton', () => {
  it('acts only on the second press, and keeps the harmless answer in focus', async () => {
    const fixture = await open();
    press(fixture, 'Remove Ada');
    await settle(fixture, 1);
    expect(fixture.componentInstance.count()).toBe(0);
    expect(textOf(document.activeElement ?? fixture)).toBe('Keep');
    press(fixture, 'Remove');
    await settle(fixture, 1);
    expect(fixture.componentInstance.count()).toBe(1);
  });

  it('forgets the question on Keep and on Escape', async () => {
    const fixture = await open();
    press(fixture, 'Remove Ada');
    await settle(fixture, 1);
    press(fixture, 'Keep');
    await settle(fixture, 1);
    press(fixture, 'Remove Ada');
    await settle(fixture, 1);
    query(fixture, '[role=group]').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    await settle(fixture, 1);
    expect(textOf(fixture)).toBe('Remove');
    expect(fixture.componentInstance.count()).toBe(0);
  });
});
