import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { InProcessEventBus } from '../../adapters/event-bus/in-process/in-process-event-bus.js';
import { ProgressBoard, percentageOf } from './progress-board.js';

describe('the progress board', () => {
  let bus: InProcessEventBus;
  let board: ProgressBoard;
  let now = 0;
  beforeEach(() => {
    now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    bus = new InProcessEventBus(() => undefined);
    board = new ProgressBoard(bus);
  });
  afterEach(() => {
    board.onModuleDestroy();
    jest.restoreAllMocks();
  });
  const tell = async (phase: string, current: number, total: number, attempt = 1): Promise<void> => {
    bus.publish('scan.progress', { organizationId: 'o', scanId: 's', attempt, phase, current, total, message: `${phase} ${current}` });
    await Promise.resolve();
  };

  it('turns phases into one percentage that never falls within an attempt', async () => {
    const seen: number[] = [];
    for (const [phase, current, total] of [['checkout', 50, 100], ['discover', 100, 100], ['parse', 10, 40], ['parse', 40, 40], ['parse', 0, 40], ['link', 50, 100], ['store', 50, 100]] as const) {
      await tell(phase, current, total);
      seen.push(board.stateOf('s', 1)?.percentage ?? -1);
    }
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBeLessThan(100);
    await tell('checkout', 0, 100, 2);
    expect(board.stateOf('s', 1)).toBeUndefined();
    expect(board.stateOf('s', 2)?.percentage).toBe(0);
  });

  it('hears nothing of an attempt that is over', async () => {
    await tell('checkout', 10, 100, 2);
    await tell('parse', 10, 100, 1);
    expect(board.stateOf('s', 2)?.phase).toBe('checkout');
  });

  it('guesses speed and end once it has something to go by', async () => {
    await tell('parse', 0, 1000);
    expect(board.stateOf('s', 1)).toMatchObject({ filesPerSecond: null, etaSeconds: null, filesScanned: 0 });
    now = 2000;
    await tell('parse', 500, 1000);
    expect(board.stateOf('s', 1)).toMatchObject({ filesPerSecond: 250, filesScanned: 500, percentage: 44 });
    expect(board.stateOf('s', 1)?.etaSeconds).toBe(3);
    await tell('link', 10, 100);
    expect(board.stateOf('s', 1)).toMatchObject({ filesScanned: 500, filesPerSecond: 250 });
    board.forget('s');
    expect(board.stateOf('s', 1)).toBeUndefined();
  });

  it.each([
    [{ phase: 'unheard-of', current: 5, total: 10 }, 0],
    [{ phase: 'parse', current: 5, total: 0 }, 14],
    [{ phase: 'parse', current: 50, total: 10 }, 74],
  ])('%j is %p per cent', (report, percentage) => {
    expect(percentageOf(report)).toBe(percentage);
  });
});
