/**
 * Types of a method's parameters and results, as its one-line signature writes them: without names and packages.
 * Undefined where the line was cut off.
 */
export function signatureTypes(signature: string, name: string): readonly string[] | undefined {
  const open = parametersOf(signature, name);
  if (open < 0 || signature.endsWith('…')) return undefined;
  const close = closing(signature, open);
  if (close < 0) return undefined;
  const results = signature.slice(close + 1).trim();
  const given = results.startsWith('(') ? results.slice(1, Math.max(1, closing(results, 0))) : results;
  return [...types(signature.slice(open + 1, close)), '=>', ...types(given)];
}

/** Where the bracket after the method's own name opens: names are any text, so that they make no pattern. */
function parametersOf(signature: string, name: string): number {
  for (let at = signature.indexOf(`${name}(`); at >= 0; at = signature.indexOf(`${name}(`, at + 1)) {
    if (at === 0 || /\s/.test(signature[at - 1] ?? '')) return at + name.length;
  }
  return -1;
}

function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if ('([{'.includes(text[at] ?? '')) depth++;
    else if (')]}'.includes(text[at] ?? '') && --depth === 0) return at;
  }
  return -1;
}

/** `a, b int, c ...string` to `int, int, ...string`. */
function types(list: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at <= list.length; at++) {
    const letter = list[at] ?? ',';
    if ('([{'.includes(letter)) depth++;
    else if (')]}'.includes(letter)) depth--;
    else if (letter === ',' && (depth === 0 || at === list.length)) {
      parts.push(list.slice(from, at).trim());
      from = at + 1;
    }
  }
  const written = parts.filter((part) => part !== '');
  const isNamed = written.some((part) => NAMED.test(part));
  if (!isNamed) return written.map(plain);
  // A name without a type has the next one's.
  const found: string[] = [];
  let type = '';
  for (const part of [...written].reverse()) {
    type = NAMED.exec(part)?.[1] ?? type;
    found.unshift(plain(type));
  }
  return found;
}

/** A name with its type; `chan int` and `func (int)` are types. */
const NAMED = /^(?!(?:func|chan|map|struct|interface)\b)[\p{L}_]\w*\s+(.+)$/u;

function plain(type: string): string {
  const nested = /^((?:\.\.\.)?(?:\[\]|\*)*)func\s*\(/.exec(type);
  if (nested !== null) {
    const open = nested[0].length - 1;
    const close = closing(type, open);
    const results = type.slice(close + 1).trim();
    const given = results.startsWith('(') ? results.slice(1, Math.max(1, closing(results, 0))) : results;
    if (close > 0) return `${nested[1] ?? ''}func(${types(type.slice(open + 1, close)).join(',')})(${types(given).join(',')})`;
  }
  return type.replaceAll(/\b\w+\./g, '').replaceAll(/\s+/g, '').replaceAll('interface{}', 'any');
}
