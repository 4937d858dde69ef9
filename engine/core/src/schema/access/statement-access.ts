import { ARGUMENT, EXPRESSION, Expression } from '../../facts/schema.js';
import type { CallMarks } from '../../assemble-graph/call-marks.js';
import { allLanguages } from '../../languages/registry.js';
import { commentsEnd } from '../../parse/sql-comments.js';
import { INTERFACES } from '../../view/file-views.js';
import type { FileView } from '../../view/file-view.js';
import type { AccessSite } from '../model.js';
import { snakeCase } from '../names.js';
import { accessesOf } from '../sql/accesses.js';
import { accessPlace } from './access-place.js';
import { statementsOf } from '../sql/tokens.js';
import type { LanguageConventions } from './family-conventions.js';
import { isTold } from './told-texts.js';

/** How sure it is that a string that reads like a statement is run as one. */
const IN_A_STRING = 90;
const STATEMENT = /^\s*(?:\(\s*)?(?:select\s[\s\S]*\bfrom\b|insert\s+(?:ignore\s+|or\s+\w+\s+)?into\b|update\s[\s\S]*\bset\b|delete\s+from\b|with\s[\s\S]*\bas\s*\(|merge\s+into\b|replace\s+into\b|truncate\s)/i;

/** `Delete from disk`: of statements all words begin with a capital letter, or none does; a sentence has one at its beginning. */
const SENTENCE = /^\s*(?:Select|Insert|Update|Delete|With|Merge|Replace|Truncate)\b(?![\s\S]*\b(?:From|Into|Set|As)\b)/;

/** `truncate text-sm` is a name of styles: without the word `table` a statement is written in capitals. */
const STYLES = /^\s*[Tt]runcate\s+(?!table\b)/;

/** `FROM App\\Entity\\Order o`: Doctrine's statements name classes, whose last name tells the model. */
const NAMESPACE = /(?<=\b(?:from|join|update|into)\s+)\\?(?:[A-Za-z_]\w*\\+)+(?=[A-Z])/gi;

/** `DELETE FROM %s`: a name that is put in when the program runs; and what a database keeps of itself. */
const NO_TABLE = /%|^(?:information_schema|pg_catalog)\.|^sqlite_(?:master|schema|sequence|stat\d|temp_master|temp_schema)$|^pg_(?:stat(?:io)?_\w+|timezone_\w+|prepared_\w+|foreign_\w+|publication\w*|subscription\w*|replication_\w+|available_extension\w*|ts_\w+|class|tables|indexes|namespace|attribute|attrdef|type|locks|settings|roles|user|authid|auth_members|shadow|group|database|constraint|index|proc|trigger|event_trigger|views|matviews|rules|rewrite|extension|enum|range|depend|description|shdescription|sequences?|inherits|partitioned_table|language|collation|cast|operator|opclass|am|aggregate|tablespace|polic(?:y|ies)|default_acl|statistic|stats|cursors|largeobject|file_settings)$/i;
/** `FROM orders_`, where the rest is put in when the program runs, and `pg_`, as PostgreSQL begins its own names: tables only where the repository declares them. */
const ONLY_DECLARED = /_$|^pg_/i;
/** `FROM orders${year}`: what a name may only begin with; a condition may follow as well. */
const BEGUN = /\b\w+(?=\{\})/g;
const MAY_NAME = /\bas\s+(?:(?:not\s+)?materialized\s+)?\(|\btemp(?:orary)?\s+table\b/i;
/** `recent AS (`, `CREATE TEMPORARY TABLE recent`. */
const TEMPORARY = /\b([a-z_]\w*)["'`\]]?\s+as\s+(?:(?:not\s+)?materialized\s+)?\(|\btemp(?:orary)?\s+table\s+(?:if\s+not\s+exists\s+)?["'`[]?([a-z_]\w*)/gi;
/** Functions of builders that give a query its name: `db.withRecursive('above', (q) => …)`. */
const GIVES_NAME = /^with(?:Recursive)?$/;
/** Members that may be constants with a statement: the others are not looked up. */
const OF_STATEMENTS = /^[A-Z][A-Z\d_]*$|sql|query|queries|statement|stmt/i;
/** `delete from disk`: a statement that goes on with nothing may be a label. */
const SHORT = /^\s*(?:delete\s+from|insert\s+into|truncate)\s+\w+\s*$/;

/** `from Order o`: statements of Hibernate may leave out what they select. */
const ENTITIES = /^\s*from\s+[A-Z]/i;
const QUERIES = /^(?:create\w*Query|find|list|stream|count|Query|NamedQuery)$/;

/** Tables that statements in strings read and write. @param hasShortStatements statements may begin with what they are from */
export function statementAccesses(view: FileView, marks: CallMarks, keyOf: (symbol: number) => string, { hasShortStatements }: Pick<LanguageConventions, 'hasShortStatements'>): readonly AccessSite[] {
  const { facts } = view;
  const { expressions } = facts;
  const sites: AccessSite[] = [];
  const add = (row: number, text: string, mapped = -1): void => {
    const begun = new Set(Array.from(text.matchAll(BEGUN), ([name]) => name.toLowerCase()));
    const place = { ...accessPlace(view, row, marks, keyOf), ...(mapped < 0 ? {} : { source: keyOf(mapped) }) };
    for (const tokens of statementsOf(text.replace(NAMESPACE, ''))) {
      for (const access of accessesOf(tokens)) {
        if (NO_TABLE.test(access.table)) continue;
        const isPerhaps = SHORT.test(text) || ONLY_DECLARED.test(access.table) || temporary.has(access.table.toLowerCase()) || begun.has(access.table.toLowerCase());
        sites.push({ access: access.access, rule: 'sql.statement', ...(isPerhaps ? { declaredTable: access.table } : { table: access.table }), columns: access.columns, ...(access.related.length === 0 ? {} : { related: access.related.map(({ path, isJoined }) => ({ path, access: 'reads' as const, columns: [], ...(isJoined ? {} : { isCompared: true }) })) }), ...place, confidence: IN_A_STRING });
      }
    }
  };
  const temporary = temporaryNames(view);
  const used = usedConstants(view);
  const isUsed = new Set(used.map(({ literal }) => literal));
  for (const { row, text } of used) add(row, text);
  for (let row = 0; row < expressions.rows; row++) {
    if (expressions.get(row, EXPRESSION.kind) !== Expression.literal || isUsed.has(row)) continue;
    const index = expressions.get(row, EXPRESSION.extra);
    const stated = index < 0 ? '' : facts.text(index);
    const isShort = hasShortStatements && ENTITIES.test(stated) && QUERIES.test(view.name(view.callAround(row)));
    if (!(isShort || isStatement(stated)) || isTold(view, row)) continue;
    add(row, `${isShort ? 'select * ' : ''}${stated.includes('{}') ? (view.text(row) ?? stated) : stated}`, mappedMethod(view, row));
  }
  return sites;
}

/** Names that some text or builder of a file gives a query or a table of one connection: pieces of one statement may stand apart. In small letters. */
function temporaryNames(view: FileView): ReadonlySet<string> {
  const { facts } = view;
  const { expressions } = facts;
  const names = new Set<string>();
  for (const { expression } of view.calls()) {
    const name = GIVES_NAME.test(view.name(expression)) ? /^\w+/.exec(view.text(view.argument(expression, 0)) ?? '')?.[0] : undefined;
    // A plugin of the builder may make snake case of it.
    if (name !== undefined) names.add(name.toLowerCase()).add(snakeCase(name));
  }
  for (let row = 0; row < expressions.rows; row++) {
    const text = expressions.get(row, EXPRESSION.kind) === Expression.literal ? expressions.get(row, EXPRESSION.extra) : -1;
    if (text < 0 || !MAY_NAME.test(facts.text(text))) continue;
    for (const [, query, table] of facts.text(text).matchAll(TEMPORARY)) names.add((query ?? table ?? '').toLowerCase());
  }
  return names;
}

/** A constant that holds a statement, where it is handed to a call. */
interface UsedConstant {
  readonly row: number;
  readonly text: string;
  /** Row of its literal, where this file declares it; else -1. */
  readonly literal: number;
}

/** What runs a statement is who hands its constant on: `db.QueryRow(ctx, findOrder, id)`. */
function usedConstants(view: FileView): readonly UsedConstant[] {
  const { facts } = view;
  return Array.from({ length: facts.arguments.rows }, (_, part) => facts.arguments.get(part, ARGUMENT.value)).flatMap((row): readonly UsedConstant[] => {
    const isName = row >= 0 && view.kind(row) === Expression.name && view.localOf(row) < 0;
    if (!isName && !(row >= 0 && view.kind(row) === Expression.member && OF_STATEMENTS.test(view.name(row)))) return [];
    const text = view.text(row);
    return text === undefined || !isStatement(text) ? [] : [{ row, text, literal: view.initialiser(row) }];
  });
}

function isStatement(text: string): boolean {
  const stated = text.slice(commentsEnd(text));
  return STATEMENT.test(stated) && !SENTENCE.test(stated) && !STYLES.test(stated);
}

let methodLanguages: ReadonlyMap<string, readonly string[]> | undefined;

/** The method of a mapper that runs a statement, in languages whose statements are named after it: MyBatis'. Number of the symbol, or -1. */
function mappedMethod(view: FileView, row: number): number {
  methodLanguages ??= new Map(allLanguages().map(({ id, statementsOf }) => [id, statementsOf]));
  const languages = methodLanguages.get(view.file.languageId) ?? [];
  if (languages.length === 0) return -1;
  const [type = '', method = ''] = view.facts.text(view.facts.expressions.get(row, EXPRESSION.name)).split('#');
  for (const language of languages) {
    const mapper = view.typeNamed(type, `${language}${INTERFACES}`);
    const [found] = mapper < 0 ? [] : (view.program.membersOf(mapper).get(method) ?? []);
    if (found !== undefined) return found;
  }
  return -1;
}
