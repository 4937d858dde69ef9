import { EXPRESSION, Expression, Kind, SYMBOL } from '../../facts/schema.js';
import type { LinkFile } from '../../link/program.js';

/** Whether a class is an object of options, as Vue makes components of: vuejs.org/api/#options-api. @param row of the file's symbols, or -1 */
export function isOptions({ facts }: LinkFile, row: number): boolean {
  const value = row < 0 || facts.symbols.get(row, SYMBOL.kind) !== Kind.class ? -1 : facts.symbols.get(row, SYMBOL.value);
  return value >= 0 && facts.expressions.get(value, EXPRESSION.kind) === Expression.object;
}
