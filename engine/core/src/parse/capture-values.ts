import { EXPRESSION, Expression, HERITAGE, REFERENCE, Reference } from '../facts/schema.js';
import type { Assembly } from './assembly.js';

/** Adds what is read but not called, where it names a symbol or an import of this file, or what other files of its package may declare. */
export function captureValues(assembly: Assembly): void {
  const { expressions, heritage, references } = assembly.facts.tables;
  const called = new Set<number>();
  // A package whose member is read says nothing more than its import.
  const qualifiers = new Set<number>();
  const { capturesFreeValues } = assembly.rules;
  for (let row = 0; row < expressions.rows; row++) {
    const kind = expressions.get(row, EXPRESSION.kind);
    const operand = expressions.get(row, EXPRESSION.operand);
    if (operand >= 0 && (kind === Expression.call || kind === Expression.new)) called.add(operand);
    // `f[T](x)` calls f.
    const isIndexed = capturesFreeValues === true && kind === Expression.call && operand >= 0 && expressions.get(operand, EXPRESSION.kind) === Expression.index;
    if (isIndexed) called.add(expressions.get(operand, EXPRESSION.operand));
    if (operand >= 0 && kind === Expression.member && capturesFreeValues === true) qualifiers.add(operand);
  }
  // A base class is captured as a base.
  for (let row = 0; row < heritage.rows; row++) called.add(heritage.get(row, HERITAGE.expression));
  for (let row = 0; row < references.rows; row++) {
    const kind = references.get(row, REFERENCE.kind);
    if (kind === Reference.decorator || kind === Reference.jsx) called.add(expressions.get(references.get(row, REFERENCE.subject), EXPRESSION.operand));
  }
  if (assembly.rules.capturesMembers === true) captureMembers(assembly, called);
  for (let row = 0; row < expressions.rows; row++) {
    if (expressions.get(row, EXPRESSION.kind) !== Expression.name || called.has(row)) continue;
    const name = expressions.get(row, EXPRESSION.name);
    const scope = expressions.get(row, EXPRESSION.scope);
    const binding = assembly.lookUp(scope, name);
    if (binding < 0 ? capturesFreeValues !== true || qualifiers.has(row) || assembly.facts.strings[name] === '_' : assembly.isLocalBinding(binding) || (qualifiers.has(row) && assembly.isImportBinding(binding))) continue;
    const startRow = expressions.get(row, EXPRESSION.row);
    const startColumn = expressions.get(row, EXPRESSION.column);
    const length = assembly.facts.strings[name]?.length ?? 0;
    const symbol = assembly.expressionSymbols[row] ?? -1;
    references.add(Reference.value, row, symbol, startRow, startColumn, startRow, startColumn + length, -1);
  }
}

/** `module.name`, where a whole module was imported: what is read is the name. */
function captureMembers(assembly: Assembly, called: ReadonlySet<number>): void {
  const { expressions, references } = assembly.facts.tables;
  for (let row = 0; row < expressions.rows; row++) {
    const operand = expressions.get(row, EXPRESSION.operand);
    if (expressions.get(row, EXPRESSION.kind) !== Expression.member || called.has(row) || operand < 0 || expressions.get(operand, EXPRESSION.kind) !== Expression.name) continue;
    const binding = assembly.lookUp(expressions.get(operand, EXPRESSION.scope), expressions.get(operand, EXPRESSION.name));
    if (binding < 0 || !assembly.isImportBinding(binding)) continue;
    const length = (index: number): number => assembly.facts.strings[expressions.get(index, EXPRESSION.name)]?.length ?? 0;
    const startRow = expressions.get(row, EXPRESSION.row);
    const startColumn = expressions.get(row, EXPRESSION.column) + length(operand) + 1;
    references.add(Reference.value, row, assembly.expressionSymbols[row] ?? -1, startRow, startColumn, startRow, startColumn + length(row), -1);
  }
}
