/**
 * Where code ends with a character that stands outside of its strings and brackets.
 * @returns -1 where it does not; time is linear in the distance
 */
export function endOfCode(source: string, start: number, ending: string): number {
  let depth = 0;
  let quote = '';
  for (let at = start; at < source.length; at++) {
    const character = source.charAt(at);
    if (quote !== '') {
      if (character === '\\') at++;
      else if (character === quote) quote = '';
    } else if (depth === 0 && character === ending) return at;
    else if (character === '"' || character === "'" || character === '`') quote = character;
    else if (character === '(' || character === '[' || character === '{') depth++;
    else if ((character === ')' || character === ']' || character === '}') && --depth < 0) return -1;
  }
  return -1;
}
