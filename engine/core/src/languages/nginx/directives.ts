/** A directive of a configuration: its words, and where it stands. */
export interface Directive {
  readonly words: readonly string[];
  readonly start: number;
  readonly end: number;
  /** In a block's order; empty for a simple directive. */
  readonly inside: readonly Directive[];
}

interface OpenBlock {
  readonly words: readonly string[];
  readonly start: number;
  readonly inside: Directive[];
}

const DEEPEST = 50;
const MOST_DIRECTIVES = 50_000;
/** Comments, quoted texts, marks, and words: of words what stands in `${…}` is a part. */
const TOKEN = /#[^\n]*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[;{}]|(?:\\.|\$\{[^}\s]*\}|[^\s;{}"'#\\])+|\S/gs;

/** The directives of a text: nginx.org/en/docs/beginners_guide.html#conf_structure. @returns undefined where blocks are not closed, nest too deep or are too many */
export function readDirectives(source: string): readonly Directive[] | undefined {
  const root: Directive[] = [];
  const open: OpenBlock[] = [];
  let words: string[] = [];
  let start = 0;
  let directives = 0;
  for (const { 0: token, index } of source.matchAll(TOKEN)) {
    if (token.startsWith('#')) continue;
    const around = open[open.length - 1]?.inside ?? root;
    if (token === ';') {
      if (words.length > 0) around.push({ words, start, end: index, inside: [] });
      words = [];
    } else if (token === '{') {
      open.push({ words, start, inside: [] });
      words = [];
    } else if (token === '}') {
      const block = open.pop();
      if (block === undefined) return undefined;
      (open[open.length - 1]?.inside ?? root).push({ ...block, end: index + 1 });
      words = [];
    } else {
      if (words.length === 0) start = index;
      words.push(token.replace(/^(["'])(.*)\1$/s, '$2'));
      continue;
    }
    if (open.length > DEEPEST || ++directives > MOST_DIRECTIVES) return undefined;
  }
  return open.length === 0 ? root : undefined;
}
