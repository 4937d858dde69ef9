import { closingBrace } from './closing-brace.js';
import { endOfCode } from './end-of-code.js';

/** A stretch of a source, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** An attribute of a tag. Without a name it is an expression in braces: `{...rest}`. */
export interface Attribute extends Span {
  readonly name: string;
  /** Between its quotes or braces; undefined where there is none. */
  readonly value: Span | undefined;
  /** What stands before the value: a quote, a brace, or nothing. */
  readonly opener: '"' | "'" | '{' | '';
  /** Expressions in braces inside a quoted value. */
  readonly expressions: readonly Span[];
}

export interface Tag extends Span {
  readonly kind: 'opening' | 'closing';
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly isSelfClosing: boolean;
}

export type MarkupPart =
  | Tag
  /** What stands between the delimiters of an expression in text. */
  | ({ readonly kind: 'expression' } & Span)
  /** The content of an element whose text is no markup. */
  | ({ readonly kind: 'raw'; readonly tag: Tag } & Span)
  /** What opens a block in braces, as `@if (…) {` does, or stands alone, as `@let …;` does: what is in its brackets, or behind its name. */
  | ({ readonly kind: 'block'; readonly name: string } & Span)
  | ({ readonly kind: 'blockEnd' } & Span);

/** How a kind of markup writes its expressions. */
export interface MarkupSyntax {
  /** `{{ name }}` in text alone, or `{name}` in text and attributes. */
  readonly delimiters: 'doubleBraces' | 'braces';
  /** Whether the content of an element is no markup; asked when all parts before it have been given. */
  readonly isRaw: (tag: Tag) => boolean;
  /** Names of blocks in text, and of statements, which end with a semicolon: braces in text are theirs, or choose one of several texts. */
  readonly blocks?: { readonly opening: ReadonlySet<string>; readonly statements: ReadonlySet<string> };
}

