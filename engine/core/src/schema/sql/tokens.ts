/** A word, quoted name, string, number or sign of SQL. */
export interface Token {
  readonly kind: 'word' | 'name' | 'string' | 'number' | 'sign' | 'parameter';
  /** Words as written; names and strings without their quotes. */
  readonly text: string;
  /** Upper case, for words. */
  readonly upper: string;
  readonly start: number;
  readonly end: number;
}

/**
 * PostgreSQL's, MySQL's, SQL Server's and SQLite's ways to write names, strings, comments and parameters. `{}` is what code puts
 * into a statement when it runs.
 */
const TOKEN = new RegExp(
  [
    String.raw`(?<skip>\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|#(?![>\-#])[^\n]*)`,
    // A schema whose name a tool fills in: Flyway's ${schema}.a, SQL Server's $(schema).a.
    String.raw`(?<unknown>["\x60[]?\$(?:\{[^}\n]*\}|\([A-Za-z_]\w*\))["\x60\]]?\.)`,
    String.raw`(?<dollar>\$(?<tag>[A-Za-z_]*)\$[\s\S]*?(?:\$\k<tag>\$|$))`,
    String.raw`(?<string>[NEBXneb]?'(?:[^'\\]|''|\\[\s\S])*(?:'|$))`,
    String.raw`(?<array>\[\d*\])`,
    String.raw`(?<name>"(?:[^"]|"")*(?:"|$)|\x60(?:[^\x60]|\x60{2})*(?:\x60|$)|\[[^\]\n]*\])`,
    String.raw`(?<parameter>\{\}|\$\d+|\?\d*|@@?[A-Za-z_]\w*|:[A-Za-z_]\w*|%\(\w+\)s|%s)`,
    String.raw`(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)`,
    String.raw`(?<word>[\p{L}_][\p{L}\p{N}_$]*)`,
    String.raw`(?<sign>::|<>|!=|<=|>=|\|\||->>?|[\s\S])`,
  ].join('|'),
  'guy',
);
/** Kind of a statement that stands in a changelog of Liquibase, as facts name it. */
export const CHANGELOG_KIND = 'liquibase statement';

/** Before the name of a statement that code runs by it, as facts name it. */
export const NAMED_KIND = 'named statement ';

const MOST_TOKENS = 400_000;

/** Tokens of SQL text, comments and white space left out. */
export function tokenize(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(sql); match !== null && match[0] !== '' && tokens.length < MOST_TOKENS; match = TOKEN.exec(sql)) {
    const { groups = {} } = match;
    const start = match.index;
    const end = start + match[0].length;
    if (groups.skip !== undefined || groups.unknown !== undefined) continue;
    const add = (kind: Token['kind'], text: string): void => void tokens.push({ kind, text, upper: kind === 'word' ? text.toUpperCase() : '', start, end });
    if (groups.word !== undefined) add('word', groups.word);
    else if (groups.array !== undefined) add('sign', groups.array);
    else if (groups.name !== undefined) add('name', unquote(groups.name));
    else if (groups.string !== undefined) add('string', groups.string.replace(/^[^']*'/, '').replace(/'$/, '').replaceAll("''", "'"));
    else if (groups.dollar !== undefined) add('string', groups.dollar.replace(/^\$\w*\$/, '').replace(/\$\w*\$$/, ''));
    else if (groups.number !== undefined) add('number', groups.number);
    else if (groups.parameter !== undefined) add('parameter', groups.parameter);
    else add('sign', match[0]);
  }
  return tokens;
}

function unquote(text: string): string {
  const inner = text.slice(1, /["`\]]$/.test(text) && text.length > 1 ? -1 : undefined);
  return text.startsWith('"') ? inner.replaceAll('""', '"') : inner.replaceAll('``', '`');
}

/** A statement's tokens; `GO`, `DELIMITER` and semicolons end one. */
export function statementsOf(sql: string): readonly (readonly Token[])[] {
  const statements: Token[][] = [];
  let current: Token[] = [];
  let depth = 0;
  const finish = (): void => {
    if (current.length > 0) statements.push(current);
    current = [];
    depth = 0;
  };
  for (const token of tokenize(sql)) {
    if (token.text === '(' && token.kind === 'sign') depth++;
    if (token.text === ')' && token.kind === 'sign') depth = Math.max(0, depth - 1);
    const isEnd = token.kind === 'sign' && token.text === ';' && depth === 0;
    if (isEnd || (token.upper === 'GO' && isAlone(sql, token))) finish();
    else current.push(token);
  }
  finish();
  return statements;
}

function isAlone(sql: string, token: Token): boolean {
  return /(?:^|\n)[ \t]*$/.test(sql.slice(Math.max(0, token.start - 64), token.start)) && /^[ \t\r;]*(?:\n|$)/.test(sql.slice(token.end, token.end + 64));
}
