import type { LanguageReader } from '../load-reader.js';
import type { Attribute, MarkupPart, Span, Tag } from '../markup/markup-parts.js';
import { markupParts } from '../markup/markup-parts.js';
import { ScriptText, isCode, keepSource } from '../markup/script-text.js';

/** A block or tag in braces: what stands before its expression. */
const BLOCK = /^\s*(?:#(?:if|key|await|each)|:else\s+if|@(?:html|render|attach|debug))\s/;
const CONSTANT = /^\s*@const\s+[^=]+=(?!=)/;
const NO_EXPRESSION = /^\s*(?:[:#@]|\/(?![*/]))/;
/** Directives whose name is a name of the script: an action, a transition. */
const NAMING = /^(?:use|transition|in|out|animate):([A-Za-z_$][\w$.]*)$/;

/** Blocks that give names: svelte.dev/docs/svelte/each, svelte.dev/docs/svelte/snippet. */
const NAMING_BLOCK = /^([#/:])(each|await|snippet|then|catch)(?: +|\s*$)/;
const LONGEST_WORD = 40;

/** What stands around an expression of the text, which has one brace on each side, and around an attribute's. */
const STATEMENT = [';', ';'] as const;
const VALUE = [';(', ')'] as const;

/**
 * The scripts of a component, and of its markup what names code: components, actions and expressions, each as a statement of its
 * own. The format: svelte.dev/docs/svelte.
 */
function readText(source: string): string {
  const text = new ScriptText(source);
  const parts = [...markupParts(source, { delimiters: 'braces', isRaw: ({ name }) => name === 'script' || name === 'style' })];
  const paired = pairedBlocks(source, parts);
  let isInHead = false;
  for (const part of parts) {
    if (part.kind === 'expression' && paired.has(part)) readNamingBlock(text, source, part);
    else if (part.kind === 'raw') {
      if (isInHead || part.tag.name !== 'script' || !isCode(source, part.tag)) continue;
      keepSource(text, part.tag);
      text.keep(part);
    } else if (part.kind === 'expression') readExpression(text, source, part, STATEMENT);
    else if (part.kind === 'opening' || part.kind === 'closing') {
      if (part.name === 'svelte:head') isInHead = part.kind === 'opening' && !part.isSelfClosing;
      if (part.kind === 'opening' && part.name !== 'script' && part.name !== 'style') readTag(text, source, part);
    }
  }
  return text.toString();
}

/** Blocks that give names, and what ends them or gives more: where one is not closed, none of its names are bound. */
function pairedBlocks(source: string, parts: readonly MarkupPart[]): ReadonlySet<MarkupPart> {
  const paired = new Set<MarkupPart>();
  const open: { readonly name: string; readonly parts: MarkupPart[] }[] = [];
  for (const part of parts) {
    const [, sign, name = ''] = (part.kind === 'expression' ? NAMING_BLOCK.exec(source.slice(part.start, Math.min(part.end, part.start + LONGEST_WORD))) : null) ?? [];
    if (sign === '#') open.push({ name, parts: [part] });
    else if (sign === ':' && open.at(-1)?.name === 'await') open.at(-1)?.parts.push(part);
    else if (sign === '/' && open.at(-1)?.name === name) for (const one of [...(open.pop()?.parts ?? []), part]) paired.add(one);
  }
  return paired;
}

/** A block whose names are seen in it alone: a block of statements, or a function for a snippet. */
function readNamingBlock(text: ScriptText, source: string, part: Span): void {
  const start = part.start - 1;
  const written = source.slice(part.start, part.end);
  const [word = '', sign, name] = NAMING_BLOCK.exec(written) ?? [];
  if (sign === '/') text.put(start, '}');
  else if (sign === ':') declare(text, start, written.slice(word.length), written.length + 2);
  else if (name === 'snippet') {
    text.put(start, ';function ');
    text.keep({ start: part.start + word.length, end: part.end });
    text.put(part.end, '{');
  } else {
    const end = expressionEnd(written);
    text.put(start, ';{');
    text.keep({ start: part.start + word.length, end: part.start + end });
    declare(text, part.start + end, givenNames(written.slice(end).replace(/^ (?:as|then) /, '')), written.length - end + 1);
  }
}

/** Declares names in the place of what gives them, as far as there is room. */
function declare(text: ScriptText, start: number, names: string, room: number): void {
  const declaration = `;let ${names.trim()}`;
  if (names.trim() !== '' && declaration.length <= room && !names.includes('\n')) text.put(start, declaration);
}

/** `item`, `{ id, name }, index`: what stands before a key. */
function givenNames(rest: string): string {
  let depth = 0;
  for (let at = 0; at < rest.length; at++) {
    const character = rest.charAt(at);
    if (character === '(' && depth === 0) return rest.slice(0, at);
    if ('{[('.includes(character)) depth++;
    else if ('}])'.includes(character)) depth--;
  }
  return rest;
}

function readTag(text: ScriptText, source: string, tag: Tag): void {
  if (/^[A-Z]\w*(?:\.\w+)*$|^[a-z]\w*(?:\.\w+)+$/.test(tag.name)) text.keepBetween(';', { start: tag.start + 1, end: tag.start + 1 + tag.name.length }, ';');
  for (const attribute of tag.attributes) readAttribute(text, source, attribute);
}

function readAttribute(text: ScriptText, source: string, { name, start, value, opener, expressions }: Attribute): void {
  const named = NAMING.exec(name)?.[1];
  const end = start + name.length;
  if (named !== undefined) text.keepBetween(';', { start: end - named.length, end }, opener === '{' ? '' : ';');
  for (const expression of expressions) readExpression(text, source, expression, STATEMENT);
  if (opener === '{' && value !== undefined) readExpression(text, source, value, VALUE);
}

function readExpression(text: ScriptText, source: string, span: Span, [before, after]: readonly [string, string]): void {
  const written = source.slice(span.start, span.end);
  const word = (BLOCK.exec(written) ?? CONSTANT.exec(written) ?? /^\s*(?:\.\.\.)?/.exec(written))?.[0] ?? '';
  if (word.trim() === '' && NO_EXPRESSION.test(written)) return;
  const start = span.start + word.length;
  const end = span.start + expressionEnd(written);
  if (source.slice(start, end).trim() === '') return;
  text.keepBetween(word === '' ? before : ';', { start, end }, word === '' ? after : ';');
}

/** `#each list as item` and `#await promise then value` end before the name that they give. */
function expressionEnd(written: string): number {
  const word = /^\s*#each\s/.test(written) ? ' as ' : /^\s*#await\s/.test(written) ? ' then ' : undefined;
  const found = word === undefined ? -1 : written.lastIndexOf(word);
  return found < 0 ? written.length : found;
}

export const reader: LanguageReader = { text: readText };
