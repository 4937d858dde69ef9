import type { Attribute, Span, Tag } from './markup-parts.js';

/** Languages of scripts that the grammar reads. */
const SCRIPTS = new Set(['js', 'jsx', 'ts', 'tsx', 'javascript', 'typescript', 'module', 'text/javascript', 'text/typescript']);

/**
 * The code of a component at its true place: everything else is blank, and what stands beside an expression of the markup makes
 * it a statement. Stretches are to be kept in their order.
 */
export class ScriptText {
  private readonly parts: string[] = [];
  private at = 0;

  constructor(private readonly source: string) {}

  keep({ start, end }: Span): void {
    this.put(start, this.source.slice(start, end));
  }

  /** Keeps a stretch between two texts that take the place of what stands around it. */
  keepBetween(before: string, { start, end }: Span, after: string): void {
    if (start - before.length < this.at) return;
    this.put(start - before.length, this.onLines(before, start - before.length));
    this.put(start, this.source.slice(start, end));
    this.put(end, this.onLines(after, end));
  }

  /** Puts a text in the place of one that is at least as long. */
  put(start: number, text: string): void {
    if (start < this.at) return;
    this.blankTo(start);
    this.parts.push(text.slice(0, this.source.length - start));
    this.at = Math.min(this.source.length, start + text.length);
  }

  /** A text without the characters that would take a line's end away. */
  private onLines(text: string, start: number): string {
    return [...text].map((character, index) => (this.source[start + index] === '\n' ? '\n' : character)).join('');
  }

  private blankTo(end: number): void {
    this.parts.push(this.source.slice(this.at, end).replaceAll(/[^\n]/g, ' '));
    this.at = end;
  }

  toString(): string {
    this.blankTo(this.source.length);
    return this.parts.join('');
  }
}

export function attributeOf(tag: Tag, name: string): Attribute | undefined {
  return tag.attributes.find((attribute) => attribute.name === name);
}

/** Whether a script is code that the grammar reads; without a word it is JavaScript. */
export function isCode(source: string, tag: Tag): boolean {
  return ['lang', 'type'].every((name) => {
    const value = attributeOf(tag, name)?.value;
    return value === undefined || SCRIPTS.has(source.slice(value.start, value.end).toLowerCase());
  });
}

/** `<script src="./code.ts">` imports its code. */
export function keepSource(text: ScriptText, tag: Tag): void {
  const source = attributeOf(tag, 'src');
  if (source?.value === undefined || source.opener === '') return;
  text.put(tag.start, 'import ');
  text.keep({ start: source.value.start - 1, end: source.value.end + 1 });
}
