import { EXPRESSION } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import type { SchemaFamily } from '../../family.js';
import type { OperationFact, Place } from '../../model.js';
import { definitionsOf } from '../../sql/definitions.js';
import type { Definition } from '../../sql/definitions.js';
import { CHANGELOG_KIND, NAMED_KIND, statementsOf } from '../../sql/tokens.js';

const TAKES_BACK = /(?:^|[._/-])(?:down|undo|rollback)(?=[._/-]|$)|(?:^|\/)U\d[^/]*__/i;

/** SQL files: plain definitions, and migrations in the order of their names (Flyway's `V2__a.sql` before `V10__b.sql`). */
export const family: SchemaFamily = {
  id: 'sql',
  languages: ['sql'],
  isOwnLanguage: true,
  // A changelog of Liquibase has its own order.
  isCandidate: (view) => view.file.role === 'production' && Array.from({ length: view.facts.expressions.rows }, (_, row) => row).some((row) => !isNamed(view, row)) && view.facts.indexOf(CHANGELOG_KIND) < 0 && !TAKES_BACK.test(view.file.path),
  read: (views) => views.flatMap((view) => operationsOf(view)),
};

function operationsOf(view: FileView): readonly OperationFact[] {
  const order = orderOf(view.file.path);
  return Array.from({ length: view.facts.expressions.rows }, (_, row) => (isNamed(view, row) ? [] : operationsAt(view, row, 'sql', order))).flat();
}

/** What code runs by its name is told by whoever does; definitions in it stand in the file once more. */
function isNamed(view: FileView, row: number): boolean {
  const kind = view.facts.expressions.get(row, EXPRESSION.name);
  return kind >= 0 && view.facts.text(kind).startsWith(NAMED_KIND);
}

/** What a statement that a file's facts hold changes. @param row of the statement's literal */
export function operationsAt(view: FileView, row: number, familyId: string, order: string): readonly OperationFact[] {
  const place: Place = { path: view.file.path, range: view.place(row) };
  const text = view.facts.text(view.facts.expressions.get(row, EXPRESSION.extra));
  return statementsOf(text).flatMap((tokens) => definitionsOf(tokens).map((definition) => operationOf(definition, familyId, place, order)));
}

/** A time that a number states, to the day or further: `20240131`, `202401311254`. */
const TIME = /^(?:19|20)\d{2}(?:0[1-9]|1[0-2])\d{2,}$/;

/** A path in which numbers sort by their size, `V2__a` before `V2_1__b`, times as times, and what is run again after each change (`R__a`) last. */
export function orderOf(path: string): string {
  return path.replaceAll(/\d+/g, (digits) => (TIME.test(digits) ? digits.padEnd(16, '0') : digits.padStart(16, '0'))).replaceAll('__', '!').replace(/(^|\/)R!(?=[^/]*$)/, '$1~R!');
}

/** A definition as a change of the schema. */
export function operationOf(definition: Definition, family: string, place: Place, order: string): OperationFact {
  const shared = { kind: 'operation', family, place, order } as const;
  if (definition.operation !== 'createTable') return { ...shared, ...definition };
  const { name, schema, columns, primaryKey, primaryKeyName, indexes, foreignKeys, copies, copiesKeys } = definition;
  return { ...shared, operation: 'createTable', copies, ...(copiesKeys === undefined ? {} : { copiesKeys }), table: { kind: 'table', family, origin: 'migration', name, ...(schema === undefined ? {} : { schema }), columns: columns.map((column) => ({ ...column, place })), primaryKey, ...(primaryKeyName === undefined ? {} : { primaryKeyName }), indexes, foreignKeys, place } };
}
