import {
  ARGUMENT,
  BINDING,
  DECORATION,
  ERROR,
  EXPORT,
  EXPRESSION,
  HERITAGE,
  IMPORT,
  IMPORT_BINDING,
  LOCAL,
  REFERENCE,
  REGION,
  RETURN,
  SCOPE,
  SYMBOL,
  TYPE,
  TYPE_ARGUMENT,
} from './schema.js';
import type { Table } from './table.js';
import { TableBuilder } from './table.js';

export const TABLE_WIDTHS = {
  symbols: SYMBOL.width,
  scopes: SCOPE.width,
  bindings: BINDING.width,
  locals: LOCAL.width,
  expressions: EXPRESSION.width,
  types: TYPE.width,
  typeArguments: TYPE_ARGUMENT.width,
  returns: RETURN.width,
  imports: IMPORT.width,
  importBindings: IMPORT_BINDING.width,
  exports: EXPORT.width,
  heritage: HERITAGE.width,
  references: REFERENCE.width,
  errors: ERROR.width,
  arguments: ARGUMENT.width,
  decorations: DECORATION.width,
  regions: REGION.width,
} as const;
export type TableName = keyof typeof TABLE_WIDTHS;
export const TABLE_NAMES = Object.keys(TABLE_WIDTHS) as TableName[]; // keys of a literal, in order

/** What lies inside of bodies: two thirds of the cells, which nobody asks for while a file's links hold. Encoded bytes hold it last. */
export const INNER_TABLES = ['bindings', 'locals', 'expressions', 'types', 'typeArguments', 'returns', 'arguments', 'decorations', 'regions'] as const satisfies readonly TableName[];
export type InnerTable = (typeof INNER_TABLES)[number];
export type OuterTable = Exclude<TableName, InnerTable>;
/** The tables in the order in which the encoded bytes hold them. */
export const OUTER_TABLES = TABLE_NAMES.filter((name): name is OuterTable => !INNER_TABLES.some((inner) => inner === name));

/** Facts of one file: a pure function of its bytes, language and extractor. They hold no path. */
export interface FileFacts extends Readonly<Record<TableName, Table>> {
  readonly lines: number;
  /** The text of a string cell; the empty string for -1. */
  text(index: number): string;
  /** Index of a string that the facts hold, or -1. */
  indexOf(text: string): number;
}

/** Facts under construction; one is reused for many files. */
export class FactsBuilder {
  readonly tables = Object.fromEntries(TABLE_NAMES.map((name) => [name, new TableBuilder(TABLE_WIDTHS[name])])) as Record<TableName, TableBuilder>; // one per name
  readonly strings: string[] = [];
  lines = 0;
  private readonly indexes = new Map<string, number>();

  /** Index of a string, the same for equal strings. */
  intern(text: string): number {
    const known = this.indexes.get(text);
    if (known !== undefined) return known;
    const index = this.strings.length;
    this.strings.push(text);
    this.indexes.set(text, index);
    return index;
  }

  clear(): void {
    for (const name of TABLE_NAMES) this.tables[name].clear();
    this.strings.length = 0;
    this.indexes.clear();
    this.lines = 0;
  }
}
