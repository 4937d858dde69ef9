import type { FactsBuilder } from '../../facts/file-facts.js';
import { Expression, Scope } from '../../facts/schema.js';
import type { LanguageReader } from '../load-reader.js';

const MAPPER = /<mapper\b[^>]*?\bnamespace\s*=\s*["']([^"']+)["']/;
const STATEMENTS = /<(select|insert|update|delete)\b([^>]*?)\bid\s*=\s*["']([^"']+)["'][^>]*>([\s\S]*?)<\/\1\s*>/g;
const FRAGMENTS = /<sql\b[^>]*?\bid\s*=\s*["']([^"']+)["'][^>]*>([\s\S]*?)<\/sql\s*>/g;
const INCLUDES = /<include\b[^>]*?\brefid\s*=\s*["']([^"']+)["'][^>]*?(?:\/>|>[\s\S]*?<\/include\s*>)/g;
const MOST_TEXT = 1_000_000;
const MOST_STATEMENT = 50_000;
const DEPTH = 8;
const ENTITIES: ReadonlyMap<string, string> = new Map([['lt', '<'], ['gt', '>'], ['amp', '&'], ['quot', '"'], ['apos', "'"]]);

/** Each statement of a mapper's XML as a text that is named after the method that runs it: mybatis.org/mybatis-3/sqlmap-xml.html. */
function readFacts(source: string, facts: FactsBuilder): void {
  const text = source.slice(0, MOST_TEXT).replaceAll(/<!--[\s\S]*?-->/g, (comment) => comment.replaceAll(/[^\n]/g, ' '));
  const namespace = MAPPER.exec(text)?.[1];
  if (namespace === undefined) return;
  const scope = facts.tables.scopes.add(-1, Scope.file, -1, -1);
  const fragments = new Map(Array.from(text.matchAll(FRAGMENTS), ([, id = '', body = '']) => [id, body] as const));
  for (const found of text.matchAll(STATEMENTS)) {
    const [, , , id = '', body = ''] = found;
    const row = text.slice(0, found.index).split('\n').length - 1;
    facts.tables.expressions.add(Expression.literal, facts.intern(`${namespace}#${id}`), -1, facts.intern(statementOf(body, fragments)), scope, row, 0);
  }
}

/** The statement with all its optional parts, and marks where values are put in. */
function statementOf(body: string, fragments: ReadonlyMap<string, string>): string {
  let text = body;
  for (let depth = 0; depth < DEPTH && text.length < MOST_STATEMENT && text.includes('<include'); depth++) text = text.replaceAll(INCLUDES, (_, id: string) => fragments.get(id) ?? fragments.get(id.slice(id.lastIndexOf('.') + 1)) ?? '');
  return text
    .slice(0, MOST_STATEMENT)
    .replaceAll(/<selectKey\b[\s\S]*?<\/selectKey\s*>/g, ' ')
    .replaceAll(/<!\[CDATA\[([\s\S]*?)\]\]>/g, (_, inner: string) => inner.replaceAll('<', '&lt;').replaceAll('>', '&gt;'))
    .replaceAll(/<(set|where)\s*>/g, ' $1 ')
    .replaceAll(/<trim\b[^>]*?\bprefix\s*=\s*["']([^"']*)["'][^>]*>/g, ' $1 ')
    .replaceAll(/<\/?[A-Za-z][^>]*>/g, ' ')
    .replaceAll(/#\{[^}]*\}/g, '?')
    .replaceAll(/\$\{[^}]*\}/g, '{}')
    .replaceAll(/&(lt|gt|amp|quot|apos);/g, (whole, name: string) => ENTITIES.get(name) ?? whole)
    .replaceAll(/,\s*(?=where\b|$)/gi, ' ')
    .trim();
}

export const reader: LanguageReader = { facts: readFacts };
