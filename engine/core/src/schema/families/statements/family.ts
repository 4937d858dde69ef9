import { EXPRESSION, Expression, SCOPE, SYMBOL } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import type { SchemaFamily } from '../../family.js';
import type { OperationFact } from '../../model.js';
import { operationsAt, orderOf } from '../sql/family.js';

const DEFINES = /^\s*(?:create\s+(?:table|(?:unique\s+)?index)|alter\s+table|drop\s+table)\s/i;
/** Names of functions that take a migration back: `downAddUsers`, `rollback`. */
const TAKES_BACK = /^(?:[Dd]own|[Uu]ndo|[Rr]evert|[Rr]ollback)(?![a-z])/;
/** What marks files of migrations whose own family reads their statements. */
const OF_OTHERS = ['down_revision', 'operations', 'MigrationBuilder'];
/** What a table may be called; others, such as `%s`, are known to the running program alone. */
const NAME = /^[\w$. -]+$/;

/**
 * Definitions that code keeps in strings and has a database run, such as migrations of goose that are functions. They are
 * steps of the same history as the SQL files beside them. What else makes tables is not known, so nothing is held against models.
 */
export const family: SchemaFamily = {
  id: 'statements',
  languages: ['go', 'python', 'java', 'kotlin', 'csharp'],
  isCandidate: (view) => view.file.role === 'production' && !OF_OTHERS.some((name) => view.facts.indexOf(name) >= 0) && definingRows(view).length > 0,
  read: (views) => views.flatMap((view) => definingRows(view).flatMap((row) => operationsAt(view, row, 'sql', orderOf(view.file.path)).filter(isNamed).map(loose))),
};

function definingRows(view: FileView): readonly number[] {
  const { facts } = view;
  const { expressions, scopes, symbols } = facts;
  const rows: number[] = [];
  for (let row = 0; row < expressions.rows; row++) {
    if (expressions.get(row, EXPRESSION.kind) !== Expression.literal) continue;
    const text = expressions.get(row, EXPRESSION.extra);
    if (text < 0 || !DEFINES.test(facts.text(text))) continue;
    const symbol = scopes.get(expressions.get(row, EXPRESSION.scope), SCOPE.symbol);
    if (symbol < 0 || !TAKES_BACK.test(facts.text(symbols.get(symbol, SYMBOL.name)))) rows.push(row);
  }
  return rows;
}

function isNamed(fact: OperationFact): boolean {
  const name = fact.operation === 'createTable' ? fact.table.name : fact.name;
  return NAME.test(name) && (fact.operation !== 'renameTable' || NAME.test(fact.to));
}

function loose(fact: OperationFact): OperationFact {
  return { ...fact, isLoose: true, ...(fact.operation === 'createTable' ? { table: { ...fact.table, isMigratedElsewhere: true } } : {}) };
}
