import { EXPRESSION, Expression, LOCAL } from '../../facts/schema.js';
import type { LinkFile } from '../../link/program.js';
import type { Types } from './types.js';

/** Methods of arrays that are given a function, which they call for each element. */
const OF_ARRAYS = new Set(['find', 'findLast', 'findIndex', 'findLastIndex', 'filter', 'some', 'every', 'map', 'flatMap', 'forEach', 'reduce', 'reduceRight', 'sort', 'toSorted']);
/** What a function calls the error that it is told: no element of an array is called so, unless the array is one of errors. */
const ERROR = /^(?:_?err|_?error|_)$/;
const ERRORS = /err/i;

/** Whether a call is given a function for each element, as an array is and a mapper of a database is not: `orders.find((order) => …)`. @param call row of the call, or -1 */
export function callsForEach(file: LinkFile, call: number, types: Types): boolean {
  const { facts } = file;
  const { expressions } = facts;
  if (call < 0 || expressions.get(call, EXPRESSION.kind) !== Expression.call) return false;
  const callee = expressions.get(call, EXPRESSION.operand);
  if (expressions.get(callee, EXPRESSION.kind) !== Expression.member) return false;
  const method = facts.text(expressions.get(callee, EXPRESSION.name));
  const [first] = types.parts.of(facts, call);
  if (!OF_ARRAYS.has(method) || first === undefined || expressions.get(first.value, EXPRESSION.kind) !== Expression.lambda) return false;
  return method !== 'find' || !isCalledBack(file, first.value, expressions.get(callee, EXPRESSION.operand), types);
}

/** Whether a function is told what was found, and not what to choose: `User.find((err, users) => …)` of Mongoose. */
function isCalledBack(file: LinkFile, lambda: number, receiver: number, types: Types): boolean {
  const { facts } = file;
  const { expressions, locals } = facts;
  const names = types.parametersIn(file, expressions.get(lambda, EXPRESSION.extra)).map((row) => facts.text(locals.get(row, LOCAL.name)));
  const name = expressions.get(receiver, EXPRESSION.name);
  return names.length >= 2 || (ERROR.test(names[0] ?? '') && !(name >= 0 && ERRORS.test(facts.text(name))));
}
