import ignore from 'ignore';
import type { Ignore } from 'ignore';

const PATTERN_LENGTH = 1_024;
const WILDCARDS = 12;

/**
 * Reads a .gitignore's lines. Lines that would make a slow regular expression are left out: no honest file has them.
 * @param text the file's content, already bounded
 */
export function readIgnoreFile(text: string): Ignore {
  const lines = text.split(/\r?\n/).filter((line) => line.length <= PATTERN_LENGTH && line.split('*').length <= WILDCARDS);
  return ignore({ ignorecase: false }).add(lines);
}

/** The rules of a folder and of the folders above it; deeper ones win, as in git. */
export class IgnoreRules {
  constructor(
    private readonly folder: string,
    private readonly rules: Ignore | undefined,
    private readonly above: IgnoreRules | undefined,
  ) {}

  /** @param path repository-relative, with a final `/` for folders */
  isIgnored(path: string): boolean {
    if (this.rules !== undefined) {
      const within = this.folder === '' ? path : path.slice(this.folder.length + 1);
      const { ignored, unignored } = this.rules.test(within);
      if (ignored) return true;
      if (unignored) return false;
    }
    return this.above?.isIgnored(path) ?? false;
  }
}
