import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from '@jest/globals';
import { EnvelopeSchema, FileResultsSchema } from './index.js';

describe('the envelope', () => {
  it('comes back from its bytes as it was', () => {
    const envelope = create(EnvelopeSchema, {
      scanId: 'scan',
      attempt: 2,
      sequence: 7n,
      body: {
        case: 'fileResults',
        value: create(FileResultsSchema, { results: [{ path: 'src/ä.ts', hash: 'ab', bytes: 12n, symbols: [{ name: 'a', kind: 'function', range: { endRow: 1 } }], facts: Uint8Array.of(1, 2) }] }),
      },
    });
    expect(fromBinary(EnvelopeSchema, toBinary(EnvelopeSchema, envelope))).toEqual(envelope);
  });

  it('lets an older reader pass over fields it does not know', () => {
    const newer = Uint8Array.of(...toBinary(EnvelopeSchema, create(EnvelopeSchema, { scanId: 's', attempt: 1 })), 0xfa, 0x3e, 1, 42);
    expect(fromBinary(EnvelopeSchema, newer)).toMatchObject({ scanId: 's', attempt: 1 });
  });
});
