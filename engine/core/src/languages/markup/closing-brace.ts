const STRING = /"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'/y;
const PATTERN = /\/(?:[^\\/\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const BEFORE_PATTERN = /[=(,:[!&|?{};]/;

/**
 * Where the brace at `open` is closed, by the rules of JavaScript's strings, templates, comments and regular expressions.
 * @returns -1 where it is not, or where a string in it is not; time is linear in the distance
 */
export function closingBrace(source: string, open: number): number {
  /** What is open: braces, and templates around the expressions in them. */
  const stack: ('{' | '`')[] = [];
  let before = ''; // what stands first is no regular expression: `{/if}` ends a block
  for (let at = open; at < source.length; at++) {
    const character = source.charAt(at);
    if (stack[stack.length - 1] === '`') {
      if (character === '\\') at++;
      else if (character === '`') stack.pop();
      else if (character === '$' && source[at + 1] === '{') {
        stack.push('{');
        at++;
      }
      continue;
    }
    if (character === '{' || character === '`') stack.push(character);
    else if (character === '}') {
      stack.pop();
      if (stack.length === 0) return at;
    } else if (character === '"' || character === "'") {
      const end = endOf(STRING, source, at);
      if (end < 0) return -1;
      at = end - 1;
    } else if (character === '/') {
      const end = source[at + 1] === '/' ? source.indexOf('\n', at) : source[at + 1] === '*' ? source.indexOf('*/', at + 2) + 1 : BEFORE_PATTERN.test(before) ? endOf(PATTERN, source, at) - 1 : at;
      if (end < at) return -1;
      at = end;
    }
    if (at > open && !/\s/.test(character)) before = character;
  }
  return -1;
}

function endOf(pattern: RegExp, source: string, at: number): number {
  pattern.lastIndex = at;
  const found = pattern.exec(source)?.[0];
  return found === undefined ? -1 : at + found.length;
}
