import { EXPRESSION, Expression, Kind, SYMBOL } from '../../../facts/schema.js';
import { symbolOf } from '../../../link/outcome.js';
import type { FileView } from '../../../view/file-view.js';

const DEPTH = 6;

/** The class or struct of a value that is made where it stands, before, or by a function of the repository, or that a parameter is declared as; -1 where it is not told. */
export function typeOf(view: FileView, row: number, depth = 0): number {
  if (row < 0 || depth > DEPTH) return -1;
  const { expressions } = view.facts;
  switch (view.kind(row)) {
    case Expression.same:
      return typeOf(view, view.operand(row), depth + 1);
    case Expression.new:
    case Expression.cast: { // `new(Server)` of Go
      const type = expressions.get(row, EXPRESSION.extra);
      return type < 0 ? view.symbolNamed(view.operand(row)) : symbolOf(view.linker.namedType(view.file, type));
    }
    case Expression.call: {
      const symbol = view.symbolNamed(view.operand(row));
      if (symbol < 0 || view.program.cell(symbol, SYMBOL.kind) === Kind.class) return symbol;
      const owner = view.viewOf(view.program.fileOfSymbol(symbol));
      return typeWritten(owner, view.program.cell(symbol, SYMBOL.type));
    }
    default: {
      const made = typeOf(view, view.initialiser(row), depth + 1);
      const stated = made >= 0 ? undefined : view.declaredType(row);
      return stated === undefined ? made : typeWritten(view.viewOf(stated.view), stated.type);
    }
  }
}

function typeWritten(view: FileView, type: number): number {
  if (type < 0) return -1;
  const [pointed = type] = view.isOptional(type) ? view.typeArguments(type) : [];
  return symbolOf(view.linker.namedType(view.file, pointed));
}
