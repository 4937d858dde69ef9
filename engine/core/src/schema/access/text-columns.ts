const CHOOSES = /where|having|filter|^(?:or|and|not)$/i;
const LISTS = /^(?:select|order|group|pluck|distinct|returning|columns)/i;
/** `name = ?`, `age BETWEEN ? AND ?`; not a parameter, nor a column of a table that is named. */
const COMPARED = /(?<![.:@$\w"'`])(?:"(\w+)"|`(\w+)`|([A-Za-z_]\w*))\s*(?:=|<|>|!=|\b(?:in|like|ilike|is|not|between|similar)\b)/gi;
const LISTED = /^\s*(?:"(\w+)"|`(\w+)`|([A-Za-z_]\w*))(?:\s+(?:asc|desc))?(?:\s+nulls\s+(?:first|last))?\s*$/i;
/** A column with its table, alone or in a condition: a text that holds a dot otherwise says nothing of columns. */
const QUALIFIED_ALONE = /^\s*([A-Za-z_]\w*)\.([A-Za-z_]\w*)(?:\s+(?:as\s+\w+|asc|desc))?\s*$/i;
const QUALIFIED = /(?<![.\w@/])([A-Za-z_]\w*)\.([A-Za-z_]\w*)\b(?!\s*\()/g;
const CONDITION = /[=<>]|\b(?:in|like|ilike|is|between)\b/i;
const LONGEST_TEXT = 4_000;

/** Columns of a builder's own table that a text names: `Where("name = ? AND age > ?")`, `order('name DESC, id')`. */
export function columnsInText(verb: string, text: string): readonly string[] {
  if (text.length > LONGEST_TEXT) return [];
  if (CHOOSES.test(verb)) return Array.from(text.matchAll(COMPARED), ([, quoted, ticked, plain]) => quoted ?? ticked ?? plain ?? '');
  if (!LISTS.test(verb)) return [];
  return text.split(',').flatMap((part) => {
    const [, quoted, ticked, plain] = LISTED.exec(part) ?? [];
    return quoted ?? ticked ?? plain ?? [];
  });
}

/** Tables and columns that a text names together: `users.id`, `orders.total > ?`. */
export function qualifiedIn(text: string): readonly { readonly table: string; readonly column: string }[] {
  if (text.length > LONGEST_TEXT) return [];
  const alone = QUALIFIED_ALONE.exec(text);
  if (alone !== null) return [{ table: alone[1] ?? '', column: alone[2] ?? '' }];
  return CONDITION.test(text) ? Array.from(text.matchAll(QUALIFIED), ([, table = '', column = '']) => ({ table, column })) : [];
}
