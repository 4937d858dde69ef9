import { create, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from '@jest/globals';
import type { FileResult } from '@pinata/core';
import { EnvelopeSchema, MAXIMUM_MESSAGE_BYTES } from '@pinata/proto';
import { ResultBatches, skippedMessages } from './result-batches.js';
import type { NumberedBody } from './result-publisher.js';

function result(path: string, symbols: number, factBytes: number): FileResult {
  return {
    path, hash: 'ab'.repeat(32), language: 'typescript', role: 'production', bytes: 10, lines: 1, referenceCount: 2, errorCount: 0, status: 'parsed', keyPrefix: 'key ', extractorFingerprint: 'f', origin: 'parsed', symbolCount: symbols,
    symbols: Array.from({ length: symbols }, (_, index) => ({ name: `symbol${index}`, kind: 'function', descriptor: `symbol${index}().`, qualifiedName: `a.symbol${index}`, range: { startRow: index, startColumn: 0, endRow: index, endColumn: 9 } })),
    facts: new Uint8Array(factBytes).fill(7),
  };
}

const sizeOf = (body: NumberedBody): number => toBinary(EnvelopeSchema, create(EnvelopeSchema, { scanId: 'a'.repeat(36), attempt: 1, sequence: 1n, body })).byteLength;
const resultsOf = (messages: readonly NumberedBody[]) => messages.flatMap((message) => (message.case === 'fileResults' ? message.value.results : []));

describe('result batches', () => {
  it('gather small files and keep every message under the limit', () => {
    const batches = new ResultBatches();
    const messages = [...Array.from({ length: 1000 }, (_, index) => batches.add(result(`f${index}`, 5, 700))).flat(), ...batches.flush()];
    expect(messages.length).toBeGreaterThan(4);
    expect(messages.length).toBeLessThan(20);
    expect(Math.max(...messages.map(sizeOf))).toBeLessThanOrEqual(MAXIMUM_MESSAGE_BYTES);
    expect(resultsOf(messages).map((one) => one.path)).toEqual(Array.from({ length: 1000 }, (_, index) => `f${index}`));
    expect(batches.flush()).toEqual([]);
  });

  it('leave large facts to the fact pack', () => {
    const batches = new ResultBatches();
    const messages = [...batches.add(result('large', 1, 2 * MAXIMUM_MESSAGE_BYTES)), ...batches.flush()];
    expect(resultsOf(messages)).toMatchObject([{ path: 'large', symbolCount: 1, isContinuation: false }]);
    expect(resultsOf(messages)[0]?.facts.byteLength).toBe(0);
  });

  it('split what has too many symbols, and lose none', () => {
    const batches = new ResultBatches();
    const messages = [...batches.add(result('many', 30_000, 10)), ...batches.flush()];
    const parts = resultsOf(messages);
    expect(parts.length).toBeGreaterThan(2);
    expect(Math.max(...messages.map(sizeOf))).toBeLessThanOrEqual(MAXIMUM_MESSAGE_BYTES);
    expect(parts.map((part) => part.isContinuation)).toEqual(parts.map((_, index) => index > 0));
    let offset = 0;
    for (const part of parts) {
      expect(part.symbolOffset).toBe(offset);
      expect(part.symbolCount).toBe(30_000);
      offset += part.symbols.length;
    }
    expect(offset).toBe(30_000);
  });

  it('page skipped files', () => {
    const messages = skippedMessages(Array.from({ length: 2500 }, (_, index) => ({ path: `s${index}`, reason: 'binary' as const })));
    expect(messages.map((message) => (message.case === 'filesSkipped' ? message.value.files.length : 0))).toEqual([1000, 1000, 500]);
    expect(skippedMessages([])).toEqual([]);
  });
});
