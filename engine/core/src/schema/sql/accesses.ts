import { Cursor } from './cursor.js';
import type { Token } from './tokens.js';

/** A table that a statement reads or writes, with the columns that it names. */
export interface TableAccess {
  readonly access: 'reads' | 'writes';
  readonly table: string;
  readonly columns: readonly string[];
  /** What statements of object mappers reach by members of it: `p.author.name`, `JOIN p.comments c`. */
  readonly related: readonly MemberPath[];
}

/** Names of members from a table on; the last one may be a column's. */
export interface MemberPath {
  readonly path: readonly string[];
  readonly isJoined: boolean;
}

const AFTER_TABLE = new Set(['WHERE', 'ON', 'SET', 'GROUP', 'ORDER', 'HAVING', 'LIMIT', 'OFFSET', 'UNION', 'EXCEPT', 'INTERSECT', 'JOIN', 'LEFT', 'RIGHT', 'INNER', 'OUTER', 'FULL', 'CROSS', 'NATURAL', 'LATERAL', 'USING', 'VALUES', 'SELECT', 'RETURNING', 'FOR', 'WINDOW', 'FETCH', 'WITH', 'TABLESAMPLE', 'OUTPUT', 'WHEN', 'DEFAULT', 'AS']);
/** What may stand behind a table's other name. */
const AFTER_ALIAS = new Set(['FORCE', 'USE', 'IGNORE', 'PARTITION', 'NOT', 'INDEXED', 'STRAIGHT_JOIN', 'APPLY', 'PIVOT', 'UNPIVOT', 'MINUS', 'QUALIFY', 'CONNECT', 'START', 'AND', 'OR', 'SKIP', 'NOWAIT', 'TO', 'THEN', 'DO', 'LOOP', 'INTO']);
const NO_COLUMNS = new Set(['SELECT', 'INSERT', 'INTO', 'UPDATE', 'DELETE', 'MERGE', 'REPLACE', 'TRUNCATE', 'TABLE', 'IGNORE', 'RECURSIVE', 'MATERIALIZED', 'DUPLICATE', 'KEY', 'MATCHED', 'FROM', 'WHERE', 'AND', 'OR', 'NOT', 'NULL', 'IS', 'IN', 'LIKE', 'ILIKE', 'BETWEEN', 'EXISTS', 'CASE', 'WHEN', 'THEN', 'ELSE', 'END', 'AS', 'ON', 'USING', 'DISTINCT', 'ALL', 'ANY', 'ASC', 'DESC', 'BY', 'TRUE', 'FALSE', 'INTERVAL', 'CAST', 'NULLS', 'FIRST', 'LAST', 'ROWS', 'ONLY', 'CONFLICT', 'DO', 'NOTHING', 'EXCLUDED', 'CURRENT_TIMESTAMP', 'CURRENT_DATE', 'TOP', 'OVER', 'PARTITION', 'COLLATE', ...AFTER_TABLE]);
const SET_ENDS = new Set(['WHERE', 'FROM', 'RETURNING', 'ORDER', 'LIMIT', 'OUTPUT', 'WHEN', 'ON']);

/** Functions whose arguments are parted by `FROM`. */
const TAKES_FROM = new Set(['EXTRACT', 'TRIM', 'SUBSTRING', 'OVERLAY']);

/** What stands before a noun: no table is called so. */
const DETERMINERS = new Set(['the', 'an', 'this', 'that', 'these', 'those', 'your', 'my', 'our', 'their', 'its', 'his', 'many']);

interface Mention {
  table: string;
  readonly alias: string | undefined;
  isWritten: boolean;
}

/** Tables and columns of a statement that reads or changes rows; empty for others. Names that only code knows (`{}`) are left out. */
export function accessesOf(tokens: readonly Token[]): readonly TableAccess[] {
  const verb = tokens.find((token) => token.kind === 'word')?.upper;
  if (verb === undefined || !/^(?:SELECT|INSERT|UPDATE|DELETE|MERGE|REPLACE|WITH|TRUNCATE)$/.test(verb)) return [];
  return new Statement(tokens).accesses();
}

class Statement {
  private readonly mentions: Mention[] = [];
  private readonly temporary = new Set<string>();
  /** Names of what members of tables hold. */
  private readonly members = new Set<string>();
  /** Words go on where a statement would not: a sentence. */
  private isProse = false;
  /** What names of joined members stand for, in small letters. */
  private readonly joined = new Map<string, { readonly table: string; readonly path: readonly string[] }>();
  private readonly written = new Map<string, Set<string>>();

