import { Expression } from '../facts/schema.js';
import { addParts, partsOf } from './assemble-parts.js';
import type { Assembly } from './assembly.js';
import type { Item } from './items.js';

export function addExpression(assembly: Assembly, item: Item, kind: keyof typeof Expression, name: number, extra = -1): number {
  const { row, column } = item.node;
  const expression = assembly.facts.tables.expressions.add(Expression[kind], name, -1, extra, assembly.top.scope, row, column);
  assembly.expressionOf.set(item.node.id, expression);
  assembly.expressionSymbols[expression] = assembly.owner;
  return expression;
}

/** Writes down what a call is given. Returns how many arguments stand there. */
export function addArguments(assembly: Assembly, item: Item, expression: number): number {
  const list = item.field('arguments');
  const parts = list === undefined ? [] : partsOf(assembly, list);
  // The name of what is sent is no argument of it.
  if (item.has('sent')) parts.shift();
  const trailing = item.field('trailing');
  if (trailing !== undefined) parts.push({ name: undefined, value: trailing });
  const initializer = item.field('initializer');
  addParts(assembly, expression, initializer === undefined ? parts : [...parts, ...partsOf(assembly, initializer)]);
  return parts.length;
}
