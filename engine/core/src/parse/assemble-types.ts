import { EXPRESSION, Expression, HERITAGE, Heritage, Reference, TYPE, Type } from '../facts/schema.js';
import { addReference } from './add-reference.js';
import { addDecoration } from './assemble-decorations.js';
import { openArguments, openWrittenType, placeType } from './assemble-written-types.js';
import type { Assembly } from './assembly.js';
import type { Item } from './items.js';

const TYPE_CHILD = new Set(['generic', 'array', 'union', 'intersection', 'tuple', 'optional']);

export function assembleType(assembly: Assembly, item: Item): void {
  const { facts, top } = assembly;
  if (assembly.consumed.has(item.node.id)) return;
  if (item.kind === 'written') {
    openWrittenType(assembly, item);
    return;
  }
  const kind = item.kind as keyof typeof Type; // the fixtures cover every kind that the queries name
  const name = item.field('name');
  if (top.isWritten === true && name !== undefined && assembly.consumed.has(name.id)) return; // the name that an alias declares
  // `A.B` is one name; what stands before its dot is no reference of its own.
  const isQualified = item.has('qualifierName');
  const head = item.field('qualifierName');
  if (head !== undefined) assembly.consumed.add(head.id);
  const spelled = kind === 'union' || kind === 'intersection' || kind === 'function' || kind === 'object' ? -1 : facts.intern(isQualified || name === undefined ? assembly.source.slice(item.start, item.end) : assembly.tree.text(name));
  if (name !== undefined && name.id !== item.node.id) assembly.consumed.add(name.id);
  const { row, column } = item.node;
  const type = facts.tables.types.add(kind === 'named' && name !== undefined ? Type.named : Type[kind], spelled, -1, -1, 0, top.scope, row, column);
  placeType(assembly, item.node.id, type);
  const qualifier = item.field('qualifier');
  assembly.refer('types', type, TYPE.qualifier, qualifier, kind === 'typeof' ? 'expression' : 'type');
  if (kind === 'named' || kind === 'typeof') {
    const isBase = assembly.heritageNodes.has(item.node.id) || (kind === 'typeof' && qualifier === undefined);
    if (!isBase) addReference(assembly, 'type', type, name ?? item.node);
  }
  // What is only a type here would be read as an expression, too.
  if (item.has('only')) assembly.consumedUntil = item.end;
  if (top.isWritten === true && name !== undefined && item.has('arguments')) openArguments(assembly, item, assembly.tree.text(name), type);
  else if (TYPE_CHILD.has(kind) || qualifier !== undefined || item.has('arguments')) assembly.frames.push({ ...top, end: item.end, kind: 'typeReference', row: type, holder: undefined });
}

export function assembleHeritage(assembly: Assembly, item: Item): void {
  const { facts } = assembly;
  const around = assembly.nearest('type');
  if (around === undefined) return;
  const kind = Heritage[item.kind as keyof typeof Heritage]; // the fixtures cover every kind that the queries name
  const row = facts.tables.heritage.add(around.row, kind, -1, -1);
  assembly.refer('heritage', row, HERITAGE.type, item.node, 'type');
  assembly.refer('heritage', row, HERITAGE.expression, item.node, 'expression');
  assembly.heritageNodes.add(item.node.id);
  const site = item.field('site');
  if (site !== undefined) assembly.heritageNodes.add(site.id);
  const { row: startRow, column } = site ?? item.node;
  const end = assembly.tree.endPosition(site ?? item.node);
  facts.tables.references.add(Reference.heritage, row, around.row, startRow, column, end.row, end.column, -1);
}

/** Decorators and JSX elements; a decorator that is a call is captured once, as a decorator. */
export function assembleReference(assembly: Assembly, item: Item): void {
  const value = item.field('value');
  if (value === undefined) return;
  if (item.kind === 'decorator') addDecoration(assembly, value, item.end);
  if (item.kind === 'decorator' && item.has('called')) {
    assembly.decoratorNodes.add(value.id);
    return;
  }
  const { facts } = assembly;
  const wrapper = facts.tables.expressions.add(Expression.same, -1, -1, -1, assembly.top.scope, value.row, value.column);
  assembly.refer('expressions', wrapper, EXPRESSION.operand, value, 'expression');
  addReference(assembly, item.kind === 'jsx' ? 'jsx' : 'decorator', wrapper, item.field('site') ?? value);
}