  constructor(private readonly tokens: readonly Token[]) {}

  accesses(): readonly TableAccess[] {
    this.readTables();
    if (this.isProse) return [];
    this.resolveAliases();
    const read = this.readColumns();
    const related = this.readPaths();
    const found: TableAccess[] = [];
    for (const mention of this.mentions) {
      if (this.temporary.has(mention.table.toLowerCase())) continue;
      const access = mention.isWritten ? 'writes' : 'reads';
      if (found.some((one) => one.table === mention.table && one.access === access)) continue;
      const columns = mention.isWritten ? (this.written.get(mention.table) ?? new Set<string>()) : (read.get(mention.table) ?? new Set<string>());
      found.push({ access, table: mention.table, columns: [...columns], related: related.get(mention.table) ?? [] });
      // What a change looks at to choose its rows is read.
      const looked = mention.isWritten ? (read.get(mention.table) ?? new Set<string>()) : new Set<string>();
      if (looked.size > 0 && !this.mentions.some((one) => one.table === mention.table && !one.isWritten)) found.push({ access: 'reads', table: mention.table, columns: [...looked], related: [] });
    }
    return found;
  }

  private readTables(): void {
    const cursor = new Cursor(this.tokens);
    while (!cursor.isAtEnd) {
      const before = cursor.peek(-1);
      if (cursor.take('INSERT') || cursor.take('REPLACE') || cursor.take('MERGE')) {
        while (cursor.take('INTO') || cursor.take('IGNORE') || cursor.take('OR') || cursor.take('REPLACE') || cursor.take('OVERWRITE') || cursor.take('LOW_PRIORITY') || cursor.take('DELAYED') || cursor.take('HIGH_PRIORITY')) continue;
        const table = this.mention(cursor, true);
        if (table !== undefined && cursor.peek()?.text === '(') for (const column of cursor.nameList()) this.addWritten(table, column);
      } else if (before?.upper !== 'FOR' && before?.upper !== 'DO' && before?.upper !== 'KEY' && cursor.take('UPDATE')) {
        while (cursor.take('LOW_PRIORITY') || cursor.take('IGNORE')) continue;
        const table = this.mention(cursor, true);
        if (table !== undefined && cursor.take('SET')) this.readSet(cursor, table);
      } else if (cursor.take('DO', 'UPDATE', 'SET') || cursor.take('DUPLICATE', 'KEY', 'UPDATE')) {
        const target = this.mentions.find((mention) => mention.isWritten);
        if (target !== undefined) this.readSet(cursor, target.table);
      } else if (cursor.take('DELETE')) {
        cursor.take('FROM');
        this.mention(cursor, true);
      } else if (cursor.take('TRUNCATE')) {
        cursor.take('TABLE');
        this.mention(cursor, true);
      } else if (cursor.take('WITH')) this.readTemporary(cursor);
      else if (cursor.looksAt('FROM') && this.isInFunction(cursor.position)) cursor.next();
      else if (cursor.take('FROM') || cursor.take('JOIN', 'FETCH') || cursor.take('JOIN') || cursor.take('USING')) this.readList(cursor);
      else cursor.next();
    }
  }

  /** `EXTRACT(epoch FROM created_at)`, `TRIM(BOTH FROM name)`: such a `FROM` names no table. */
  private isInFunction(position: number): boolean {
    let depth = 0;
    for (let at = position - 1; at >= 0; at--) {
      const { kind, text } = this.tokens[at]!; // within the statement
      if (kind !== 'sign') continue;
      if (text === ')') depth++;
      else if (text === '(' && depth-- === 0) return TAKES_FROM.has(this.tokens[at - 1]?.upper ?? '');
    }
    return false;
  }

