import type { SourceRange } from '@pinata/graph/model';
import { EXPRESSION, Expression, HERITAGE, REFERENCE, Reference, SYMBOL, SYMBOL_KIND_NAMES } from '../facts/schema.js';
import type { Assembly } from './assembly.js';

/** Adds what is read or written but not called: names of symbols and imports of this file, what other files of its package may declare, and members. */
export function captureValues(assembly: Assembly): void {
  const { capturesAccesses, capturesValues } = assembly.rules;
  const captured = capturedOtherwise(assembly);
  if (capturesAccesses === true) captureMembers(assembly, captured);
  if (capturesValues) captureNames(assembly, captured);
}

/** Expressions that are called, that decorate, that are bases or that a query has captured as values. */
function capturedOtherwise({ facts, rules }: Assembly): Set<number> {
  const { expressions, heritage, references } = facts.tables;
  const captured = new Set<number>();
  // `(f)(x)` calls f, and so does `f[T](x)`. Where a tree has errors an expression may be its own operand.
  const isSpelling = (kind: number): boolean => kind === Expression.same || (kind === Expression.index && rules.capturesFreeValues === true && rules.inheritsNames !== true);
  const add = (expression: number): void => {
    for (let at = expression; at >= 0 && !captured.has(at); at = isSpelling(expressions.get(at, EXPRESSION.kind)) ? expressions.get(at, EXPRESSION.operand) : -1) captured.add(at);
  };
  for (let row = 0; row < expressions.rows; row++) {
    const kind = expressions.get(row, EXPRESSION.kind);
    if (kind === Expression.call || kind === Expression.new) add(expressions.get(row, EXPRESSION.operand));
  }
  for (let row = 0; row < heritage.rows; row++) captured.add(heritage.get(row, HERITAGE.expression));
  for (let row = 0; row < references.rows; row++) {
    const kind = references.get(row, REFERENCE.kind);
    if (kind === Reference.value || kind === Reference.decorator || kind === Reference.jsx) add(references.get(row, REFERENCE.subject));
  }
  return captured;
}

function captureNames(assembly: Assembly, captured: ReadonlySet<number>): void {
  const { expressions } = assembly.facts.tables;
  const { capturesFreeValues, inheritsNames } = assembly.rules;
  // A package whose member is read says nothing more than its import.
  const qualifiers = new Set<number>();
  if (capturesFreeValues === true) for (let row = 0; row < expressions.rows; row++) if (expressions.get(row, EXPRESSION.kind) === Expression.member) qualifiers.add(expressions.get(row, EXPRESSION.operand));
  for (let row = 0; row < expressions.rows; row++) {
    if (expressions.get(row, EXPRESSION.kind) !== Expression.name || captured.has(row)) continue;
    const name = expressions.get(row, EXPRESSION.name);
    const scope = expressions.get(row, EXPRESSION.scope);
    const binding = assembly.lookUp(scope, name);
    if ((binding < 0 || assembly.isImportBinding(binding)) && isImplicit(assembly, row)) continue;
    if (binding < 0 ? capturesFreeValues !== true || (inheritsNames !== true && qualifiers.has(row)) || assembly.facts.strings[name] === '_' : assembly.isLocalBinding(binding) || (qualifiers.has(row) && assembly.isImportBinding(binding))) continue;
    const startRow = expressions.get(row, EXPRESSION.row);
    const startColumn = expressions.get(row, EXPRESSION.column);
    const length = assembly.facts.strings[name]?.length ?? 0;
    addValue(assembly, row, { startRow, startColumn, endRow: startRow, endColumn: startColumn + length }, isSetAt(assembly.source, assembly.offsetOf({ row: startRow, column: startColumn }), length));
  }
}

/** Whether a name stands where the language gives it a meaning of its own. */
function isImplicit({ expressionSymbols, facts, rules }: Assembly, row: number): boolean {
  const name = facts.strings[facts.tables.expressions.get(row, EXPRESSION.name)] ?? '';
  const around = rules.implicitNames !== undefined && Object.hasOwn(rules.implicitNames, name) ? rules.implicitNames[name] : undefined;
  if (around === undefined || around.length === 0) return around !== undefined;
  const symbol = expressionSymbols[row] ?? -1;
  return around.includes(symbol < 0 ? 'file' : (SYMBOL_KIND_NAMES[facts.tables.symbols.get(symbol, SYMBOL.kind)] ?? 'file'));
}

/** `=` and what assigns with an operator, or counts up or down, behind a name. */
const SETS = /\s*(?:[-+/%&|^.]|\*\*?|\/\/|\?\?|\|\||&&|<<|>>>?)?=(?![=>~}])|[ \t]*(?:\+\+|--)/y;

/** What is behind a name of which a part is meant. */
const GOES_ON = /\s*(?:\?\.|\.|\[|\(|->|::)/y;
const LONGEST_RECEIVER = 200;

/** Whether a name is set where it stands, as its surroundings spell it: names in a list on the left of `=` are not seen. */
function isSetAt(source: string, start: number, length: number): boolean {
  SETS.lastIndex = start + length;
  if (SETS.test(source)) return true;
  GOES_ON.lastIndex = start + length;
  if (GOES_ON.test(source)) return false;
  const first = Math.max(0, start - LONGEST_RECEIVER);
  let at = start;
  while (at > first && isOfReceiver(source.charCodeAt(at - 1))) at--;
  return source.endsWith('++', at) || source.endsWith('--', at);
}

const [DOT, DOLLAR, UNDERSCORE, ZERO, NINE, LOWER_A, LOWER_Z, CASE] = [46, 36, 95, 48, 57, 97, 122, 32];

function isOfReceiver(unit: number): boolean {
  const lower = unit | CASE;
  return (lower >= LOWER_A && lower <= LOWER_Z) || (unit >= ZERO && unit <= NINE) || unit === DOT || unit === UNDERSCORE || unit === DOLLAR;
}

function captureMembers(assembly: Assembly, captured: ReadonlySet<number>): void {
  for (const [row, name] of assembly.memberNames) {
    if (captured.has(row)) continue;
    const end = assembly.tree.endPosition(name);
    addValue(assembly, row, { startRow: name.row, startColumn: name.column, endRow: end.row, endColumn: end.column }, assembly.filled.has(row) || (!assembly.taken.has(row) && isSetAt(assembly.source, name.start, end.column - name.column)));
  }
}

function addValue(assembly: Assembly, row: number, { startRow, startColumn, endRow, endColumn }: SourceRange, isWritten: boolean): void {
  assembly.facts.tables.references.add(Reference.value, row, assembly.expressionSymbols[row] ?? -1, startRow, startColumn, endRow, endColumn, -1, isWritten ? 1 : 0);
}
