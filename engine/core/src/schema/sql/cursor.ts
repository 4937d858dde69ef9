import type { Token } from './tokens.js';

/** Reads a statement's tokens one after the other; what does not fit is stepped over, never an error. */
export class Cursor {
  private at = 0;

  constructor(readonly tokens: readonly Token[]) {}

  get position(): number {
    return this.at;
  }

  get isAtEnd(): boolean {
    return this.at >= this.tokens.length;
  }

  peek(ahead = 0): Token | undefined {
    return this.tokens[this.at + ahead];
  }

  next(): Token | undefined {
    return this.tokens[this.at++];
  }

  back(position: number): void {
    this.at = position;
  }

  /** Whether these words come next; a name in quotes is no word. */
  looksAt(...words: readonly string[]): boolean {
    return words.every((word, index) => this.peek(index)?.upper === word);
  }

  /** Steps over words if all of them come next. */
  take(...words: readonly string[]): boolean {
    if (!this.looksAt(...words)) return false;
    this.at += words.length;
    return true;
  }

  takeSign(sign: string): boolean {
    const token = this.peek();
    if (token?.kind !== 'sign' || token.text !== sign) return false;
    this.at++;
    return true;
  }

  /** A name, in quotes or not; undefined where something else comes. */
  name(): string | undefined {
    const token = this.peek();
    if (token === undefined || (token.kind !== 'word' && token.kind !== 'name' && token.kind !== 'string')) return undefined;
    this.at++;
    return token.text;
  }

  /** `schema.table` as its last two parts. */
  qualifiedName(): { readonly schema: string | undefined; readonly name: string } | undefined {
    const parts: string[] = [];
    for (let part = this.name(); part !== undefined; part = this.name()) {
      parts.push(part);
      if (!this.takeSign('.')) break;
      // `..` leaves the schema out.
      this.takeSign('.');
    }
    const name = parts.pop();
    return name === undefined ? undefined : { schema: parts.pop(), name };
  }

  /** Tokens up to the bracket that closes the one that comes next; empty where none comes. */
  group(): readonly Token[] {
    if (!this.takeSign('(')) return [];
    const start = this.at;
    for (let depth = 1; this.at < this.tokens.length; this.at++) {
      const token = this.tokens[this.at];
      if (token?.kind !== 'sign') continue;
      if (token.text === '(') depth++;
      else if (token.text === ')' && --depth === 0) return this.tokens.slice(start, this.at++);
    }
    return this.tokens.slice(start);
  }

  /** Names in brackets: `(a, b DESC, lower(c))` gives a, b and c. */
  nameList(): readonly string[] {
    return splitList(this.group()).flatMap((part) => {
      const names = part.filter((token) => token.kind === 'word' || token.kind === 'name');
      const [first, second] = names;
      const isCall = part[1]?.text === '(' && second !== undefined;
      const chosen = isCall ? second : first;
      return chosen === undefined ? [] : [chosen.text];
    });
  }
}

/** Parts between commas, brackets left whole. */
export function splitList(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [];
  let part: Token[] = [];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === 'sign') {
      if (token.text === '(') depth++;
      else if (token.text === ')') depth--;
      else if (token.text === ',' && depth === 0) {
        parts.push(part);
        part = [];
        continue;
      }
    }
    part.push(token);
  }
  if (part.length > 0) parts.push(part);
  return parts;
}

/** Tokens as one line of text. */
export function textOf(tokens: readonly Token[]): string {
  let text = '';
  for (const [index, token] of tokens.entries()) {
    const previous = tokens[index - 1];
    const isGlued = previous === undefined || /^[(),.]$|^::$|^\[\d*\]$/.test(token.text) || /^[(.]$|^::$/.test(previous.text);
    text += `${isGlued ? '' : ' '}${token.kind === 'string' ? `'${token.text}'` : token.text}`;
  }
  return text.replaceAll(/,(?! )/g, ',');
}
