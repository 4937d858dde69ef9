import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Bytes that were written to a spill file. */
export interface SpilledBytes {
  readonly at: number;
  readonly length: number;
}

/** A file for what does not fit memory. It has no name while it is used, so that nothing is left of it however the process ends. */
export class SpillFile {
  private readonly descriptor: number;
  private end = 0;

  constructor() {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'pinata-spill-'));
    this.descriptor = openSync(path.join(folder, 'spill'), 'wx+', 0o600);
    rmSync(folder, { recursive: true, force: true });
  }

  write(bytes: Uint8Array): SpilledBytes {
    const at = this.end;
    for (let written = 0; written < bytes.length; ) written += writeSync(this.descriptor, bytes, written, bytes.length - written, at + written);
    this.end = at + bytes.length;
    return { at, length: bytes.length };
  }

  read({ at, length }: SpilledBytes): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let read = 0; read < length; ) {
      const count = readSync(this.descriptor, bytes, read, length - read, at + read);
      if (count === 0) throw new Error('what was spilled to disk is not there any more');
      read += count;
    }
    return bytes;
  }

  close(): void {
    closeSync(this.descriptor);
  }
}
