import { EXPRESSION, Expression } from '../../facts/schema.js';
import type { Parts } from '../../link/parts.js';
import type { LinkFile } from '../../link/program.js';

/** Methods of arrays that are given a function: no mapper of a database is asked so. */
const OF_ARRAYS = new Set(['find', 'findLast', 'findIndex', 'findLastIndex', 'filter', 'some', 'every', 'map', 'flatMap', 'forEach', 'reduce', 'reduceRight', 'sort', 'toSorted']);

/** Whether a call is `orders.find((order) => …)`. @param call row of the call, or -1 */
export function isArrayCall(file: LinkFile, call: number, parts: Parts): boolean {
  const { expressions } = file.facts;
  if (call < 0 || expressions.get(call, EXPRESSION.kind) !== Expression.call) return false;
  const callee = expressions.get(call, EXPRESSION.operand);
  if (expressions.get(callee, EXPRESSION.kind) !== Expression.member || !OF_ARRAYS.has(file.facts.text(expressions.get(callee, EXPRESSION.name)))) return false;
  const [first] = parts.of(file.facts, call);
  return first !== undefined && expressions.get(first.value, EXPRESSION.kind) === Expression.lambda;
}
