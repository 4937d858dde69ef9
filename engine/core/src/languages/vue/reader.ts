import type { FactsBuilder } from '../../facts/file-facts.js';
import type { LanguageReader } from '../load-reader.js';
import type { Attribute, MarkupPart, Tag } from '../markup/markup-parts.js';
import { markupParts } from '../markup/markup-parts.js';
import { ScriptText, attributeOf, isCode, keepSource } from '../markup/script-text.js';
import { readOptionTemplate } from './option-template.js';

const DIRECTIVE = /^(?:v-(?!slot\b|pre\b|cloak\b|once\b)[a-z]|[:@.])/;
const HANDLER = /^(?:v-on\b|@)/;
const FUNCTION = /^\s*(?:async\s+)?function\b/;
const LOOP = /^([^]*?\s(?:in|of)\s)[^]*$/;
const ENTITY = /&(?:#\d+|#x[\da-f]+|\w+);/i;

/**
 * The scripts of a single-file component, and of its template what names code: components, and with `<script setup>` expressions
 * too, each as a statement of its own. The format: vuejs.org/api/sfc-spec.html.
 */
function readText(source: string): string {
  const text = new ScriptText(source);
  const parts = [...blocksOf(source)];
  const isSetup = hasSetup(parts);
  for (const part of parts) {
    if (part.kind === 'raw') readBlock(text, source, part);
    else if (part.kind === 'expression') {
      if (isSetup && source.slice(part.start, part.end).trim() !== '') text.keepBetween(';(', part, ')');
    } else if (part.kind === 'opening') readTag(text, source, part, isSetup);
  }
  return text.toString();
}

/** The parts of a component: of blocks beside the template only the content as a whole. */
function* blocksOf(source: string): Generator<MarkupPart> {
  let depth = 0;
  const isMarkup = (tag: Tag): boolean => tag.name === 'template' && (attributeOf(tag, 'lang') === undefined || isHtml(source, tag));
  for (const part of markupParts(source, { delimiters: 'doubleBraces', isRaw: (tag) => (depth === 0 ? !isMarkup(tag) : tag.name === 'script' || tag.name === 'style') })) {
    if (part.kind === 'raw' && depth > 0) continue;
    if (depth > 0 || part.kind === 'raw') yield part;
    if (part.kind === 'opening' && part.name === 'template' && !part.isSelfClosing && (depth > 0 || isMarkup(part))) depth++;
    else if (part.kind === 'closing' && part.name === 'template') depth = Math.max(0, depth - 1);
  }
}

function isHtml(source: string, tag: Tag): boolean {
  const value = attributeOf(tag, 'lang')?.value;
  return value !== undefined && source.slice(value.start, value.end) === 'html';
}

function readBlock(text: ScriptText, source: string, part: Extract<MarkupPart, { kind: 'raw' }>): void {
  if (part.tag.name !== 'script' || !isCode(source, part.tag)) return;
  keepSource(text, part.tag);
  text.keep(part);
}

function readTag(text: ScriptText, source: string, tag: Tag, isSetup: boolean): void {
  const component = componentName(tag.name);
  const nameEnd = tag.start + 1 + tag.name.length;
  if (component !== undefined) {
    text.put(tag.start, `;${component}`.padEnd(tag.name.length + 1));
    if (source[nameEnd] !== '\n') text.put(nameEnd, ';');
  }
  if (isSetup) for (const attribute of tag.attributes) readAttribute(text, source, attribute);
}

/** `<FooBar>` and `<foo-bar>` name FooBar; other names are HTML's own, or of components that no script names so. */
function componentName(name: string): string | undefined {
  if (/^[A-Z]\w*(?:\.\w+)*$/.test(name)) return name;
  if (!/^[a-z]\w*(?:-\w+)+$/.test(name)) return undefined;
  return name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function readAttribute(text: ScriptText, source: string, { name, value, opener }: Attribute): void {
  if (value === undefined || opener === '' || !DIRECTIVE.test(name)) return;
  const written = source.slice(value.start, value.end);
  if (written.trim() === '' || ENTITY.test(written)) return;
  const isStatement = HANDLER.test(name) && /[:@]/.test(name) && !FUNCTION.test(written);
  const skipped = name === 'v-for' ? (LOOP.exec(written)?.[1]?.length ?? 0) : 0;
  text.keepBetween(isStatement ? ';{' : ';(', { start: value.start + skipped, end: value.end }, isStatement ? '}' : ')');
}

/** What the template of a component with options names. */
function readMore(source: string, facts: FactsBuilder): void {
  const parts = [...blocksOf(source)];
  if (!hasSetup(parts)) readOptionTemplate(source, facts, parts);
}

function hasSetup(parts: readonly MarkupPart[]): boolean {
  return parts.some((part) => part.kind === 'raw' && part.tag.name === 'script' && attributeOf(part.tag, 'setup') !== undefined);
}

export const reader: LanguageReader = { text: readText, more: readMore };
