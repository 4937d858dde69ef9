import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AttemptAddress } from '@pinata/proto';
import type { ResultStream } from '../../src/ports/index.js';

/** One attempt's scanner. */
export interface ResultSender {
  /** A sequence from 1, or 0 for what may be lost. */
  send(sequence: number, text: string): void | Promise<void>;
  /** Up to which sequence messages were acknowledged. */
  acknowledged(): number | Promise<number>;
  /** Until all that was sent is acknowledged. */
  finish(): Promise<void>;
}

export interface OpenedStream {
  readonly stream: ResultStream;
  readonly errors: unknown[];
  sender(address: AttemptAddress): ResultSender;
}

/** Redelivery takes a moment where a server does it. */
const WITH_REDELIVERY = 30_000;
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
const newAttempt = (): AttemptAddress => ({ organizationId: randomUUID(), scanId: randomUUID(), attempt: 1 });

/** What every ResultStream promises. */
export function resultStreamContract(name: string, open: () => OpenedStream | Promise<OpenedStream>): void {
  describe(`ResultStream: ${name}`, () => {
    let opened: OpenedStream;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.stream.close());

    it('hands messages on with the address of their stream, and acknowledges after the handler', async () => {
      const { stream, sender } = opened;
      const address = newAttempt();
      const scan = sender(address);
      const heard: unknown[] = [];
      stream.consume(async (message) => {
        await delay(5);
        heard.push([message.address, textOf(message.bytes), await scan.acknowledged()]);
      });
      await scan.send(1, 'a');
      await scan.send(2, 'b');
      await scan.finish();
      expect(heard).toEqual([
        [address, 'a', 0],
        [address, 'b', 1],
      ]);
      expect(await scan.acknowledged()).toBe(2);
    });

    it('asks again when the handler fails', async () => {
      const { stream, sender, errors } = opened;
      const scan = sender(newAttempt());
      let attempts = 0;
      stream.consume(() => (++attempts < 3 ? Promise.reject(new Error('not yet')) : Promise.resolve()));
      await scan.send(1, 'a');
      await scan.finish();
      expect([attempts, await scan.acknowledged(), errors.length]).toEqual([3, 1, 2]);
    }, WITH_REDELIVERY);

    it('does no harm when a message comes twice', async () => {
      const { stream, sender } = opened;
      const scan = sender(newAttempt());
      const heard: string[] = [];
      stream.consume(({ bytes }) => Promise.resolve(void heard.push(textOf(bytes))));
      await scan.send(1, 'a');
      await scan.finish();
      await scan.send(1, 'a');
      await scan.send(2, 'b');
      await scan.finish();
      expect(heard).toEqual(['a', 'b']);
      expect(await scan.acknowledged()).toBe(2);
    });

    it('keeps messages until somebody consumes', async () => {
      const { stream, sender } = opened;
      const scan = sender(newAttempt());
      await scan.send(1, 'early');
      const heard: string[] = [];
      const stop = stream.consume(({ bytes }) => Promise.resolve(void heard.push(textOf(bytes))));
      await scan.finish();
      await stop();
      await scan.send(2, 'late');
      await delay(50);
      expect(heard).toEqual(['early']);
      expect(() => stream.consume(() => Promise.resolve())).not.toThrow();
      await scan.finish();
      expect(await scan.acknowledged()).toBe(2);
    });

    it('never handles two messages of one attempt at once, but those of others', async () => {
      const { stream, sender } = opened;
      const running = new Map<string, number>();
      let most = 0;
      let mostOfOne = 0;
      const senders = [newAttempt(), newAttempt()].map((address) => sender(address));
      for (const scan of senders) for (const sequence of [1, 2, 3]) await scan.send(sequence, 'x');
      stream.consume(async ({ address }) => {
        running.set(address.scanId, (running.get(address.scanId) ?? 0) + 1);
        mostOfOne = Math.max(mostOfOne, ...running.values());
        most = Math.max(most, [...running.values()].reduce((sum, one) => sum + one, 0));
        await delay(50);
        running.set(address.scanId, (running.get(address.scanId) ?? 1) - 1);
      });
      await Promise.all(senders.map((scan) => scan.finish()));
      expect([mostOfOne, most]).toEqual([1, 2]);
    });

    it('loses an unnumbered message whose handler fails, and goes on', async () => {
      const { stream, sender } = opened;
      const scan = sender(newAttempt());
      const heard: string[] = [];
      stream.consume(({ bytes }) => (textOf(bytes) === 'progress' ? Promise.reject(new Error('lost')) : Promise.resolve(void heard.push(textOf(bytes)))));
      await scan.send(0, 'progress');
      await scan.send(1, 'a');
      await scan.finish();
      expect(heard).toEqual(['a']);
    });
  });
}
