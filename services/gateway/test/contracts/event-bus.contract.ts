import { describe, expect, it } from '@jest/globals';
import type { EventBus } from '../../src/ports/index.js';

const event = (scanId: string) => ({ organizationId: 'o', scanId });

export interface OpenedEventBus {
  readonly bus: EventBus;
  /** Until what was published has been heard. */
  settle(): Promise<void>;
}

/** What every EventBus promises. */
export function eventBusContract(name: string, open: (onError: (error: unknown) => void) => OpenedEventBus | Promise<OpenedEventBus>): void {
  describe(`EventBus: ${name}`, () => {
    it('tells every listener of the topic, in order, and nobody else', async () => {
      const { bus, settle } = await open(() => undefined);
      const heard: string[] = [];
      bus.listen('scan.changed', ({ scanId }) => heard.push(`a${scanId}`));
      bus.listen('scan.changed', ({ scanId }) => heard.push(`b${scanId}`));
      bus.listen('organization.changed', () => heard.push('wrong'));
      for (const scanId of ['1', '2']) bus.publish('scan.changed', event(scanId));
      await settle();
      expect(heard.filter((one) => one.startsWith('a'))).toEqual(['a1', 'a2']);
      expect(heard.filter((one) => one.startsWith('b'))).toEqual(['b1', 'b2']);
      expect(heard).toHaveLength(4);
    });

    it('keeps the error of one listener from the others and from the publisher', async () => {
      const errors: unknown[] = [];
      const { bus, settle } = await open((error) => errors.push(error));
      let isHeard = false;
      bus.listen('scan.changed', () => {
        throw new Error('mine');
      });
      bus.listen('scan.changed', () => (isHeard = true));
      bus.publish('scan.changed', event('1'));
      await settle();
      expect([isHeard, errors.length]).toEqual([true, 1]);
    });

    it('is quiet after the listening ended, for one function listening twice too', async () => {
      const { bus, settle } = await open(() => undefined);
      let count = 0;
      const listener = (): void => void count++;
      const stop = bus.listen('scan.changed', listener);
      bus.listen('scan.changed', listener);
      stop();
      stop();
      bus.publish('scan.changed', event('1'));
      await settle();
      expect(count).toBe(1);
      await bus.close();
      await bus.close();
      bus.publish('scan.changed', event('2'));
      await settle();
      expect(count).toBe(1);
    });
  });
}
