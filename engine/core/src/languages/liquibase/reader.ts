import type { FactsBuilder } from '../../facts/file-facts.js';
import { Expression, Scope } from '../../facts/schema.js';
import { CHANGELOG_KIND } from '../../schema/sql/tokens.js';
import type { LanguageReader } from '../load-reader.js';
import { changelogOf } from './change.js';
import type { Change } from './change.js';
import { statementsOfChange } from './statements.js';

const MOST_STATEMENTS = 50_000;
const SUBSTITUTIONS = 8;

/** Each change as the statement that it stands for, at its change set; and the files that the changelog names, in between. */
function readFacts(source: string, facts: FactsBuilder): void {
  const parts = changelogOf(source);
  if (parts.length === 0) return;
  const scope = facts.tables.scopes.add(-1, Scope.file, -1, -1);
  const kind = facts.intern(CHANGELOG_KIND);
  const rows = rowsOf(source);
  const properties = new Map(parts.flatMap(({ name, values }) => (name === 'property' && values.name !== undefined ? [[values.name, values.value ?? ''] as const] : [])));
  let row = 0;
  let left = MOST_STATEMENTS;
  let sets = 0;
  const add = (name: number, text: string): void => {
    if (left-- > 0) facts.tables.expressions.add(Expression.literal, name, -1, facts.intern(text), scope, row, 0);
  };
  for (const part of parts) {
    if (part.name === 'include' || part.name === 'includeAll') add(facts.intern(part.values.relativeToChangelogFile === 'true' ? 'liquibase relative' : 'liquibase include'), part.values.file ?? part.values.path ?? '');
    if (part.name !== 'changeSet') continue;
    row = rows[sets++] ?? row;
    for (const change of changesIn(part)) for (const statement of statementsOfChange(change)) add(kind, substituted(statement, properties));
  }
}

/** In YAML and JSON the changes of a set stand in a list of their own. What takes them back and what must be so before is none. */
function changesIn(set: Change): readonly Change[] {
  return set.children.flatMap((child) => (child.name === 'changes' ? child.children : child.name === 'rollback' || child.name === 'preConditions' ? [] : [child]));
}

/** `${name}` of a property; what is not known stays as it is. */
function substituted(text: string, properties: ReadonlyMap<string, string>): string {
  let result = text;
  for (let round = 0; round < SUBSTITUTIONS && result.includes('${') && result.length < 100_000; round++) {
    const next = result.replaceAll(/\$\{([^}]*)\}/g, (whole, name: string) => properties.get(name.trim()) ?? whole);
    if (next === result) break;
    result = next;
  }
  return result;
}

/** Rows in which change sets begin, in order. */
function rowsOf(source: string): readonly number[] {
  const rows: number[] = [];
  for (const [row, line] of source.split('\n').entries()) for (let at = 0; at < (line.match(/<(?:\w+:)?changeSet\b|\bchangeSet"?\s*:/g)?.length ?? 0); at++) rows.push(row);
  return rows;
}

export const reader: LanguageReader = { facts: readFacts };
