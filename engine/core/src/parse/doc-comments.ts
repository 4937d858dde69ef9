/** How a language's comments state types: `@param Shop $shop` or `@param {Shop} shop`. */
export type DocStyle = 'phpdoc' | 'jsdoc';

/** A comment that says more than this is a text. */
const LONGEST_COMMENT = 16_384;
const LONGEST_TYPE = 1_000;
const MOST_TAGS = 200;
/** Tags that checkers read before the common ones go by their names. */
const CHECKERS = /^(?:phpstan|psalm|phan)-/;
const TAG = /^[ \t]*@([A-Za-z][\w-]*)[ \t]*/;
const OPENING = '(<[{';
const CLOSING = ')>]}';

/** One statement of a comment. */
export interface DocTag {
  readonly tag: string;
  /** The type as it is written, or empty. */
  readonly type: string;
  /** What stands behind the type, up to the line's end. */
  readonly rest: string;
}

/** The statements of a comment, those for checkers first; none of a comment that is no documentation. */
export function readDocTags(comment: string, style: DocStyle): readonly DocTag[] {
  if (!comment.startsWith('/**') || comment.length > LONGEST_COMMENT || !comment.includes('@')) return [];
  const lines = comment.slice(3, comment.endsWith('*/') ? -2 : undefined).split('\n').map((line) => line.replace(/^[ \t]*\*(?!\/)/, ''));
  const ofCheckers: DocTag[] = [];
  const common: DocTag[] = [];
  for (let at = 0; at < lines.length && ofCheckers.length + common.length < MOST_TAGS; at++) {
    const found = TAG.exec(lines[at] ?? '');
    if (found === null) continue;
    const [head, written = ''] = found;
    const [type, rest] = typeOf(lines, at, head.length, style);
    const tag = written.replace(CHECKERS, '');
    (tag === written ? common : ofCheckers).push({ tag, type, rest });
  }
  return [...ofCheckers, ...common];
}

/** The type behind a tag, which may go on in the lines below while a bracket is open, and what follows in its line. */
function typeOf(lines: readonly string[], first: number, start: number, style: DocStyle): readonly [type: string, rest: string] {
  let type = '';
  let depth = 0;
  for (let line = first; line < lines.length && type.length < LONGEST_TYPE; line++) {
    const text = lines[line] ?? '';
    if (line > first && /^[ \t]*@/.test(text)) break;
    for (let at = line === first ? start : 0; at < text.length; at++) {
      const mark = text[at] ?? '';
      if (style === 'jsdoc' && type === '' && mark !== '{') return ['', text.slice(at).trim()];
      if (OPENING.includes(mark)) depth++;
      // The arrow of a function's type closes nothing.
      else if (CLOSING.includes(mark) && !(mark === '>' && (text[at - 1] === '=' || text[at - 1] === '-'))) depth--;
      const isEnd = style === 'jsdoc' ? depth === 0 : depth <= 0 && /\s/.test(mark) && !isJoined(text, at);
      if (isEnd) return style === 'jsdoc' ? [type.slice(1), text.slice(at + 1).trim()] : [type, text.slice(at).trim()];
      type += mark;
      if (type.length > LONGEST_TYPE) return ['', ''];
    }
    if (depth <= 0) break;
    type += ' ';
  }
  return style === 'jsdoc' ? ['', ''] : [type.trim(), ''];
}

/** Whether a blank stands in the middle of a type: `Shop | null`, `callable(): Shop`. */
function isJoined(text: string, at: number): boolean {
  return /[|&:]$/.test(text.slice(Math.max(0, at - 8), at).trimEnd()) || /^\s{0,8}[|&]/.test(text.slice(at, at + 9));
}
