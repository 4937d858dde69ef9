import { EXPRESSION, Expression, SCOPE } from '../../facts/schema.js';
import type { CallMarks } from '../../assemble-graph/call-marks.js';
import { allLanguages } from '../../languages/registry.js';
import { INTERFACES } from '../../view/file-views.js';
import type { FileView } from '../../view/file-view.js';
import type { AccessSite } from '../model.js';
import { accessesOf } from '../sql/accesses.js';
import { statementsOf } from '../sql/tokens.js';

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
/** Calls that are given the name of a test: `it('deletes from orders', …)`, `test.only('…', …)`. */
const TESTS = /^(?:it|test|describe|context|specify|scenario|feature|suite|bench)$/;
const KINDS_OF_TEST = /^(?:only|skip|each|concurrent|sequential|serial|parallel|todo|fails|failing|fixme|describe|step|for|skipIf|runIf)$/;

/** Functions of database clients that run or make ready the statement that they are given. */
const RUNS = /^(?:(?:query|exec|prepare|fetch|select|find_?by_?sql|(?:create|native|named|must|raw|from)_?(?:native|sql)?_?(?:query|exec|sql)|execute)\w*|run|all|get|each|one|one_?or_?none|many|many_?or_?none|any|none|result|first|scalar|text|unsafe|raw|sql|statement|update|insert|delete|\w+(?:Command|Query|Statement|Sql))$/i;

/** Tables that statements in strings read and write. */
export function statementAccesses(view: FileView, marks: CallMarks, keyOf: (symbol: number) => string): readonly AccessSite[] {
  return [...inPlace(view, marks, keyOf), ...byConstants(view, marks, keyOf)];
}

function isStatement(text: string): boolean {
  return STATEMENT.test(text) && !SENTENCE.test(text) && !STYLES.test(text);
}

function accessesIn(text: string, at: Pick<AccessSite, 'source' | 'range' | 'marks'>): readonly AccessSite[] {
  return statementsOf(text.replace(NAMESPACE, '')).flatMap((tokens) => accessesOf(tokens)).filter(({ table }) => !NO_TABLE.test(table)).map(({ access, table, columns }) => (
    { access, rule: 'sql.statement', ...(ONLY_DECLARED.test(table) ? { declaredTable: table } : { table }), columns, ...at, confidence: IN_A_STRING }
  ));
}

/** Calls that are given a constant that holds a statement: whoever runs it reads and writes the tables, wherever its text stands. */
function byConstants(view: FileView, marks: CallMarks, keyOf: (symbol: number) => string): readonly AccessSite[] {
  return view.calls().flatMap(({ expression }) => {
    if (!RUNS.test(view.name(expression))) return [];
    return view.arguments(expression).flatMap(({ value }) => {
      const kind = view.kind(value);
      if (kind !== Expression.member && (kind !== Expression.name || view.localOf(value) >= 0)) return [];
      const text = view.text(value);
      return text === undefined || !isStatement(text) ? [] : accessesIn(text, placeOf(view, value, marks, keyOf));
    });
  });
}

/** Whose statement an expression is, and where. */
function placeOf(view: FileView, expression: number, marks: CallMarks, keyOf: (symbol: number) => string): Pick<AccessSite, 'source' | 'range' | 'marks'> {
  const symbol = view.facts.scopes.get(view.facts.expressions.get(expression, EXPRESSION.scope), SCOPE.symbol);
  const range = view.place(expression);
  return { source: symbol < 0 ? undefined : keyOf(view.file.firstSymbol + symbol), range, marks: marks.at(range.startRow, range.startColumn, symbol) };
}

function inPlace(view: FileView, marks: CallMarks, keyOf: (symbol: number) => string): readonly AccessSite[] {
  const { facts } = view;
  const { expressions } = facts;
  const sites: AccessSite[] = [];
  for (let row = 0; row < expressions.rows; row++) {
    if (expressions.get(row, EXPRESSION.kind) !== Expression.literal) continue;
    const index = expressions.get(row, EXPRESSION.extra);
    const stated = index < 0 ? '' : facts.text(index);
    if (!isStatement(stated) || isNameOfTest(view, row)) continue;
    const text = stated.includes('{}') ? (view.text(row) ?? stated) : stated;
    const mapped = mappedMethod(view, row);
    sites.push(...accessesIn(text, { ...placeOf(view, row, marks, keyOf), ...(mapped < 0 ? {} : { source: keyOf(mapped) }) }));
  }
  return sites;
}

function isNameOfTest(view: FileView, literal: number): boolean {
  const call = view.callAround(literal);
  if (call < 0 || view.kind(call) !== Expression.call || view.argument(call, 0) !== literal) return false;
  const [root, ...more] = view.chain(call);
  return root !== undefined && TESTS.test(root.name) && view.kind(root.expression) === Expression.name && more.every(({ name }) => KINDS_OF_TEST.test(name));
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
