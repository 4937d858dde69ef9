import { readFileSync } from 'node:fs';

let known: string | undefined;

/**
 * Names the code that links: links of another version are of no use. The build leaves it beside the built files
 * (`write-fingerprint.ts`); sources that run unbuilt, in tests, are of one version by themselves.
 */
export function engineFingerprint(): string {
  known ??= readFingerprint();
  return known;
}

function readFingerprint(): string {
  try {
    return readFileSync(new URL('../fingerprint.txt', import.meta.url), 'utf8');
  } catch {
    return 'unbuilt';
  }
}
