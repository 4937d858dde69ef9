import { ARGUMENT, EXPRESSION, Expression } from '../../facts/schema.js';
import type { LinkFile } from '../program.js';

const DEPTH = 64;

/** Which expressions stand in which. */
export class Nesting {
  private readonly around = new Map<number, Int32Array>();

  /** Whether an expression is another one or a part of it: an operand, a branch, an argument. */
  isWithin(file: LinkFile, expression: number, whole: number): boolean {
    const around = this.of(file);
    for (let at = expression, depth = 0; at >= 0 && depth < DEPTH; at = around[at] ?? -1, depth++) if (at === whole) return true;
    return false;
  }

  clear(): void {
    this.around.clear();
  }

  private of(file: LinkFile): Int32Array {
    const known = this.around.get(file.index);
    if (known !== undefined) return known;
    const { expressions, arguments: parts } = file.facts;
    const around = new Int32Array(expressions.rows).fill(-1);
    for (let row = 0; row < expressions.rows; row++) {
      const operand = expressions.get(row, EXPRESSION.operand);
      if (operand >= 0) around[operand] = row;
      const other = expressions.get(row, EXPRESSION.kind) === Expression.either ? expressions.get(row, EXPRESSION.extra) : -1;
      if (other >= 0) around[other] = row;
    }
    for (let row = 0; row < parts.rows; row++) around[parts.get(row, ARGUMENT.value)] = parts.get(row, ARGUMENT.expression);
    this.around.set(file.index, around);
    return around;
  }
}
