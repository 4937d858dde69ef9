import type { FactsBuilder } from '../../facts/file-facts.js';
import { LinePlaces } from '../../facts/line-places.js';
import { Kind, SYMBOL, SymbolFlag } from '../../facts/schema.js';
import { ExpressionReader } from '../markup/expression-reader.js';
import type { Attribute, MarkupPart, Span, Tag } from '../markup/markup-parts.js';
import { OpenParts, VOID } from '../markup/open-parts.js';
import { TemplateFacts } from '../markup/template-facts.js';

const HANDLER = /^(?:v-on:|@)/;
const BOUND = /^(?:v-(?!for\b|slot\b|on\b|pre\b|cloak\b|once\b|else$)[a-z]|[:.])/;
const SLOT = /^(?:v-slot\b|#|slot-scope$)/;
const NAME = /[\p{L}_$][\p{L}\p{N}_$]*/gu;
const LOOP = /\s(?:in|of)\s/;

/**
 * Adds what the template of a component with options names: members of its object, which no name of the script is. A component
 * with `<script setup>` has none. What cannot be read is left out.
 */
export function readOptionTemplate(source: string, facts: FactsBuilder, parts: Iterable<MarkupPart>): void {
  const component = componentOf(facts);
  if (component >= 0) new OptionTemplate(new TemplateFacts(facts, new LinePlaces(source), 0, component, false), source).read(parts);
}

/** The row of what the script gives out, or -1. */
function componentOf({ tables: { symbols } }: FactsBuilder): number {
  for (let row = 0; row < symbols.rows; row++) if (symbols.get(row, SYMBOL.kind) === Kind.class && (symbols.get(row, SYMBOL.flags) & SymbolFlag.default) !== 0) return row;
  return -1;
}

class OptionTemplate {
  private scope: number;
  private readonly open = new OpenParts();

  constructor(
    private readonly facts: TemplateFacts,
    private readonly source: string,
  ) {
    this.scope = facts.root;
  }

  read(parts: Iterable<MarkupPart>): void {
    for (const part of parts) {
      if (part.kind === 'expression') this.binding(part);
      else if (part.kind === 'opening') this.element(part);
      else if (part.kind === 'closing') this.scope = this.open.close(part.name) ?? this.scope;
    }
    this.facts.settle();
  }

  private element(tag: Tag): void {
    const around = this.scope;
    const loop = tag.attributes.find(({ name }) => name === 'v-for');
    const slot = tag.attributes.find(({ name }) => SLOT.test(name));
    if (loop?.value !== undefined) this.loop(loop.value);
    if (slot?.value !== undefined) this.bind(slot.value);
    for (const attribute of tag.attributes) this.attribute(attribute);
    if (tag.isSelfClosing || VOID.has(tag.name)) this.scope = around;
    else this.open.enter(tag.name, around);
  }

  /** `(item, index) in items`. */
  private loop({ start, end }: Span): void {
    const written = this.source.slice(start, end);
    const found = LOOP.exec(written);
    if (found === null) return;
    const row = this.binding({ start: start + found.index + found[0].length, end });
    const scope = this.facts.openScope(this.scope);
    const names = written.slice(0, found.index).match(NAME) ?? [];
    names.forEach((name, place) => this.facts.local(place === 0 && !written.includes('{') ? 'element' : 'opaque', name, scope, place === 0 ? row : -1));
    this.scope = scope;
  }

  /** Names that a slot gives: `{ item, index }`. */
  private bind({ start, end }: Span): void {
    const scope = this.facts.openScope(this.scope);
    for (const name of this.source.slice(start, end).match(NAME) ?? []) this.facts.local('opaque', name, scope, -1);
    this.scope = scope;
  }

  private attribute({ name, value, opener }: Attribute): void {
    if (value === undefined || opener === '') return;
    if (HANDLER.test(name)) new ExpressionReader(this.facts, this.source, value.start, value.end).statements(this.scope);
    else if (BOUND.test(name)) this.binding(value);
  }

  private binding({ start, end }: Span): number {
    const reader = new ExpressionReader(this.facts, this.source, start, end);
    return reader.isAtEnd() ? -1 : reader.binding(this.scope);
  }
}
