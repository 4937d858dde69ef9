import { EXPRESSION, Expression, LOCAL, Local } from '../../facts/schema.js';
import type { FileFacts } from '../../facts/file-facts.js';
import type { Parts } from '../../link/parts.js';
import type { LinkFile } from '../../link/program.js';

/** Methods of arrays that are given a function, which they call for each element. */
const OF_ARRAYS = new Set(['find', 'findLast', 'findIndex', 'findLastIndex', 'filter', 'some', 'every', 'map', 'flatMap', 'forEach', 'reduce', 'reduceRight', 'sort', 'toSorted']);
/** What a function calls the error that it is told: no element of an array is called so, unless the array is one of errors. */
const ERROR = /^(?:_?err|_?error|_)$/;
const ERRORS = /err/i;

/** Whether a call is given a function for each element, as an array is and a mapper of a database is not: `orders.find((order) => …)`. @param call row of the call, or -1 */
export function callsForEach(file: LinkFile, call: number, parts: Parts): boolean {
  const { facts } = file;
  const { expressions } = facts;
  if (call < 0 || expressions.get(call, EXPRESSION.kind) !== Expression.call) return false;
  const callee = expressions.get(call, EXPRESSION.operand);
  if (expressions.get(callee, EXPRESSION.kind) !== Expression.member) return false;
  const method = facts.text(expressions.get(callee, EXPRESSION.name));
  const [first] = parts.of(facts, call);
  if (!OF_ARRAYS.has(method) || first === undefined || expressions.get(first.value, EXPRESSION.kind) !== Expression.lambda) return false;
  return method !== 'find' || !isCalledBack(facts, first.value, expressions.get(callee, EXPRESSION.operand));
}

/** Whether a function is told what was found, and not what to choose: `User.find((err, users) => …)` of Mongoose. */
function isCalledBack(facts: FileFacts, lambda: number, receiver: number): boolean {
  const { expressions, locals } = facts;
  const scope = expressions.get(lambda, EXPRESSION.extra);
  const names: string[] = [];
  for (let row = 0; row < locals.rows; row++) if (locals.get(row, LOCAL.scope) === scope && locals.get(row, LOCAL.kind) === Local.parameter) names.push(facts.text(locals.get(row, LOCAL.name)));
  const name = expressions.get(receiver, EXPRESSION.name);
  return names.length >= 2 || (ERROR.test(names[0] ?? '') && !(name >= 0 && ERRORS.test(facts.text(name))));
}
