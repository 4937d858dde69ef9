import { EXPRESSION, SCOPE } from '../../facts/schema.js';
import type { CallMarks } from '../../assemble-graph/call-marks.js';
import type { CallSite, FileView } from '../../view/file-view.js';
import type { AccessSite } from '../model.js';

/** Where an expression stands that reads or writes, and in what. */
export function accessPlace(view: FileView, expression: number, marks: CallMarks, keyOf: (symbol: number) => string): Pick<AccessSite, 'source' | 'range' | 'marks'> {
  const symbol = view.facts.scopes.get(view.facts.expressions.get(expression, EXPRESSION.scope), SCOPE.symbol);
  const range = view.place(expression);
  return { source: symbol < 0 ? undefined : keyOf(view.file.firstSymbol + symbol), range, marks: marks.at(range.startRow, range.startColumn, symbol) };
}

/** Where a call stands, and in what. */
export function callPlace(view: FileView, { owner, range }: CallSite, marks: CallMarks, keyOf: (symbol: number) => string): Pick<AccessSite, 'source' | 'range' | 'marks'> {
  return { source: owner < 0 ? undefined : keyOf(owner), range, marks: marks.at(range.startRow, range.startColumn, owner < 0 ? -1 : owner - view.file.firstSymbol) };
}
