import { Expression } from '../../../facts/schema.js';
import type { ClassView, MemberView } from '../../class-view.js';

/** What a `xorm:"varchar(250) not null unique(name) 'title'"` tag says: xorm.io/docs/chapter-02/4.columns. */
export interface Tag {
  /** `-`: no column. */
  readonly isLeftOut: boolean;
  /** `extends`: its struct's fields are columns. */
  readonly isPart: boolean;
  readonly name: string | undefined;
  readonly type: string | undefined;
  readonly isPrimaryKey: boolean;
  readonly isNullable: boolean | undefined;
  readonly default: string | undefined;
  /** Names of indexes, an empty text for one of the field alone. */
  readonly indexes: readonly string[];
  readonly uniques: readonly string[];
  /** Set by the mapper when a row is made or changed: a time where no type is stated. */
  readonly isTime: boolean;
}

const TYPES = /^(?:bit|u?tinyint|u?smallint|u?mediumint|u?int|u?integer|u?bigint|char|nchar|varchar|nvarchar|tinytext|text|ntext|mediumtext|longtext|enum|set|uuid|clob|sysname|date|datetime|time|timestampz?|smalldatetime|year|decimal|numeric|real|float|double|money|smallmoney|binary|varbinary|tinyblob|blob|mediumblob|longblob|bytea|bool|boolean|serial|bigserial|json|jsonb|xml|array)(?:\(.*\))?$/i;
const TIMES = /^(?:created|updated|deleted)$/i;
/** Words that say nothing of a column's name. */
const OTHERS = /^(?:autoincr(?:\(.*\))?|version|utc|local(?:\(.*\))?|cache|nocache|comment(?:\(.*\))?|collate(?:\(.*\))?|notnull|->|<-)$/i;

export function tagOf({ view }: ClassView, member: MemberView): Tag | undefined {
  const stated = statedTag({ view }, member, 'xorm');
  return stated === undefined ? undefined : readTag(stated);
}

/** The text of a field's tag of a name. */
export function statedTag({ view }: Pick<ClassView, 'view'>, member: MemberView, name: string): string | undefined {
  for (const site of member.decorations) {
    if (view.kind(site.expression) !== Expression.annotation) continue;
    const [first] = view.arguments(site.expression);
    const stated = new RegExp(`(?:^|\\s)${name}:"((?:[^"\\\\]|\\\\.)*)"`).exec(first === undefined ? '' : (view.text(first.value) ?? ''))?.[1];
    if (stated !== undefined) return stated.replaceAll('\\"', '"');
  }
  return undefined;
}

export function readTag(text: string): Tag {
  const words = text.match(/'[^']*'|[^\s'(]+(?:\([^)]*\))?|\([^)]*\)/g) ?? [];
  const tag = { isLeftOut: false, isPart: false, name: undefined as string | undefined, type: undefined as string | undefined, isPrimaryKey: false, isNullable: undefined as boolean | undefined, default: undefined as string | undefined, indexes: [] as string[], uniques: [] as string[], isTime: false };
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const lower = word.toLowerCase();
    const inside = /\((.*)\)$/.exec(word)?.[1]?.trim();
    if (word.startsWith("'")) tag.name = word.slice(1, -1);
    else if (word === '-') tag.isLeftOut = true;
    else if (lower === 'extends') tag.isPart = true;
    else if (lower === 'pk') tag.isPrimaryKey = true;
    else if (lower === 'not' && words[at + 1]?.toLowerCase() === 'null') {
      tag.isNullable = false;
      at++;
    } else if (lower === 'notnull') tag.isNullable = false;
    else if (lower === 'null') tag.isNullable = true;
    else if (/^default(?:\(|$)/.test(lower)) tag.default = inside ?? words[++at]?.replace(/^'(.*)'$/, '$1');
    else if (/^index(?:\(|$)/.test(lower)) tag.indexes.push(inside ?? '');
    else if (/^unique(?:\(|$)/.test(lower)) tag.uniques.push(inside ?? '');
    else if (TIMES.test(word)) tag.isTime = true;
    else if (TYPES.test(word)) tag.type = lower;
    else if (!OTHERS.test(word) && /^\w+$/.test(word)) tag.name ??= word;
  }
  return tag;
}
