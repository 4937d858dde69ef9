/** What a column's type can hold, told apart as far as databases and object mappers agree. */
type Content = 'text' | 'integer' | 'boolean' | 'real' | 'decimal' | 'moment' | 'seconds' | 'date' | 'time' | 'uuid' | 'json' | 'binary';

/** Names of one type: the first stands for the others. */
const ALIASES: readonly (readonly string[])[] = [
  ['varchar', 'character varying', 'varchar2'],
  ['char', 'character'],
  ['integer', 'int', 'int4', 'int32', 'serial', 'serial4', 'mediumint'],
  ['bigint', 'int8', 'int64', 'long', 'bigserial', 'serial8'],
  ['smallint', 'int2', 'int16', 'short', 'smallserial'],
  ['boolean', 'bool'],
  ['double precision', 'double', 'float8'],
  ['numeric', 'decimal', 'dec', 'fixed'],
  ['timestamp', 'timestamp without time zone'],
  ['timestamptz', 'timestamp with time zone'],
  ['time', 'time without time zone'],
  ['timetz', 'time with time zone'],
];
const CANONICAL = new Map(ALIASES.flatMap(([first = '', ...others]) => others.map((name) => [name, first] as const)));

/** Sizes that object mappers take where a model says none: of EF Core's texts, keys and decimals (of SQL Server and of MySQL), of Hibernate's texts and decimals. */
const DEFAULT_SIZES = new Set(['max', '450', '255', '38, 2', '18, 2', '65, 30']);

/** SQLite and plain texts hold what has no type of its own there. */
const LONG_TEXT: readonly Content[] = ['text', 'uuid', 'moment', 'date', 'time', 'json', 'decimal'];
const SHORT_TEXT: readonly Content[] = ['text', 'uuid'];
const CONTENTS: ReadonlyMap<string, readonly Content[]> = new Map(
  (
    [
      [['text', 'ntext', 'tinytext', 'mediumtext', 'longtext', 'clob', 'string'], LONG_TEXT],
      [['varchar', 'nvarchar', 'char', 'nchar', 'citext'], SHORT_TEXT],
      [['integer', 'tinyint'], ['integer', 'boolean', 'seconds']],
      [['bigint', 'smallint', 'uint', 'ulong', 'ushort'], ['integer', 'seconds']],
      [['boolean', 'bit'], ['boolean']],
      [['real', 'float', 'float4', 'double precision'], ['real', 'decimal']],
      [['numeric'], ['decimal', 'real', 'integer']],
      [['money', 'smallmoney'], ['decimal']],
      [['timestamp', 'timestamptz', 'datetime', 'datetime2', 'datetimeoffset', 'smalldatetime'], ['moment', 'seconds']],
      [['date', 'dateonly'], ['date']],
      [['time', 'timetz', 'timeonly'], ['time']],
      [['uuid', 'guid', 'uniqueidentifier'], ['uuid']],
      [['json', 'jsonb'], ['json']],
      [['bytea', 'blob', 'tinyblob', 'mediumblob', 'longblob', 'varbinary', 'binary'], ['binary', 'uuid']],
    ] satisfies [readonly string[], readonly Content[]][]
  ).flatMap(([names, contents]) => names.map((name) => [name, contents] as const)),
);

interface ReadType {
  readonly name: string;
  /** `8, 2` of `decimal(8,2)`, or empty. */
  readonly size: string;
  readonly isList: boolean;
}

/** No type of a database is longer, but an enumeration's. */
const MOST_LETTERS = 200;

function readType(type: string): ReadType | undefined {
  if (type.length > MOST_LETTERS) return undefined;
  const [, base = '', size = '', rest = '', list = ''] = /^([a-z0-9_ ]+?)\s*(?:\(([^()]*)\))?(\s+with(?:out)? time zone|\s+unsigned)?(\[\])*$/.exec(type.toLowerCase().trim().replace(/^public\./, '')) ?? [];
  if (base === '') return undefined;
  const whole = rest.trim() === '' || rest.trim() === 'unsigned' ? base : `${base} ${rest.trim()}`;
  return { name: CANONICAL.get(whole) ?? whole, size: size.split(',').map((part) => part.trim()).join(', ').replace(/, 0$/, ''), isList: list !== '' };
}

/**
 * Whether two types of one column cannot both be right: what they hold differs, or their sizes do.
 * Types of which too little is known, and whole numbers of other widths, count as equal.
 */
export function typesDiffer(one: string, other: string): boolean {
  const [a, b] = [readType(one), readType(other)];
  const [first, second] = [CONTENTS.get(a?.name ?? ''), CONTENTS.get(b?.name ?? '')];
  if (a === undefined || b === undefined || first === undefined || second === undefined) return false;
  if (a.isList !== b.isList) return !(first === LONG_TEXT || second === LONG_TEXT || first.includes('json') || second.includes('json'));
  if (!first.some((content) => second.includes(content))) return true;
  // `int(11)` says how a number is shown.
  const isSized = a.name === b.name && first[0] !== 'integer';
  return isSized && [a, b].every(({ size }) => size !== '' && !DEFAULT_SIZES.has(size)) && a.size !== b.size;
}

/** Whether a column of one type may refer to one of the other: they hold the same first of all, or are called the same. */
export function typesFit(one: string, other: string): boolean {
  const [a, b] = [readType(one), readType(other)];
  if (a === undefined || b === undefined || a.isList || b.isList) return false;
  const [first, second] = [CONTENTS.get(a.name)?.[0], CONTENTS.get(b.name)?.[0]];
  return a.name === b.name || (first !== undefined && first === second);
}
