/** Spellings of one type, the common one first. Lengths, precision and time zones are left out before. */
const SPELLINGS: readonly (readonly [string, RegExp])[] = [
  ['smallint', /^(?:smallint|int2|tinyint|smallserial|short|int16|int8_|byte)$/],
  ['bigint', /^(?:bigint|int8|bigserial|long|int64|biginteger|bigincrements|big ?auto ?field)$/],
  ['integer', /^(?:integer|int|int4|serial|mediumint|number|int32|increments)$/],
  ['numeric', /^(?:numeric|decimal|money|smallmoney|bigdecimal|number\(.*\))$/],
  ['real', /^(?:real|float4|single)$/],
  ['double', /^(?:double precision|double|float8|float)$/],
  ['boolean', /^(?:boolean|bool|bit)$/],
  ['text', /^(?:text|character varying|varchar|nvarchar|nvarchar max|char|nchar|character|bpchar|string|citext|clob|longtext|mediumtext|tinytext|ntext|ltree|enum)$/],
  ['date', /^(?:date|dateonly|localdate)$/],
  ['time', /^(?:time|timetz|time with time zone|time without time zone|localtime)$/],
  ['timestamp', /^(?:timestamp|timestamptz|timestamp with(?:out)? time zone|datetime|datetime2|datetimeoffset|timestamp_ntz|instant|localdatetime|offsetdatetime)$/],
  ['uuid', /^(?:uuid|uniqueidentifier|guid)$/],
  ['json', /^(?:json|jsonb)$/],
  ['bytes', /^(?:bytea|blob|binary|varbinary|longblob|mediumblob|bytes|varbinary\(max\)|image)$/],
  ['interval', /^interval.*$/],
];

/**
 * A type as it is compared: spellings of one type are one, lengths, precision and time zones are left out; texts of any
 * length are one type, and so are an enumeration and the text that holds it where the database has no enumeration for it.
 * An array keeps its `[]`.
 * @param type as a database or a source writes it
 * @param enumerations names of the database's own enumerations, in lower case: they count as texts
 */
export function comparableType(type: string, enumerations: ReadonlySet<string> = new Set()): string {
  const lower = type.toLowerCase().replaceAll(/["`[\]](?!\d*\])/g, (sign) => (sign === '[' || sign === ']' ? sign : '')).replace(/^enum\(.*\)$/, 'enum').replaceAll(/\([^()]*\)/g, '').replaceAll(/\s+/g, ' ').trim();
  const element = lower.replaceAll(/\[\d*\]|\s+array$/g, '').replace(/^array<(.*)>$/, '$1').replace(/ unsigned$| collate .*$/g, '').replace(/^(?:public|main|dbo)\./, '').trim();
  const isArray = element !== lower && /\[\d*\]|array/.test(lower);
  const common = enumerations.has(element) ? 'text' : (SPELLINGS.find(([, spelling]) => spelling.test(element))?.[0] ?? element);
  return isArray ? `${common}[]` : common;
}
