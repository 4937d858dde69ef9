import { Type } from '../facts/schema.js';
import { addReference } from './add-reference.js';
import type { Assembly } from './assembly.js';
import type { Item } from './items.js';
import type { SyntaxNode } from './syntax-tree.js';

/**
 * Types that a grammar reads as expressions, as Python's does: `a.B[C] | None` stands after a colon and is parsed like any other
 * expression. Inside `@type.written` names, members, indices and operators become types; calls stay calls.
 */

/** A path of names as a string may hold it: a type that is declared further down. */
const PATH = /^[\p{L}_][\w\p{L}]*(?:\.[\p{L}_][\w\p{L}]*)*$/u;

export function openWrittenType(assembly: Assembly, item: Item): void {
  const { top } = assembly;
  if (top.isText) {
    assembly.frames.push({ ...top, end: item.end });
    return;
  }
  const isInside = top.kind === 'typeReference' && top.isWritten;
  assembly.frames.push({ ...top, end: item.end, kind: 'typeReference', row: isInside ? top.row : -1, isWritten: true, holder: item.node.id });
}

/** A type became known inside a frame of written types: it belongs to the type around it, and stands for the node that holds it. */
export function placeType(assembly: Assembly, node: number, type: number): void {
  const { top, typeChildren, typeOf } = assembly;
  typeOf.set(node, type);
  if (top.kind !== 'typeReference') return;
  if (top.holder !== undefined && !typeOf.has(top.holder)) typeOf.set(top.holder, type);
  if (top.row < 0) return;
  const siblings = typeChildren.get(top.row);
  if (siblings === undefined) typeChildren.set(top.row, [type]);
  else siblings.push(type);
}

function addType(assembly: Assembly, item: Item, kind: keyof typeof Type, name: number): number {
  const { row, column } = item.node;
  const type = assembly.facts.tables.types.add(Type[kind], name, -1, -1, 0, assembly.top.scope, row, column);
  placeType(assembly, item.node.id, type);
  return type;
}

/** Reads an expression that stands for a type. False where it is an expression all the same, such as a call. */
export function assembleWrittenType(assembly: Assembly, item: Item): boolean {
  const { facts, tree, consumed, top } = assembly;
  if (consumed.has(item.node.id)) return true;
  switch (item.kind) {
    case 'name':
    case 'member': {
      const site = item.field('name') ?? item.node;
      consumeOperands(assembly, item);
      addTypeReference(assembly, item, addType(assembly, item, 'named', facts.intern(tree.text(item.node).replaceAll(/\s+/g, ''))), site);
      return true;
    }
    case 'index': {
      const operand = item.field('operand');
      if (operand === undefined) return true;
      const name = tree.text(operand).replaceAll(/\s+/g, '');
      const type = addType(assembly, item, 'named', facts.intern(name));
      addTypeReference(assembly, item, type, item.field('site') ?? operand);
      consumed.add(operand.id);
      assembly.consumedUntil = tree.end(operand);
      openArguments(assembly, item, name, type);
      return true;
    }
    case 'either':
    case 'array':
      // An optional type is captured as one; what it holds stands in its own frame.
      if (assembly.typeOf.has(item.node.id)) return true;
      assembly.frames.push({ ...top, end: item.end, kind: 'typeReference', row: addType(assembly, item, 'union', -1), holder: undefined });
      return true;
    case 'literal': {
      const text = tree.text(item.node).replaceAll(/^["']+|["']+$/g, '');
      if (!PATH.test(text) || tree.text(item.node) === text) return true;
      addReference(assembly, 'type', addType(assembly, item, 'named', facts.intern(text)), item.node);
      return true;
    }
    default:
      assembly.frames.push({ ...top, end: item.end, kind: 'block', row: -1, holder: undefined });
      return false;
  }
}

/** What stands between a type's brackets: types, or the text that they hold. */
export function openArguments(assembly: Assembly, item: Item, name: string, type: number): void {
  const isText = assembly.rules.textTypes?.includes(name.slice(name.lastIndexOf('.') + 1)) === true;
  assembly.frames.push({ ...assembly.top, end: item.end, kind: isText ? 'block' : 'typeReference', row: isText ? -1 : type, isText, holder: undefined });
}

/** A base type is captured as a base. */
function addTypeReference(assembly: Assembly, item: Item, type: number, site: SyntaxNode): void {
  if (!assembly.heritageNodes.has(item.node.id)) addReference(assembly, 'type', type, site);
}

/** What stands before the last dot is part of the name and no reference of its own. */
function consumeOperands(assembly: Assembly, item: Item): void {
  const operand = item.field('operand');
  if (operand !== undefined) assembly.consumedUntil = assembly.tree.end(operand);
  const name = item.field('name');
  if (name !== undefined) assembly.consumed.add(name.id);
}
