import { EXPRESSION, Expression, Local, Scope } from '../facts/schema.js';
import { addArguments, addExpression } from './add-expression.js';
import { addReference } from './add-reference.js';
import { addRegion } from './add-region.js';
import type { Assembly } from './assembly.js';
import type { Item } from './items.js';

/**
 * A message to a receiver, which other grammars read as a member and its call: without a receiver a call of a name, without
 * a name one of what is computed. `base` stands where the inherited method is called.
 */
export function assembleSend(assembly: Assembly, item: Item): void {
  const { facts, consumed } = assembly;
  if (consumed.has(item.node.id)) return;
  const name = item.field('sent') ?? item.field('name');
  const receiver = item.field('operand');
  const base = item.field('base');
  const place = name ?? base ?? item.node;
  if (name !== undefined) consumed.add(name.id);
  if (base !== undefined) consumed.add(base.id);
  const kind = base !== undefined ? 'base' : name === undefined ? 'index' : receiver === undefined ? 'name' : 'member';
  const callee = addNode(assembly, kind, name === undefined ? -1 : facts.intern(assembly.nameOf(name)), place);
  assembly.refer('expressions', callee, EXPRESSION.operand, receiver, 'expression');
  const call = addExpression(assembly, item, 'call', -1);
  facts.tables.expressions.set(call, EXPRESSION.operand, callee);
  addReference(assembly, 'call', call, item.field('site') ?? place, addArguments(assembly, item, call));
}

/** A symbol that stands for a block: of what the block is given it calls the method of that name. */
export function assembleSymbolCall(assembly: Assembly, item: Item): void {
  const { facts, owner, top } = assembly;
  const { row, column } = item.node;
  const lambda = addExpression(assembly, item, 'lambda', -1);
  addRegion(assembly, item, 'lambda');
  const scope = facts.tables.scopes.add(top.scope, Scope.function, top.symbol, -1);
  facts.tables.expressions.set(lambda, EXPRESSION.extra, scope);
  // No source spells the block's parameter.
  const parameter = facts.intern(`{${item.start}}`);
  const local = facts.tables.locals.add(Local.parameter, parameter, scope, -1, -1, item.start);
  assembly.localPlaces[local] = { start: item.start, end: item.end, name: item.start };
  assembly.bind(scope, facts.strings[parameter] ?? '', 'local', local);
  const add = (kind: keyof typeof Expression, name: number, operand: number): number => {
    const expression = facts.tables.expressions.add(Expression[kind], name, operand, -1, scope, row, column);
    assembly.expressionSymbols[expression] = owner;
    return expression;
  };
  const call = add('call', -1, add('member', facts.intern(assembly.nameOf(item.node)), add('name', parameter, -1)));
  facts.tables.returns.add(scope, call);
  addReference(assembly, 'call', call, item.node, 0);
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
