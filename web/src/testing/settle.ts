import type { ComponentFixture } from '@angular/core/testing';

/** Lets answers arrive and the page follow. */
export async function settle(fixture: ComponentFixture<unknown>, rounds = 4): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    await fixture.whenStable();
  }
}

/** What a person would read, with white space as one blank. */
export function textOf(element: Element | ComponentFixture<unknown>): string {
  const node: Element = 'nativeElement' in element ? (element.nativeElement as Element) : element;
  return (node.textContent ?? '').replace(/\s+/g, ' ').trim();
}

export function query<T extends Element = HTMLElement>(fixture: ComponentFixture<unknown>, selector: string): T {
  const found = (fixture.nativeElement as Element).querySelector<T>(selector);
  if (found === null) throw new Error(`Nothing matches ${selector}.`);
  return found;
}

export function press(fixture: ComponentFixture<unknown>, words: string): void {
  const buttons = [...(fixture.nativeElement as Element).querySelectorAll<HTMLElement>('button, a')];
  const found = buttons.find((button) => textOf(button) === words || button.getAttribute('aria-label') === words);
  if (found === undefined) throw new Error(`No button says “${words}”; there are: ${buttons.map(textOf).join(' | ')}`);
  found.click();
}
