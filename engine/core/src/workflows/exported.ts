import type { SourceRange } from '@pinata/graph';
import { EXPORT, EXPRESSION, Export, Expression, SYMBOL, SYMBOL_KIND_NAMES, SymbolFlag } from '../facts/schema.js';
import { symbolOf } from '../link/outcome.js';
import type { FileView } from '../view/file-view.js';

/** A top-level symbol of a file. */
export interface Exported {
  readonly name: string;
  readonly row: number;
}

/** Top-level symbols that a file gives out, by the names that it gives them out under: `export { answer as GET }`. */
export function exportedRows(view: FileView): readonly Exported[] {
  const { symbols, exports } = view.facts;
  const top = Array.from({ length: symbols.rows }, (_, row) => row).filter((row) => symbols.get(row, SYMBOL.parent) < 0);
  const byName = new Map([...top].reverse().map((row) => [symbols.get(row, SYMBOL.name), row]));
  const own = top.filter((row) => (symbols.get(row, SYMBOL.flags) & SymbolFlag.exported) !== 0).map((row) => ({ name: view.facts.text(symbols.get(row, SYMBOL.name)), row }));
  const listed = Array.from({ length: exports.rows }, (_, at) => at).filter((at) => exports.get(at, EXPORT.kind) === Export.local).flatMap((at): readonly Exported[] => {
    const row = byName.get(exports.get(at, EXPORT.local));
    return row === undefined ? [] : [{ name: view.facts.text(exports.get(at, EXPORT.exported)), row }];
  });
  const [names, rows] = [new Set(listed.map(({ name }) => name)), new Set(listed.map(({ row }) => row))];
  return [...listed, ...own.filter(({ name, row }) => !names.has(name) && !rows.has(row))];
}

/** Row of what a file gives out under a name, or -1. */
export function exportedRow(view: FileView, name: string): number {
  return exportedRows(view).find((one) => one.name === name)?.row ?? -1;
}

/** Names that a file gives out of other files: `export { GET } from './orders'`, or what it imports before. */
export function namesFromElsewhere(view: FileView): readonly string[] {
  const { exports } = view.facts;
  const own = new Set(exportedRows(view).map(({ name }) => name));
  const names: string[] = [];
  for (let row = 0; row < exports.rows; row++) {
    const kind = exports.get(row, EXPORT.kind);
    const name = view.facts.text(exports.get(row, EXPORT.exported));
    if ((kind === Export.from || kind === Export.local) && !own.has(name)) names.push(name);
  }
  return names;
}

/** What a file gives out under a name, by its number: also of another file, or -1. */
export function symbolGivenOut(view: FileView, name: string): number {
  const outcome = view.linker.exported?.(view.file, name);
  return outcome === undefined ? -1 : symbolOf(outcome);
}

/** The expression that a file gives out by default, or -1. */
export function defaultExpression(view: FileView): number {
  const { exports } = view.facts;
  for (let row = 0; row < exports.rows; row++) if (exports.get(row, EXPORT.kind) === Export.default) return exports.get(row, EXPORT.expression);
  return -1;
}

/** The expression of `module.exports = …`, or -1. */
export function assignedExport(view: FileView): number {
  const { exports } = view.facts;
  for (let row = 0; row < exports.rows; row++) if (exports.get(row, EXPORT.kind) === Export.assign) return exports.get(row, EXPORT.expression);
  return -1;
}

/** The symbol that a file gives out by default, through calls that wrap it: `withUser(handler)`. By its number, or -1. */
export function defaultSymbol(view: FileView): number {
  const row = view.defaultExport();
  return row >= 0 ? view.file.firstSymbol + row : wrappedIn(view, defaultExpression(view), 0);
}

/** Names by which files of routes give out what answers a method. */
export const HTTP_METHODS = /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/;

/** Where a file declares what it gives out; its beginning, where that is another file's. @param symbol a number of the program, or -1 */
export function placeGivenOut(view: FileView, symbol: number): SourceRange {
  const isOwn = symbol >= 0 && view.program.fileOfSymbol(symbol) === view.file;
  return isOwn ? view.symbolRange(symbol - view.file.firstSymbol) : { startRow: 0, startColumn: 0, endRow: 0, endColumn: 0 };
}

const ALIASES = 8;

/** What a constant is another name of: `GET` of `export const POST = GET`; else itself. By their numbers. */
export function behindAlias(view: FileView, symbol: number): number {
  let at = symbol;
  for (let depth = 0; depth < ALIASES && at >= 0; depth++) {
    const owner = view.viewOf(view.program.fileOfSymbol(at));
    const value = view.program.cell(at, SYMBOL.value);
    const next = value >= 0 && owner.kind(value) === Expression.name ? owner.symbolNamed(value) : -1;
    if (next < 0 || next === at) break;
    at = next;
  }
  return at;
}

const WRAPPERS = 4;

function wrappedIn(view: FileView, expression: number, depth: number): number {
  const kind = view.kind(expression);
  if (kind === Expression.name || kind === Expression.member) {
    const symbol = view.symbolNamed(expression);
    return depth === 0 || runs(view, symbol) ? symbol : -1;
  }
  if (kind === Expression.same || kind === Expression.cast) return wrappedIn(view, view.operand(expression), depth);
  if (kind !== Expression.call || depth === WRAPPERS) return -1;
  // `connect(select)(Page)`
  return view.arguments(expression).map(({ value }) => wrappedIn(view, value, depth + 1)).find((symbol) => symbol >= 0) ?? -1;
}

/** Whether a symbol is a function, a class, or what a call makes of one; not the settings that another is given. */
function runs(view: FileView, symbol: number): boolean {
  if (symbol < 0) return false;
  const value = view.program.cell(symbol, SYMBOL.value);
  const { facts } = view.program.fileOfSymbol(symbol);
  const isMade = value >= 0 && facts.expressions.get(value, EXPRESSION.kind) === Expression.call;
  return isMade || ['function', 'method', 'class'].includes(SYMBOL_KIND_NAMES[view.program.cell(symbol, SYMBOL.kind)] ?? '');
}
