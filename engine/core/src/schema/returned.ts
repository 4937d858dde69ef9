import { EXPRESSION, Expression, SYMBOL } from '../facts/schema.js';
import type { FileView } from '../view/file-view.js';
import type { SchemaContext } from './family.js';

/** An expression and the file that it stands in. */
export interface PlacedExpression {
  readonly view: FileView;
  readonly expression: number;
}

/** What a function first gives back, wherever it is declared: a function, or a constant that holds one. @param symbol a number of the program, or -1 */
export function returnedBy(symbol: number, context: SchemaContext): PlacedExpression | undefined {
  if (symbol < 0) return undefined;
  const file = context.program.fileOfSymbol(symbol);
  const view = context.viewOf(file);
  const row = symbol - file.firstSymbol;
  const value = file.facts.symbols.get(row, SYMBOL.value);
  const scope = view.kind(value) === Expression.lambda ? file.facts.expressions.get(value, EXPRESSION.extra) : file.facts.symbols.get(row, SYMBOL.ownScope);
  const [first] = view.returnedIn(scope);
  return first === undefined ? undefined : { view, expression: first };
}

/** The value that a constant of the repository was first set to. @param symbol a number of the program, or -1 */
export function valueOf(symbol: number, context: SchemaContext): PlacedExpression | undefined {
  if (symbol < 0) return undefined;
  const file = context.program.fileOfSymbol(symbol);
  const expression = file.facts.symbols.get(symbol - file.firstSymbol, SYMBOL.value);
  return expression < 0 ? undefined : { view: context.viewOf(file), expression };
}
