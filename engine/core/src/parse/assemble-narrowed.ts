import { EXPRESSION, Expression, LOCAL, Local, SCOPE } from '../facts/schema.js';
import type { Assembly } from './assembly.js';
import type { Item } from './items.js';

/** A branch in which a test has told the type of a variable: there the name stands for a local of that type. `class` names the type as a value does. */
export function assembleNarrowed(assembly: Assembly, item: Item): void {
  const { top } = assembly;
  if (top.kind === 'block' && top.end === item.end) addNarrowed(assembly, item);
}

/** What follows a test that leaves the block unless a variable has a type: there, up to the block's end, the variable has it. The item is the first statement of it. */
export function assembleNarrowing(assembly: Assembly, item: Item): void {
  const { top } = assembly;
  if (top.kind !== 'block' && top.kind !== 'function') return;
  assembly.openScope(top.end, 'block', top.symbol, -1);
  addNarrowed(assembly, item);
}

function addNarrowed(assembly: Assembly, item: Item): void {
  const { facts, top, tree } = assembly;
  const [nameNode] = item.all('name');
  const types = [...item.all('type'), ...item.all('class')];
  const [type] = types;
  // Of several types that it may have, none is told.
  if (nameNode === undefined || type === undefined || types.length > 1) return;
  const name = facts.intern(tree.text(nameNode));
  const { row, column } = nameNode;
  const { expressions, locals, scopes } = facts.tables;
  const before = expressions.add(Expression.name, name, -1, -1, scopes.get(top.scope, SCOPE.parent), row, column);
  const local = locals.add(Local.narrowed, name, top.scope, -1, before, item.start);
  assembly.localPlaces[local] = { start: item.start, end: item.end, name: item.start };
  if (item.has('class')) {
    // What the test names is a reference of its own: it is not what an expression of the source makes.
    const named = expressions.add(Expression.same, -1, -1, -1, top.scope, row, column);
    assembly.refer('expressions', named, EXPRESSION.operand, type, 'expression');
    const made = expressions.add(Expression.new, -1, named, -1, top.scope, row, column);
    locals.set(local, LOCAL.value, made);
  } else assembly.refer('locals', local, LOCAL.type, type, 'type');
  assembly.bind(top.scope, tree.text(nameNode), 'local', local);
}