const TAG = /<(\/?)([A-Za-z][^\s/>]*)/y;
const CLOSING = /<\/([A-Za-z][^\s/>]*)/g;
const NAME = /[^\s=>/]+/y;
const NAME_BESIDE_BRACES = /[^\s=>/{]+/y;
const UNQUOTED = /[^\s>]+/y;
const SPACE = /\s*/y;
const BLOCK = /@([a-z]+(?: if)?)\s*/y;
const BLOCK_OPENER = /\s*\{/y;
/** `{count, plural, =0 {none} other {some}}`: unicode-org.github.io/icu/userguide/format_parse/messages. */
const CHOICE = /\{([^{}<,]+),\s*(?:plural|select|selectordinal)\s*,/y;

/**
 * Tags, expressions and raw contents of single-file components, in their order. What is not closed ends with the file; in time
 * linear to its length, whatever it holds.
 */
export function* markupParts(source: string, syntax: MarkupSyntax): Generator<MarkupPart> {
  const reader = new MarkupReader(source, syntax);
  for (let part = reader.next(); part !== undefined; part = reader.next()) {
    yield part;
    if (part.kind === 'opening' && !part.isSelfClosing && reader.isRaw(part)) yield reader.rawContent(part);
  }
}

class MarkupReader {
  private at = 0;
  /** False after a brace without its end: looking for the end of each that follows would take time without bound. */
  private readsBraces: boolean;
  private readonly raw = new Set<Tag>();
  /** False after a bracket of a block without its end, for the same reason. */
  private readsBlocks: boolean;
  /** Braces of texts to choose from that are open. */
  private choices = 0;

  constructor(
    private readonly source: string,
    private readonly syntax: MarkupSyntax,
  ) {
    this.readsBraces = syntax.delimiters === 'braces';
    this.readsBlocks = syntax.blocks !== undefined;
  }

  isRaw(tag: Tag): boolean {
    return this.raw.has(tag);
  }

  next(): MarkupPart | undefined {
    const { source } = this;
    while (this.at < source.length) {
      const code = source.charCodeAt(this.at);
      if (this.syntax.blocks !== undefined && (code === 0x40 || code === 0x7b || code === 0x7d)) {
        const part = this.block();
        if (part !== undefined) return part;
      }
      if (code === 0x7b) {
        const expression = this.expressionInText();
        if (expression !== undefined) return { kind: 'expression', ...expression };
        this.at++;
      } else if (code !== 0x3c) this.at++;
      else if (source.startsWith('<!--', this.at)) this.at = this.after('-->', this.at + 4);
      else if (source.startsWith('<!', this.at)) this.at = this.after('>', this.at + 2);
      else {
        const tag = this.tag();
        if (tag !== undefined) return tag;
        this.at++;
      }
    }
    return undefined;
  }

  /** What an `@` or a brace opens or ends; of others nothing is passed over. */
  private block(): MarkupPart | undefined {
    const { source, at: start } = this;
    const character = source[start];
    if (character === '}') {
      this.at++;
      if (this.choices === 0) return { kind: 'blockEnd', start, end: this.at };
      this.choices--;
      return undefined;
    }
    if (character === '{') {
      CHOICE.lastIndex = start;
      const chosen = CHOICE.exec(source);
      if (chosen !== null) {
        this.choices++;
        this.at += chosen[0].length;
        return { kind: 'expression', start: start + 1, end: start + 1 + (chosen[1]?.length ?? 0) };
      }
      if (this.choices > 0 && (source[start + 1] !== '{' || source[start + 2] === '{')) {
        this.choices++;
        this.at++;
      }
      return undefined;
    }
    return this.readsBlocks ? this.namedBlock() : undefined;
  }

  private namedBlock(): MarkupPart | undefined {
    const { source, syntax } = this;
    BLOCK.lastIndex = this.at;
    const [text, found = ''] = BLOCK.exec(source) ?? [];
    if (text === undefined) return undefined;
    const isStatement = syntax.blocks?.statements.has(found) === true;
    const name = isStatement || syntax.blocks?.opening.has(found) === true ? found : (found.split(' ')[0] ?? '');
    if (!isStatement && syntax.blocks?.opening.has(name) !== true) return undefined;
    let start = this.at + (name === found ? text.length : name.length + 1);
    let end = start;
    if (isStatement || source[start] === '(') {
      if (!isStatement) start++;
      end = endOfCode(source, start, isStatement ? ';' : ')');
      if (end < 0) {
        this.readsBlocks = false;
        return undefined;
      }
    }
    this.at = isStatement || source[end] === ')' ? end + 1 : end;
    if (!isStatement && this.match(BLOCK_OPENER) === undefined) return undefined;
    return { kind: 'block', name, start, end };
  }

  rawContent(tag: Tag): MarkupPart {
    const start = this.at;
    const name = tag.name.toLowerCase();
    CLOSING.lastIndex = start;
    let end = CLOSING.exec(this.source);
    while (end !== null && end[1]?.toLowerCase() !== name) end = CLOSING.exec(this.source);
    this.at = end?.index ?? this.source.length;
    return { kind: 'raw', tag, start, end: this.at };
  }

  private after(text: string, from: number): number {
    const found = this.source.indexOf(text, from);
    return found < 0 ? this.source.length : found + text.length;
  }

  private expressionInText(): Span | undefined {
    if (this.syntax.delimiters === 'braces') return this.bracedExpression();
    if (!this.source.startsWith('{{', this.at)) return undefined;
    const start = this.at + 2;
    this.at = this.after('}}', start);
    return { start, end: Math.max(start, this.source.startsWith('}}', this.at - 2) ? this.at - 2 : this.at) };
  }

  /** What stands in the braces that begin here. */
  private bracedExpression(): Span | undefined {
    const end = this.readsBraces ? closingBrace(this.source, this.at) : -1;
    if (end < 0) {
      this.readsBraces = false;
      return undefined;
    }
    const start = this.at + 1;
    this.at = end + 1;
    return { start, end };
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private tag(): Tag | undefined {
    TAG.lastIndex = this.at;
    const found = TAG.exec(this.source);
    if (found === null) return undefined;
    const [text, slash = '', name = ''] = found;
    const start = this.at;
    this.at += text.length;
    const attributes: Attribute[] = [];
    let isSelfClosing = false;
    for (;;) {
      this.match(SPACE);
      const next = this.source[this.at];
      if (next === undefined) break;
      if (next === '>') {
        this.at++;
        break;
      }
      isSelfClosing = next === '/';
      const attribute = isSelfClosing ? undefined : this.attribute();
      if (attribute === undefined) this.at++;
      else attributes.push(attribute);
    }
    const tag: Tag = { kind: slash === '' ? 'opening' : 'closing', name, start, end: this.at, attributes, isSelfClosing };
    if (tag.kind === 'opening' && !isSelfClosing && this.syntax.isRaw(tag)) this.raw.add(tag);
    return tag;
  }

  private attribute(): Attribute | undefined {
    const start = this.at;
    if (this.readsBraces && this.source[this.at] === '{') {
      const value = this.bracedExpression();
      return value === undefined ? undefined : { name: '', start, end: this.at, value, opener: '{', expressions: [] };
    }
    const name = this.match(this.readsBraces ? NAME_BESIDE_BRACES : NAME);
    if (name === undefined) return undefined;
    const end = this.at;
    this.match(SPACE);
    if (this.source[this.at] !== '=') {
      this.at = end;
      return { name, start, end, value: undefined, opener: '', expressions: [] };
    }
    this.at++;
    this.match(SPACE);
    return { name, start, ...this.value() };
  }

  private value(): Omit<Attribute, 'name' | 'start'> {
    const opener = this.source[this.at];
    if (opener === '"' || opener === "'") return { opener, ...this.quoted(opener) };
    if (opener === '{' && this.readsBraces) {
      const value = this.bracedExpression();
      if (value !== undefined) return { opener, value, end: this.at, expressions: [] };
    }
    const start = this.at;
    this.match(UNQUOTED);
    return { opener: '', value: { start, end: this.at }, end: this.at, expressions: [] };
  }

  private quoted(quote: string): Pick<Attribute, 'value' | 'end' | 'expressions'> {
    const expressions: Span[] = [];
    const start = ++this.at;
    while (this.at < this.source.length && this.source[this.at] !== quote) {
      const expression = this.readsBraces && this.source[this.at] === '{' ? this.bracedExpression() : undefined;
      if (expression === undefined) this.at++;
      else expressions.push(expression);
    }
    const value = { start, end: this.at };
    this.at = Math.min(this.source.length, this.at + 1);
    return { value, end: this.at, expressions };
  }
}
