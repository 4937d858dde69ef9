/** A statement of a language of words, `;` and blocks in braces: its words without its block, where it stands, and what its block holds, in order. */
export interface Statement {
  readonly words: readonly string[];
  readonly start: number;
  readonly end: number;
  readonly inside: readonly Statement[];
}

/** How such a language is written. */
export interface BlockSyntax {
  /** Comments, quoted texts, marks and words; global. */
  readonly token: RegExp;
  readonly comment: RegExp;
  /** A word as it counts, such as without its quotes. */
  readonly wordOf?: (token: string) => string;
  /** Whether the end of a block ends a statement too; else what has no end of its own is left out. */
  readonly endsWithBlock: boolean;
  readonly mostStatements: number;
}

interface OpenBlock {
  readonly words: readonly string[];
  readonly start: number;
  readonly inside: Statement[];
}

const DEEPEST = 50;

/** The statements of a text. @returns undefined where blocks are not closed, nest too deep or are too many */
export function readStatements(source: string, { token: pattern, comment, wordOf, endsWithBlock, mostStatements }: BlockSyntax): readonly Statement[] | undefined {
  const root: Statement[] = [];
  const open: OpenBlock[] = [];
  let words: string[] = [];
  let start = 0;
  let statements = 0;
  for (const { 0: token, index } of source.matchAll(pattern)) {
    if (comment.test(token)) continue;
    const around = open[open.length - 1]?.inside ?? root;
    if (token === '{') {
      open.push({ words, start: words.length === 0 ? index : start, inside: [] });
      words = [];
    } else if (token === ';' || token === '}') {
      if (words.length > 0 && (token === ';' || endsWithBlock)) around.push({ words, start, end: index, inside: [] });
      words = [];
      if (token === '}') {
        const block = open.pop();
        if (block === undefined) return undefined;
        (open[open.length - 1]?.inside ?? root).push({ ...block, end: index + 1 });
      }
    } else {
      if (words.length === 0) start = index;
      words.push(wordOf?.(token) ?? token);
      continue;
    }
    if (open.length > DEEPEST || ++statements > mostStatements) return undefined;
  }
  return open.length === 0 ? root : undefined;
}
