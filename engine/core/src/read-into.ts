import { readSync } from 'node:fs';

/**
 * Reads a file from its start into a buffer.
 * @param size bytes that are wanted; the buffer has room for them
 * @returns how many were read: fewer where the file is shorter
 */
export function readInto(buffer: Buffer, descriptor: number, size: number): number {
  let end = 0;
  while (end < size) {
    const read = readSync(descriptor, buffer, end, size - end, end);
    if (read === 0) break;
    end += read;
  }
  return end;
}
