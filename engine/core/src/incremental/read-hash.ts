import { hash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { readInto } from '../read-into.js';

let buffer = Buffer.allocUnsafe(256 * 1024);

/**
 * SHA-256 of a file's bytes, lower-case hexadecimal. No link is followed that took the file's place since it was listed.
 * @param largest bytes above which a file is not read
 * @returns undefined for what cannot be read or is no regular file: whoever reads it for good says why
 */
export function readHash(place: string, largest: number): string | undefined {
  let descriptor: number | undefined;
  try {
    // O_NONBLOCK keeps a FIFO that took the file's place from holding us; both flags are 0 where a system lacks them.
    descriptor = openSync(place, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    const status = fstatSync(descriptor);
    if (!status.isFile() || status.size > largest) return undefined;
    if (status.size > buffer.length) buffer = Buffer.allocUnsafe(status.size);
    if (readInto(buffer, descriptor, status.size) < status.size) return undefined;
    return hash('sha256', buffer.subarray(0, status.size), 'hex');
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
