/** `INSERT INTO people (id, name) VALUES`, each part of a bounded length. */
const VALUES = /\b(?:INSERT|REPLACE)\s+(?:IGNORE\s+)?INTO\s+[^;(']{1,300}?(?:\([^()']{1,20000}\)[^;(']{0,60}?)?\bVALUES\s{0,100}(?=\()/gi;
/** `COPY people (id, name) FROM stdin;`, after which rows stand up to a line of `\.` */
const COPY = /^COPY [^\n]*\bFROM stdin\b[^\n]*\n/gim;
const OPENS = 0x28;
const CLOSES = 0x29;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const QUOTE = 0x27;

/** SQL whose rows (`VALUES (…), (…)`, what follows `COPY … FROM stdin`) are blanked: every other character keeps its place. */
export function withoutRows(sql: string): string {
  const pieces: string[] = [];
  let kept = 0;
  const blank = (start: number, end: number): void => {
    pieces.push(sql.slice(kept, start), ' '.repeat(end - start));
    kept = end;
  };
  for (const [start, end] of [...copiedRows(sql), ...insertedRows(sql)].sort(([a], [b]) => a - b)) if (start >= kept) blank(start, end);
  return pieces.length === 0 ? sql : `${pieces.join('')}${sql.slice(kept)}`;
}

function copiedRows(sql: string): readonly (readonly [number, number])[] {
  const rows: (readonly [number, number])[] = [];
  COPY.lastIndex = 0;
  for (let match = COPY.exec(sql); match !== null; match = COPY.exec(sql)) {
    const start = match.index + match[0].length;
    const end = sql.indexOf('\n\\.', start - 1);
    rows.push([start, end < 0 ? sql.length : end + 3]);
    COPY.lastIndex = end < 0 ? sql.length : end + 3;
  }
  return rows;
}

function insertedRows(sql: string): readonly (readonly [number, number])[] {
  const rows: (readonly [number, number])[] = [];
  VALUES.lastIndex = 0;
  for (let match = VALUES.exec(sql); match !== null; match = VALUES.exec(sql)) {
    const start = match.index + match[0].length;
    const end = endOfRows(sql, start);
    rows.push([start, end]);
    VALUES.lastIndex = end;
  }
  return rows;
}

/** Where a list of groups in brackets ends. @param start of the first group */
function endOfRows(sql: string, start: number): number {
  let depth = 0;
  let end = start;
  for (let at = start; at < sql.length; at++) {
    const code = sql.charCodeAt(at);
    if (code === QUOTE && depth > 0) at = endOfString(sql, at);
    else if (code === OPENS) depth++;
    else if (code === CLOSES && --depth <= 0) end = at + 1;
    else if (depth === 0 && code !== COMMA && code > 0x20) return end;
  }
  return depth > 0 ? sql.length : end;
}

/** Where the string that begins here ends; two quotes are one that goes on. */
function endOfString(sql: string, start: number): number {
  for (let at = start + 1; at < sql.length; at++) {
    const code = sql.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at;
  }
  return sql.length;
}
