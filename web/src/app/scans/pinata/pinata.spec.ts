import { TestBed } from '@angular/core/testing';
import { describe, expect, it } from '@jest/globals';
import { query, textOf } from '../../../testing/settle.js';
import { Pinata } from './pinata.js';

function show(inputs: Record<string, unknown>) {
  const fixture = TestBed.createComponent(Pinata);
  for (const [name, value] of Object.entries(inputs)) fixture.componentRef.setInput(name, value);
  fixture.detectChanges();
  return fixture;
}

describe('Pinata', () => {
  it('is a progress bar that says how far and what', () => {
    const bar = query(show({ percentage: 41.7, phase: 'Parsing' }), '[role=progressbar]');
    expect([bar.getAttribute('aria-valuemin'), bar.getAttribute('aria-valuenow'), bar.getAttribute('aria-valuemax')]).toEqual(['0', '41', '100']);
    expect(bar.getAttribute('aria-valuetext')).toBe('41 %, Parsing');
  });

  it('moves to the right as the scan goes on', () => {
    const fixture = show({ percentage: 10 });
    const pinata = query(fixture, '[data-testid=pinata]');
    expect(pinata.style.left).toBe('10%');
    fixture.componentRef.setInput('percentage', 62.5);
    fixture.detectChanges();
    expect(pinata.style.left).toBe('62.5%');
    expect(textOf(pinata)).toBe('🪅');
    expect(pinata.className).toContain('moving');
  });

  it.each([
    [-3, '0%'],
    [140, '100%'],
  ])('stays on its string: %d', (percentage, left) => {
    expect(query(show({ percentage }), '[data-testid=pinata]').style.left).toBe(left);
  });

  it('breaks open in two at the end, and sweets fall out', () => {
    const fixture = show({ percentage: 100, state: 'broken' });
    expect(fixture.nativeElement.querySelectorAll('.half')).toHaveLength(2);
    expect(fixture.nativeElement.querySelectorAll('.sweet').length).toBeGreaterThan(5);
  });
});