  /** What a name at a table's place stands for: a table, or by its other name one that the statement mentions elsewhere. */
  private resolveAliases(): void {
    const byAlias = new Map(this.mentions.flatMap((mention) => (mention.alias === undefined ? [] : [[mention.alias.toLowerCase(), mention] as const])));
    const members: { readonly owner: string; readonly member: string; readonly alias: string | undefined }[] = [];
    for (let at = this.mentions.length - 1; at >= 0; at--) {
      const mention = this.mentions[at]!; // within the list
      const known = byAlias.get(mention.table.toLowerCase());
      // `UPDATE d SET … FROM devices d` writes what `d` stands for.
      if (known !== undefined && known !== mention && mention.isWritten && known.table.toLowerCase() !== mention.table.toLowerCase()) {
        const columns = this.written.get(mention.table);
        if (columns !== undefined) this.written.set(known.table, columns);
        mention.table = known.table;
      }
      // `JOIN o.items i` of an object mapper's statement follows a member.
      const [owner = '', member] = mention.table.split('.');
      if (member !== undefined && (byAlias.has(owner.toLowerCase()) || this.mentions.some(({ table, alias }) => alias === undefined && table === owner))) {
        this.members.add((mention.alias ?? member).toLowerCase());
        this.mentions.splice(at, 1);
        members.unshift({ owner, member, alias: mention.alias });
      }
    }
    for (const { owner, member, alias } of members) {
      const before = this.joined.get(owner.toLowerCase());
      const table = before?.table ?? byAlias.get(owner.toLowerCase())?.table ?? owner;
      this.joined.set((alias ?? `${owner}.${member}`).toLowerCase(), { table, path: [...(before?.path ?? []), member] });
    }
  }

  /** `WITH a AS (…), b AS (…)`: names that hold for this statement. What is in the brackets is read with the rest. */
  private readTemporary(cursor: Cursor): void {
    cursor.take('RECURSIVE');
    for (;;) {
      const start = cursor.position;
      const name = cursor.name();
      if (cursor.peek()?.text === '(') cursor.group();
      if (name === undefined || !cursor.take('AS')) {
        cursor.back(start);
        return;
      }
      this.temporary.add(name.toLowerCase());
      cursor.take('NOT');
      cursor.take('MATERIALIZED');
      const inner = cursor.group();
      for (const access of new Statement(inner).mentionsOf()) this.mentions.push(access);
      if (!cursor.takeSign(',')) return;
    }
  }

  private mentionsOf(): readonly Mention[] {
    this.readTables();
    return this.mentions.filter((mention) => !this.temporary.has(mention.table.toLowerCase()));
  }

  private readList(cursor: Cursor): void {
    do {
      if (cursor.take('LATERAL')) continue;
      // A subquery is read as the tokens go on.
      if (cursor.peek()?.text === '(') return;
      this.mention(cursor, false);
    } while (cursor.takeSign(','));
  }

  private mention(cursor: Cursor, isWritten: boolean): string | undefined {
    cursor.take('ONLY');
    const first = cursor.peek();
    if (first === undefined || first.kind === 'string' || (first.kind === 'word' && AFTER_TABLE.has(first.upper))) return undefined;
    if (first.kind === 'word' && DETERMINERS.has(first.text.toLowerCase())) this.isProse = true;
    const name = cursor.qualifiedName();
    if (name === undefined || name.name === '' || name.name.includes('{')) return undefined;
    // A function that gives rows is no table.
    if (!isWritten && cursor.peek()?.text === '(') return undefined;
    const hasAs = cursor.take('AS');
    const next = cursor.peek();
    const alias = next !== undefined && (next.kind === 'name' || (next.kind === 'word' && (hasAs || !AFTER_TABLE.has(next.upper)))) ? cursor.name() : undefined;
    const after = cursor.peek();
    if (alias !== undefined && next?.kind === 'word' && !hasAs && after?.kind === 'word' && !AFTER_TABLE.has(after.upper) && !AFTER_ALIAS.has(after.upper)) this.isProse = true;
    const table = name.schema === undefined ? name.name : `${name.schema}.${name.name}`;
    this.mentions.push({ table, alias, isWritten });
    return table;
  }

  private addWritten(table: string, column: string): void {
    const columns = this.written.get(table) ?? new Set<string>();
    columns.add(column);
    this.written.set(table, columns);
  }

  /** `SET a = 1, b = c`: the names before the equals signs. */
  private readSet(cursor: Cursor, table: string): void {
    let isTarget = true;
    for (let token = cursor.peek(); token !== undefined; token = cursor.peek()) {
      if (token.kind === 'word' && SET_ENDS.has(token.upper)) return;
      if (token.kind === 'sign' && token.text === '(') {
        if (isTarget) for (const column of cursor.nameList()) this.addWritten(table, column);
        else cursor.group();
        continue;
      }
      if (isTarget && (token.kind === 'word' || token.kind === 'name')) {
        const column = cursor.qualifiedName();
        if (column !== undefined) this.addWritten(table, column.name);
        isTarget = false;
        continue;
      }
      if (token.kind === 'sign' && token.text === ',') isTarget = true;
      cursor.next();
    }
  }

