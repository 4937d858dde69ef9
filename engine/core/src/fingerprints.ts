import { readFileSync } from 'node:fs';

const known = new Map<string, string>();

/**
 * Names the code that links: links of another version are of no use. The build leaves it beside the built files
 * (`write-fingerprint.ts`); sources that run unbuilt, in tests, are of one version by themselves.
 */
export function engineFingerprint(): string {
  return readFingerprint('fingerprint.txt');
}

/** Names the code that reads files into facts, so that facts which other code made are not taken for its own. */
export function extractorFingerprint(): string {
  return readFingerprint('extractor-fingerprint.txt');
}

function readFingerprint(name: string): string {
  let fingerprint = known.get(name);
  if (fingerprint === undefined) known.set(name, (fingerprint = read(name)));
  return fingerprint;
}

function read(name: string): string {
  try {
    return readFileSync(new URL(name, import.meta.url), 'utf8');
  } catch {
    return 'unbuilt';
  }
}
