import { BINDING, Binding, EXPRESSION, Expression, HERITAGE, Heritage, Reference, TYPE, Type } from '../facts/schema.js';
import { addReference } from './add-reference.js';
import { addDecoration } from './assemble-decorations.js';
import { openArguments, openWrittenType, placeType } from './assemble-written-types.js';
import type { Assembly } from './assembly.js';
import type { Item } from './items.js';
import type { SyntaxNode } from './syntax-tree.js';

const TYPE_CHILD = new Set(['generic', 'array', 'union', 'intersection', 'tuple', 'optional']);

export function assembleType(assembly: Assembly, item: Item): void {
  const { facts, top } = assembly;
  if (assembly.consumed.has(item.node.id)) {
    // A part of another name: so are its own parts.
    for (const part of ['name', 'qualifierName']) {
      const node = item.field(part);
      if (node !== undefined) assembly.consumed.add(node.id);
    }
    return;
  }
  if (item.kind === 'written') {
    openWrittenType(assembly, item);
    return;
  }
  const kind = item.kind as keyof typeof Type; // the fixtures cover every kind that the queries name
  const name = item.field('name');
  if (top.isWritten && name !== undefined && assembly.consumed.has(name.id)) return; // the name that an alias declares
  // `A.B` is one name; what stands before its dot is no reference of its own.
  const isQualified = item.has('qualifierName');
  const head = item.field('qualifierName');
  if (head !== undefined && kind === 'named') assembly.consumed.add(head.id);
  const spelled = kind === 'union' || kind === 'intersection' || kind === 'function' || kind === 'object' ? -1 : facts.intern(isQualified || name === undefined ? assembly.source.slice(item.start, item.end) : assembly.tree.text(name));
  if (name !== undefined && name.id !== item.node.id && kind === 'named') assembly.consumed.add(name.id);
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
  if (top.isWritten && name !== undefined && item.has('arguments')) openArguments(assembly, item, assembly.tree.text(name), type);
  else if (TYPE_CHILD.has(kind) || qualifier !== undefined || item.has('arguments')) assembly.frames.push({ ...top, end: item.end, kind: 'typeReference', row: type, holder: undefined });
}

export function assembleHeritage(assembly: Assembly, item: Item): void {
  const around = assembly.nearest('type');
  const owner = item.field('owner');
  if (around === undefined && owner === undefined) return;
  const site = item.field('site');
  if (item.has('given')) assembly.callTypes.push({ node: item.node.id, nodes: item.all('given') });
  assembly.heritageNodes.add(item.node.id);
  if (site !== undefined) assembly.heritageNodes.add(site.id);
  if (owner !== undefined) assembly.outerBases.push({ owner: assembly.tree.text(owner), scope: assembly.top.scope, kind: item.kind as keyof typeof Heritage, base: item.node, site: site ?? item.node }); // as below
  else if (around !== undefined) addHeritage(assembly, around.row, item.kind as keyof typeof Heritage, item.node, site ?? item.node); // the fixtures cover every kind that the queries name
}

/** Bases that are stated outside of their types: those of a type that the file does not declare are plain references. */
export function settleOuterBases(assembly: Assembly): void {
  const { bindings, references } = assembly.facts.tables;
  for (const { owner, scope, kind, base, site } of assembly.outerBases) {
    const binding = assembly.lookUp(scope, assembly.facts.intern(owner));
    if (binding >= 0 && bindings.get(binding, BINDING.kind) === Binding.symbol) {
      addHeritage(assembly, bindings.get(binding, BINDING.target), kind, base, site);
      continue;
    }
    const end = assembly.tree.endPosition(site);
    const type = assembly.typeOf.get(base.id);
    if (type !== undefined) references.add(Reference.type, type, -1, site.row, site.column, end.row, end.column, -1);
  }
}

/** A base of a type. @param site its last name */
export function addHeritage(assembly: Assembly, symbol: number, kind: keyof typeof Heritage, base: SyntaxNode, site: SyntaxNode): void {
  const { facts } = assembly;
  const row = facts.tables.heritage.add(symbol, Heritage[kind], -1, -1);
  assembly.refer('heritage', row, HERITAGE.type, base, 'type');
  assembly.refer('heritage', row, HERITAGE.expression, base, 'expression');
  const end = assembly.tree.endPosition(site);
  facts.tables.references.add(Reference.heritage, row, symbol, site.row, site.column, end.row, end.column, -1);
}

/** Decorators, JSX elements and functions named as values; a decorator that is a call is captured once, as a decorator. */
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
  addReference(assembly, item.kind === 'jsx' || item.kind === 'value' ? item.kind : 'decorator', wrapper, item.field('site') ?? value);
}
