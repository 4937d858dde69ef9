import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { ChildChannelStream } from '../../src/adapters/result-stream/child-channel/child-channel-stream.js';
import type { ResultStream } from '../../src/ports/index.js';

interface Sender {
  send(sequence: number, text: string): void;
  acknowledged(): number;
  finish(): Promise<void>;
}

interface Opened {
  readonly stream: ResultStream;
  readonly errors: unknown[];
  sender(scanId: string): Sender;
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

/** What every ResultStream promises. */
function resultStreamContract(name: string, open: () => Opened): void {
  describe(`ResultStream: ${name}`, () => {
    it('hands messages on with the address of their stream, and acknowledges after the handler', async () => {
      const { stream, sender } = open();
      const scan = sender('scan');
      const heard: unknown[] = [];
      stream.consume(async ({ address, bytes }) => {
        await delay(5);
        heard.push([address.organizationId, address.scanId, address.attempt, textOf(bytes), scan.acknowledged()]);
      });
      scan.send(1, 'a');
      scan.send(2, 'b');
      await scan.finish();
      expect(heard).toEqual([
        ['organization', 'scan', 1, 'a', 0],
        ['organization', 'scan', 1, 'b', 1],
      ]);
      expect(scan.acknowledged()).toBe(2);
    });

    it('asks again when the handler fails', async () => {
      const { stream, sender, errors } = open();
      const scan = sender('scan');
      let attempts = 0;
      stream.consume(() => (++attempts < 3 ? Promise.reject(new Error('not yet')) : Promise.resolve()));
      scan.send(1, 'a');
      await scan.finish();
      expect([attempts, scan.acknowledged(), errors.length]).toEqual([3, 1, 2]);
    });

    it('does no harm when a message comes twice', async () => {
      const { stream, sender } = open();
      const scan = sender('scan');
      const heard: string[] = [];
      stream.consume(({ bytes }) => Promise.resolve(void heard.push(textOf(bytes))));
      scan.send(1, 'a');
      await scan.finish();
      scan.send(1, 'a');
      scan.send(2, 'b');
      await scan.finish();
      expect(heard).toEqual(['a', 'b']);
      expect(scan.acknowledged()).toBe(2);
    });

    it('keeps messages until somebody consumes', async () => {
      const { stream, sender } = open();
      const scan = sender('scan');
      scan.send(1, 'early');
      const heard: string[] = [];
      const stop = stream.consume(({ bytes }) => Promise.resolve(void heard.push(textOf(bytes))));
      await scan.finish();
      await stop();
      scan.send(2, 'late');
      await delay(5);
      expect(heard).toEqual(['early']);
      expect(() => stream.consume(() => Promise.resolve())).not.toThrow();
      await scan.finish();
      expect(scan.acknowledged()).toBe(2);
    });

    it('never handles two messages of one attempt at once, but those of others', async () => {
      const { stream, sender } = open();
      const running = new Map<string, number>();
      let most = 0;
      let mostOfOne = 0;
      stream.consume(async ({ address }) => {
        running.set(address.scanId, (running.get(address.scanId) ?? 0) + 1);
        mostOfOne = Math.max(mostOfOne, ...running.values());
        most = Math.max(most, [...running.values()].reduce((sum, one) => sum + one, 0));
        await delay(10);
        running.set(address.scanId, (running.get(address.scanId) ?? 1) - 1);
      });
      const senders = ['a', 'b'].map((scanId) => sender(scanId));
      for (const scan of senders) for (const sequence of [1, 2, 3]) scan.send(sequence, 'x');
      await Promise.all(senders.map((scan) => scan.finish()));
      expect([mostOfOne, most]).toEqual([1, 2]);
    });

    it('loses an unnumbered message whose handler fails, and goes on', async () => {
      const { stream, sender } = open();
      const scan = sender('scan');
      const heard: string[] = [];
      stream.consume(({ bytes }) => (textOf(bytes) === 'progress' ? Promise.reject(new Error('lost')) : Promise.resolve(void heard.push(textOf(bytes)))));
      scan.send(0, 'progress');
      scan.send(1, 'a');
      await scan.finish();
      expect(heard).toEqual(['a']);
    });
  });
}

resultStreamContract('child channel', () => {
  const errors: unknown[] = [];
  const stream = new ChildChannelStream((error) => errors.push(error));
  return {
    stream,
    errors,
    sender: (scanId) => {
      let acknowledged = 0;
      const feed = stream.attach({ organizationId: 'organization', scanId, attempt: 1 }, (upTo) => (acknowledged = upTo));
      return { send: (sequence, text) => feed.receive(sequence, Buffer.from(text)), acknowledged: () => acknowledged, finish: () => feed.drained() };
    },
  };
});
