import { EXPRESSION, Expression, LOCAL, Local, SCOPE } from '../facts/schema.js';
import type { Assembly } from './assembly.js';
import type { Item } from './items.js';
import type { SyntaxNode } from './syntax-tree.js';

/** A branch in which a test has told the type of a variable: there the name stands for a local of that type. `class` names the type as a value does. */
export function assembleNarrowed(assembly: Assembly, item: Item): void {
  const { top } = assembly;
  if (top.kind === 'block' && top.end === item.end) narrow(assembly, item);
}

/** What follows a test that leaves the block unless a variable has a type: there, up to the block's end, the variable has it. The item is the first statement of it; `within` is the block where blocks are no scopes. */
export function assembleNarrowing(assembly: Assembly, item: Item): void {
  const { top, tree } = assembly;
  if (top.kind !== 'block' && top.kind !== 'function') return;
  const block = item.field('within');
  assembly.openScope(block === undefined ? top.end : Math.min(top.end, tree.end(block)), 'block', top.symbol, -1);
  narrow(assembly, item);
}

function narrow(assembly: Assembly, item: Item): void {
  for (const [name, type] of toldOf(assembly, item)) addNarrowed(assembly, item, name, type);
}

/** Variables with the types that are told of them, but none of which several are. */
function toldOf({ tree }: Assembly, item: Item): readonly (readonly [SyntaxNode, SyntaxNode])[] {
  const names = item.all('name');
  const types = [...item.all('type'), ...item.all('class')];
  if (names.length !== types.length) return [];
  const texts = names.map((name) => tree.text(name));
  return names.flatMap((name, index) => {
    const type = types[index];
    return type === undefined || texts.filter((text) => text === texts[index]).length > 1 ? [] : [[name, type]];
  });
}

function addNarrowed(assembly: Assembly, item: Item, nameNode: SyntaxNode, type: SyntaxNode): void {
  const { facts, top, tree } = assembly;
  const text = tree.text(nameNode);
  const name = facts.intern(text);
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
  assembly.bind(top.scope, text, 'local', local);
  assembly.endAt(assembly.setWithin(text, item.start, top.end));
}
