import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { InProcessEventBus } from '../../adapters/event-bus/in-process/in-process-event-bus.js';
import type { JobRunner } from '../../ports/index.js';
import { QueueBoard } from './queue-board.js';

describe('the queue board', () => {
  let bus: InProcessEventBus;
  let board: QueueBoard;
  let now = 0;
  const own = new Map<string, number>();
  beforeEach(() => {
    now = 0;
    own.clear();
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    bus = new InProcessEventBus(() => undefined);
    board = new QueueBoard(bus, { queuePosition: (scanId: string) => own.get(scanId) } as unknown as JobRunner);
  });
  afterEach(() => {
    board.onModuleDestroy();
    jest.restoreAllMocks();
  });
  const tell = async (scanId: string, position: number): Promise<void> => {
    bus.publish('scan.queued', { organizationId: 'o', scanId, position });
    await Promise.resolve();
  };

  it('believes the runner of its own process first, then what was told last', async () => {
    await tell('s', 4);
    await tell('s', 3);
    expect([board.positionOf('s'), board.positionOf('t')]).toEqual([3, undefined]);
    own.set('s', 0);
    expect(board.positionOf('s')).toBe(0);
  });

  it('forgets what nobody says again', async () => {
    await tell('s', 1);
    now = 50_000;
    await tell('t', 2);
    expect([board.positionOf('s'), board.positionOf('t')]).toEqual([1, 2]);
    now = 61_000;
    expect([board.positionOf('s'), board.positionOf('t')]).toEqual([undefined, 2]);
    await tell('t', 1);
    expect([board.positionOf('s'), board.positionOf('t')]).toEqual([undefined, 1]);
  });

  it('hears nothing after its end', async () => {
    board.onModuleDestroy();
    await tell('s', 1);
    expect(board.positionOf('s')).toBeUndefined();
  });
});
