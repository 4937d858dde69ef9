/** A statement of a definition: its words without its block, where it stands, and what its block holds. */
export interface Statement {
  readonly words: readonly string[];
  readonly start: number;
  readonly end: number;
  readonly inside: readonly Statement[];
}

interface OpenBlock {
  readonly words: readonly string[];
  readonly start: number;
  readonly inside: Statement[];
}

const DEEPEST = 50;
const MOST_STATEMENTS = 100_000;
/** Comments, quoted texts, names with their dots, and every other mark alone. */
const TOKEN = /\/\/[^\n]*|\/\*.*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[\w.]+|\S/gs;

/** The statements of a text: protobuf.com/docs/language-spec. @returns undefined where blocks are not closed, nest too deep or are too many */
export function readStatements(source: string): readonly Statement[] | undefined {
  const root: Statement[] = [];
  const open: OpenBlock[] = [];
  let words: string[] = [];
  let start = 0;
  let statements = 0;
  for (const { 0: token, index } of source.matchAll(TOKEN)) {
    if (/^\/[/*]/.test(token)) continue;
    const around = open[open.length - 1]?.inside ?? root;
    if (token === '{') {
      open.push({ words, start: words.length === 0 ? index : start, inside: [] });
      words = [];
    } else if (token === ';' || token === '}') {
      if (words.length > 0) around.push({ words, start, end: index, inside: [] });
      words = [];
      if (token === '}') {
        const block = open.pop();
        if (block === undefined) return undefined;
        (open[open.length - 1]?.inside ?? root).push({ ...block, end: index + 1 });
      }
    } else {
      if (words.length === 0) start = index;
      words.push(token);
      continue;
    }
    if (open.length > DEEPEST || ++statements > MOST_STATEMENTS) return undefined;
  }
  return open.length === 0 ? root : undefined;
}
