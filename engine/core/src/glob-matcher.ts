import picomatch from 'picomatch';

export interface GlobOptions {
  /** `A` matches `a`. */
  readonly isCaseBlind?: boolean;
  /** Wildcards match names that begin with a dot. */
  readonly matchesDotted?: boolean;
}

const LONGEST_GLOB = 1_024;

/** Whether a text matches any of the globs, by one regular expression: asked of every path of a repository. */
export function globMatcher(globs: readonly string[], { isCaseBlind = false, matchesDotted = false }: GlobOptions = {}): (text: string) => boolean {
  if (globs.length === 0) return () => false;
  const sources = globs.map((glob) => picomatch.makeRe(glob, { dot: matchesDotted, nocase: isCaseBlind, maxLength: LONGEST_GLOB }).source);
  const any = new RegExp(sources.join('|'), isCaseBlind ? 'i' : '');
  return (text) => any.test(text);
}
