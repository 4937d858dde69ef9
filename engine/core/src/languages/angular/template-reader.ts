import type { Attribute, Span, Tag } from '../markup/markup-parts.js';
import { markupParts } from '../markup/markup-parts.js';
import { ExpressionReader } from '../markup/expression-reader.js';
import { isOfEveryElement, isOwnElement } from './element-names.js';
import { OpenParts, VOID } from '../markup/open-parts.js';
import type { TemplateFacts } from '../markup/template-facts.js';

const BLOCKS = {
  opening: new Set(['if', 'else', 'else if', 'for', 'empty', 'switch', 'case', 'default', 'defer', 'placeholder', 'loading', 'error']),
  statements: new Set(['let']),
};
const NAME = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const KEY = /[\p{L}_$][\p{L}\p{N}_$-]*/uy;
const OF = /of\b/y;
const AS = /as\b/y;
const LET = /let\b/y;
const WHEN = /(?:(?:prefetch|hydrate)\s+)?when\b/y;
/** `[items]`, `(saved)`, `[(name)]`. */
const BINDING = /^(?:\[\(([\w$-]+)\)\]|\[([\w$-]+)\]|\(([\w$-]+)\))$/;
/** Attributes that are written as texts and no directive's, animations, and what only binds a class or a style. */
const PLAIN = /^(?:class$|id$|style$|slot$|aria-|data-|i18n|let-|[#@[(])/;
const LONGEST_VALUE = 200;
/** More attributes than a person writes at one element. */
const MOST_ATTRIBUTES = 200;

/** Reads a template into facts: angular.dev/guide/templates. @param text the template alone */
export function readTemplate(facts: TemplateFacts, text: string): void {
  new TemplateReader(facts, text).read();
  facts.settle();
}

class TemplateReader {
  private scope: number;
  private readonly open = new OpenParts();

  constructor(
    private readonly facts: TemplateFacts,
    private readonly text: string,
  ) {
    this.scope = facts.root;
  }

  read(): void {
    for (const part of markupParts(this.text, { delimiters: 'doubleBraces', blocks: BLOCKS, isRaw: ({ name }) => name === 'script' || name === 'style' })) {
      if (part.kind === 'expression') this.binding(part, this.scope);
      else if (part.kind === 'block') this.block(part.name, part);
      else if (part.kind === 'blockEnd') this.close('{');
      else if (part.kind === 'opening') this.element(part);
      else if (part.kind === 'closing') this.close(part.name);
    }
  }

  private enter(name: string, scope: number): void {
    this.open.enter(name, this.scope);
    this.scope = scope;
  }

  private close(name: string): void {
    this.scope = this.open.close(name) ?? this.scope;
  }

  private binding({ start, end }: Span, scope: number): number {
    const reader = new ExpressionReader(this.facts, this.text, start, end);
    if (reader.isAtEnd()) return -1;
    const row = reader.binding(scope);
    reader.finish();
    return row;
  }

  private statements({ start, end }: Span, scope: number): void {
    new ExpressionReader(this.facts, this.text, start, end).statements(scope);
  }

  private block(name: string, span: Span): void {
    const { facts, text, scope } = this;
    const reader = new ExpressionReader(facts, text, span.start, span.end);
    if (name === 'let') {
      const declared = reader.word(NAME);
      if (declared !== undefined && reader.take('=')) facts.local('variable', declared, scope, reader.binding(scope));
      return reader.finish();
    }
    const inner = facts.openScope(scope);
    if (name === 'for') this.loop(reader, scope, inner);
    else if (name === 'defer') this.deferred(span, scope);
    else if (!reader.isAtEnd() && !/^(?:placeholder|loading)$/.test(name)) {
      const row = reader.binding(scope);
      if (reader.take(';') && reader.word(AS) !== undefined) facts.local('variable', reader.word(NAME) ?? '', inner, row);
      reader.finish();
    }
    this.enter('{', inner);
  }

  /** `item of items; track item.id; let i = $index`. */
  private loop(reader: ExpressionReader, scope: number, inner: number): void {
    const item = reader.word(NAME);
    if (item === undefined || reader.word(OF) === undefined) return reader.finish();
    this.facts.local('element', item, inner, reader.binding(scope));
    while (reader.take(';')) {
      if (reader.word(LET) === undefined) {
        if (reader.word(KEY) === 'track') reader.binding(inner);
        continue;
      }
      do {
        const name = reader.word(NAME);
        if (name !== undefined && reader.take('=')) this.facts.local('opaque', name, inner, reader.binding(inner));
      } while (reader.take(','));
    }
    reader.finish();
  }

  /** Of what a block waits for the conditions: `on viewport; when isReady()`. */
  private deferred({ start, end }: Span, scope: number): void {
    let at = start;
    for (const piece of this.text.slice(start, end).split(';')) {
      const reader = new ExpressionReader(this.facts, this.text, at, at + piece.length);
      if (reader.word(WHEN) !== undefined) {
        reader.binding(scope);
        reader.finish();
      }
      at += piece.length + 1;
    }
  }

  private element(tag: Tag): void {
    const { facts } = this;
    const isTemplate = tag.name === 'ng-template';
    const attributes = tag.attributes.slice(0, MOST_ATTRIBUTES);
    const isView = isTemplate || attributes.some(({ name }) => name.startsWith('*'));
    const around = this.scope;
    const inner = isView ? facts.openScope(around) : around;
    const own = isTemplate ? around : inner;
    const nameStart = tag.start + 1;
    const isCustom = tag.name.includes('-') && !isOwnElement(tag.name);
    // Most elements are HTML's own, and nothing but that.
    const isNamed = isCustom || attributes.some(({ name }) => name.startsWith('#') || isCaptured(name, isCustom));
    const row = isNamed ? facts.expression('annotation', tag.name, -1, -1, own, nameStart) : -1;
    if (isCustom) facts.reference('new', row, nameStart, nameStart + tag.name.length);
    attributes.forEach((attribute, position) => this.attribute(row, position, attribute, { own, inner, around, isCustom, isTemplate }));
    if (tag.isSelfClosing || VOID.has(tag.name)) return;
    this.enter(tag.name, inner);
  }

  private attribute(element: number, position: number, attribute: Attribute, place: { readonly own: number; readonly inner: number; readonly around: number; readonly isCustom: boolean; readonly isTemplate: boolean }): void {
    const { facts, text } = this;
    const { name, value } = attribute;
    const span = value ?? { start: attribute.end, end: attribute.end };
    if (name.startsWith('#')) return facts.local(span.end > span.start ? 'opaque' : 'variable', name.slice(1), place.own, span.end > span.start ? -1 : element);
    if (name.startsWith('let-') && place.isTemplate) return facts.local('opaque', name.slice(4), place.inner, -1);
    let row = -1;
    if (name.startsWith('*')) this.microsyntax(element, name.slice(1), span, place);
    else if (name.startsWith('(')) this.statements(span, place.own);
    else if (name.startsWith('[')) row = this.binding(span, place.own);
    else {
      for (const expression of interpolations(text, span)) this.binding(expression, place.own);
      if (element >= 0 && value !== undefined && span.end - span.start <= LONGEST_VALUE) row = facts.expression('literal', 'string', -1, facts.text(text.slice(span.start, span.end)), place.own, span.start);
    }
    if (element >= 0) this.member(element, position, attribute, row, isCaptured(name, place.isCustom));
  }

  /** An attribute of an element, and the element's member where it may be one. */
  private member(element: number, position: number, { name, start }: Attribute, value: number, isMember: boolean): void {
    const { facts } = this;
    facts.argument(element, position, name, value);
    if (isMember) facts.reference('value', facts.expression('member', name, element, -1, this.scope, start), start, start + name.length);
  }

  /** `let x of xs; let i = index; trackBy: byId`, `user$ | async as user; else waiting`: angular.dev/guide/directives/structural-directives. */
  private microsyntax(element: number, directive: string, span: Span, { around, inner }: { readonly around: number; readonly inner: number }): void {
    const { facts } = this;
    const reader = new ExpressionReader(facts, this.text, span.start, span.end);
    let implicit: string | undefined;
    let key = directive;
    const bind = (): void => {
      const row = reader.binding(around);
      if (key === 'of' && implicit !== undefined) facts.local('element', implicit, inner, row);
      if (key !== directive) facts.argument(element, -1, `*${directive}${key.charAt(0).toUpperCase()}${key.slice(1)}`, row);
      if (reader.word(AS) !== undefined) facts.local('variable', reader.word(NAME) ?? '', inner, row);
    };
    const named: string[] = [];
    for (let isFirst = true; !reader.isAtEnd(); isFirst = false) {
      if (reader.word(LET) !== undefined) {
        const name = reader.word(NAME);
        if (name === undefined) break;
        if (reader.take('=')) reader.word(KEY);
        else implicit ??= name;
        named.push(name);
      } else {
        if (!isFirst) {
          key = reader.word(KEY) ?? '';
          reader.take(':');
        }
        if (key === '' || reader.isAtEnd()) break;
        if (reader.word(AS) === undefined) bind();
        else facts.local('opaque', reader.word(NAME) ?? '', inner, -1); // `index as i`
      }
      if (!reader.take(';')) reader.take(',');
    }
    for (const name of named) facts.local('opaque', name, inner, -1);
    reader.finish();
  }
}

/** Whether an attribute may be a directive, or an input or output of one: not what every element has. */
function isCaptured(name: string, isCustom: boolean): boolean {
  if (name.startsWith('*')) return true;
  const [, both, input, output] = BINDING.exec(name) ?? [];
  if (both !== undefined) return true;
  const bound = input ?? output;
  if (bound !== undefined) return isCustom || !isOfEveryElement(bound);
  return !PLAIN.test(name) && (isCustom || !isOfEveryElement(name));
}

/** What stands in double braces in an attribute's value. */
function interpolations(text: string, { start, end }: Span): readonly Span[] {
  const value = text.slice(start, end);
  const found: Span[] = [];
  for (let open = value.indexOf('{{'); open >= 0; ) {
    const close = value.indexOf('}}', open + 2);
    if (close < 0) break;
    found.push({ start: start + open + 2, end: start + close });
    open = value.indexOf('{{', close + 2);
  }
  return found;
}
