import { EXPRESSION, Expression } from '../facts/schema.js';
import { addArguments, addExpression } from './add-expression.js';
import { addReference } from './add-reference.js';
import type { Assembly } from './assembly.js';
import type { Item } from './items.js';

/**
 * A message to a receiver, which other grammars read as a member and its call: without a receiver a call of a name, without
 * a name one of what is computed. `base` stands where the inherited method is called.
 */
export function assembleSend(assembly: Assembly, item: Item): void {
  const { facts, tree, consumed } = assembly;
  if (consumed.has(item.node.id)) return;
  const name = item.field('name');
  const receiver = item.field('operand');
  const base = item.field('base');
  const place = name ?? base ?? item.node;
  if (name !== undefined) consumed.add(name.id);
  if (base !== undefined) consumed.add(base.id);
  const kind = base !== undefined ? 'base' : name === undefined ? 'index' : receiver === undefined ? 'name' : 'member';
  const callee = addNode(assembly, kind, name === undefined ? -1 : facts.intern(tree.text(name)), place);
  assembly.refer('expressions', callee, EXPRESSION.operand, receiver, 'expression');
  const call = addExpression(assembly, item, 'call', -1);
  facts.tables.expressions.set(call, EXPRESSION.operand, callee);
  addReference(assembly, 'call', call, item.field('site') ?? place, addArguments(assembly, item, call));
}

function addNode(assembly: Assembly, kind: 'base' | 'index' | 'name' | 'member', name: number, { row, column }: { readonly row: number; readonly column: number }): number {
  const expression = assembly.facts.tables.expressions.add(Expression[kind], name, -1, -1, assembly.top.scope, row, column);
  assembly.expressionSymbols[expression] = assembly.owner;
  return expression;
}

/** A name that is a variable where one was set before, and else a message to the object itself. */
export function assembleBareName(assembly: Assembly, item: Item): void {
  const { facts, consumed, top } = assembly;
  if (consumed.has(item.node.id)) return;
  const name = facts.intern(assembly.source.slice(item.start, item.end));
  const binding = assembly.lookUp(top.scope, name);
  if (binding >= 0 && assembly.isLocalBinding(binding)) {
    addExpression(assembly, item, 'name', name);
    return;
  }
  const callee = addNode(assembly, 'name', name, item.node);
  const call = addExpression(assembly, item, 'call', -1);
  facts.tables.expressions.set(call, EXPRESSION.operand, callee);
  addReference(assembly, 'call', call, item.node, 0);
}

/** A constant with the path in front of it: one name and one reference, since constants are found in every file. */
export function assembleConstant(assembly: Assembly, item: Item): void {
  const { facts } = assembly;
  assembly.consumedUntil = item.end;
  if (assembly.consumed.has(item.node.id)) return;
  const name = facts.intern(assembly.tree.text(item.node).replaceAll(/\s+/g, ''));
  const constant = addExpression(assembly, item, 'name', name);
  if (!assembly.heritageNodes.has(item.node.id)) addReference(assembly, 'value', constant, item.field('name') ?? item.node);
}
