import { create, fromBinary } from '@bufbuild/protobuf';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EnvelopeSchema, FilesSkippedSchema, ProgressSchema } from '@pinata/proto';
import type { NumberedBody } from '../../result-publisher.js';
import { IpcResultPublisher } from './ipc-result-publisher.js';

const body = (): NumberedBody => ({ case: 'filesSkipped', value: create(FilesSkippedSchema) });

describe('the publisher over the channel', () => {
  let sent: { sequence: number; bytes: Uint8Array }[];
  let publisher: IpcResultPublisher;
  beforeEach(() => {
    jest.useFakeTimers();
    sent = [];
    publisher = new IpcResultPublisher({ send: (message) => Promise.resolve(void sent.push(message)) }, { scanId: 'scan', attempt: 2, window: 2 }, 1000);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  };

  it('numbers messages from 1 and addresses them', async () => {
    expect(publisher.nextSequence).toBe(1);
    expect(await publisher.publish(body())).toBe(1);
    expect(fromBinary(EnvelopeSchema, sent[0]?.bytes ?? new Uint8Array())).toMatchObject({ scanId: 'scan', attempt: 2, sequence: 1n });
  });

  it('waits when as many are unacknowledged as the window allows', async () => {
    await publisher.publish(body());
    let isThrough = false;
    const second = publisher.publish(body()).then(() => (isThrough = true));
    await settle();
    expect([sent.length, isThrough]).toEqual([2, false]);
    publisher.acknowledge(1);
    await second;
    expect(isThrough).toBe(true);
  });

  it('sends again what was not acknowledged, and only that', async () => {
    await publisher.publish(body());
    void publisher.publish(body());
    await settle();
    publisher.acknowledge(1);
    await settle();
    await jest.advanceTimersByTimeAsync(1001);
    expect(sent.map((message) => message.sequence)).toEqual([1, 2, 2]);
    await jest.advanceTimersByTimeAsync(1001);
    expect(sent.map((message) => message.sequence)).toEqual([1, 2, 2, 2]);
    publisher.acknowledge(2);
    await jest.advanceTimersByTimeAsync(5000);
    expect(sent).toHaveLength(4);
  });

  it('is drained when everything is acknowledged', async () => {
    await publisher.publish(body());
    let isDrained = false;
    const drained = publisher.drained().then(() => (isDrained = true));
    await settle();
    expect(isDrained).toBe(false);
    publisher.acknowledge(1);
    await drained;
    await publisher.drained();
  });

  it('neither numbers nor waits for progress', async () => {
    await publisher.tell({ case: 'progress', value: create(ProgressSchema, { phase: 'parse' }) });
    expect(sent[0]?.sequence).toBe(0);
    await publisher.drained();
    expect(publisher.nextSequence).toBe(1);
  });
});
