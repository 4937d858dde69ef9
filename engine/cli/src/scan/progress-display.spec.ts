import { describe, expect, it } from '@jest/globals';
import { RecordingTerminal } from '../fixtures/sample-project.js';
import { ProgressDisplay } from './progress-display.js';

describe('ProgressDisplay', () => {
  it('draws a bar with the piñata, the percentage, the phase, an ETA and the file', () => {
    const terminal = new RecordingTerminal(true, 100);
    let now = 0;
    const display = new ProgressDisplay(terminal, () => now, false, false);
    now = 6000;
    display.update({ phase: 'parse', current: 50, total: 100, message: 'src/a\u001b[31m.ts' });
    expect(terminal.notes).toBe('\r\u001b[2K█████████🪅░░░░░░░░░░░░░░░ 36 %  parse 50/100  ETA 0:11  src/a\\u001b[31m.ts');
    display.clear();
    expect(terminal.notes.endsWith('\r\u001b[2K')).toBe(true);
  });

  it('never goes back and draws at most ten times a second', () => {
    const terminal = new RecordingTerminal(true, 40);
    let now = 0;
    const display = new ProgressDisplay(terminal, () => now, true, true);
    const shown = (): string | undefined => terminal.notes.split('\r').at(-1)?.match(/\d+ %/)?.[0];
    display.update({ phase: 'link', current: 1, total: 1, message: 'x' });
    const first = shown();
    now = 50;
    display.update({ phase: 'graph', current: 1, total: 1, message: 'x' });
    expect(shown()).toBe(first);
    now = 150;
    display.update({ phase: 'checkout', current: 0, total: 100, message: 'x' });
    expect(Number.parseInt(shown() ?? '', 10)).toBeGreaterThanOrEqual(Number.parseInt(first ?? '', 10));
  });

  it('writes one plain line a phase where there is no terminal', () => {
    const terminal = new RecordingTerminal();
    const display = new ProgressDisplay(terminal, () => 0, false, true);
    for (const current of [1, 2, 2]) display.update({ phase: 'parse', current, total: 2, message: 'x' });
    display.update({ phase: 'snapshot', current: 100, total: 100, message: '' });
    display.clear();
    expect(terminal.notes).toBe('parse 2 files done, 66 %\nsnapshot done, 100 %\n');
  });
});