  /** Columns that are looked at: with their table's name or alias, or plain where the statement has one table. */
  private readColumns(): ReadonlyMap<string, Set<string>> {
    const read = new Map<string, Set<string>>();
    const byAlias = new Map<string, string>();
    for (const { table, alias } of this.mentions) {
      byAlias.set((alias ?? table.slice(table.lastIndexOf('.') + 1)).toLowerCase(), table);
      byAlias.set(table.toLowerCase(), table);
    }
    const tables = new Set(this.mentions.map(({ table }) => table));
    const [only] = tables;
    const add = (table: string | undefined, column: string): void => {
      if (table === undefined) return;
      const columns = read.get(table) ?? new Set<string>();
      columns.add(column);
      read.set(table, columns);
    };
    const given = this.givenValues();
    this.tokens.forEach((token, at) => {
      if ((token.kind !== 'word' && token.kind !== 'name') || given.has(at)) return;
      const [before, after] = [this.tokens[at - 1], this.tokens[at + 1]];
      if (before?.text === '.' && before.kind === 'sign') add(byAlias.get((this.tokens[at - 2]?.text ?? '').toLowerCase()), token.text);
      else if (tables.size === 1 && after?.text !== '.' && after?.text !== '(' && !(token.kind === 'word' && NO_COLUMNS.has(token.upper)) && !byAlias.has(token.text.toLowerCase()) && !this.members.has(token.text.toLowerCase()) && only !== undefined && !this.isWrittenOnly(only, token.text)) add(only, token.text);
    });
    return read;
  }

  /** Paths of members by the tables that they begin at. */
  private readPaths(): ReadonlyMap<string, readonly MemberPath[]> {
    const found = new Map<string, MemberPath[]>();
    const add = (table: string, one: MemberPath): void => {
      const known = found.get(table);
      if (known === undefined) found.set(table, [one]);
      else known.push(one);
    };
    const byAlias = new Map(this.mentions.flatMap(({ table, alias }) => (alias === undefined ? [] : [[alias.toLowerCase(), table] as const])));
    const named = (at: number): string | undefined => (this.tokens[at]?.kind === 'sign' && this.tokens[at]?.text === '.' ? this.tokens[at + 1]?.text : undefined);
    for (const { table, path } of this.joined.values()) add(table, { path, isJoined: true });
    this.tokens.forEach(({ kind, text }, at) => {
      const first = kind === 'word' && this.tokens[at - 1]?.text !== '.' ? named(at + 1) : undefined;
      if (first === undefined) return;
      const joined = this.joined.get(text.toLowerCase());
      const table = byAlias.get(text.toLowerCase());
      const second = named(at + 3);
      if (joined !== undefined) add(joined.table, { path: [...joined.path, first, ...(second === undefined ? [] : [second])], isJoined: false });
      else if (table !== undefined && second !== undefined) add(table, { path: [first, second], isJoined: false });
    });
    return found;
  }

  /** Places of what an `INSERT` gives: no columns are read there, and MySQL's texts may stand between double quotes. */
  private givenValues(): ReadonlySet<number> {
    const places = new Set<number>();
    if (!this.tokens.some(({ upper }) => upper === 'INSERT')) return places;
    let depth = 0;
    for (let at = this.tokens.findIndex(({ upper }) => upper === 'VALUES') + 1; at > 0 && at < this.tokens.length; at++) {
      const { kind, text, upper } = this.tokens[at]!; // below its length
      if (kind === 'sign' && text === '(') depth++;
      else if (kind === 'sign' && text === ')') depth--;
      // A line of a text in code may go on behind a backslash.
      else if (depth === 0 && text !== ',' && text !== '\\') break;
      // What is asked for to be given is read.
      if (upper === 'SELECT') return new Set();
      places.add(at);
    }
    return places;
  }

  private isWrittenOnly(table: string, column: string): boolean {
    return this.written.get(table)?.has(column) === true && this.tokens.filter((token) => token.text === column).length === 1;
  }
}
