import { ARGUMENT, EXPRESSION, LOCAL, REFERENCE, Reference, SYMBOL, SYMBOL_KIND_NAMES, SymbolFlag, TYPE, Type } from '../facts/schema.js';
import type { FactsBuilder } from '../facts/file-facts.js';
import { FactError } from '../facts/schema.js';
import type { Region } from '../facts/schema.js';
import { addRegion } from './add-region.js';
import { assembleExpression, assembleReturn } from './assemble-expressions.js';
import { settleDecorations } from './assemble-decorations.js';
import { assembleStatedVariables, settleBaseDocs } from './assemble-docs.js';
import { assembleExport, assembleImport, assembleImportBinding } from './assemble-modules.js';
import { assembleNarrowed, assembleNarrowing } from './assemble-narrowed.js';
import { assembleLocal, assemblePattern, assembleSymbol } from './assemble-symbols.js';
import { assembleHeritage, assembleReference, assembleType, settleOuterBases } from './assemble-types.js';
import type { ExtractionRules } from './assembly.js';
import { Assembly } from './assembly.js';
import { addBodyHashes } from './body-hashes.js';
import { captureValues } from './capture-values.js';
import { descriptorOf, isTypeKind } from './descriptor.js';
import type { Head, Item } from './items.js';
import { HEADS } from './items.js';
import type { SyntaxNode, SyntaxTree } from './syntax-tree.js';

type Step = (assembly: Assembly, item: Item) => void;

const STEPS: Readonly<Record<Head, Step>> = {
  narrowing: assembleNarrowing,
  scope: (assembly, item) => {
    if (item.kind === 'visibility') {
      const flag = assembly.rules.modifiers[assembly.tree.text(item.node)];
      assembly.visibilities.set(assembly.top, flag === undefined ? 0 : SymbolFlag[flag]);
      return;
    }
    if (item.kind === 'singleton') {
      assembly.frames.push({ ...assembly.top, end: item.end, isSingleton: true });
      return;
    }
    if (item.kind === 'outside') {
      assembly.openOutside(item.end);
      return;
    }
    // A body that ends with its function or namespace is that function's scope, not another one.
    if (item.kind === 'block' && item.end === assembly.top.end && (assembly.top.kind === 'function' || assembly.top.kind === 'namespace')) return;
    if (item.kind === 'ambient') assembly.frames.push({ ...assembly.top, end: item.end, kind: 'namespace', isAmbient: true });
    else assembly.openScope(item.end, item.kind === 'function' ? 'function' : 'block', assembly.top.symbol, -1);
  },
  export: assembleExport,
  import: assembleImport,
  binding: assembleImportBinding,
  symbol: assembleSymbol,
  local: (assembly, item) => (item.kind === 'narrowed' ? assembleNarrowed(assembly, item) : item.kind === 'stated' ? assembleStatedVariables(assembly, item) : assembleLocal(assembly, item, item.kind as never)), // the fixtures cover every kind that the queries name
  heritage: assembleHeritage,
  reference: assembleReference,
  pattern: assemblePattern,
  expression: assembleExpression,
  type: assembleType,
  return: assembleReturn,
  region: (assembly, item) => addRegion(assembly, item, item.kind as keyof typeof Region), // the fixtures cover every kind that the queries name
  error: (assembly, item) => {
    const { row, column } = item.node;
    const end = assembly.tree.endPosition(item.node);
    assembly.facts.tables.errors.add(item.kind === 'missing' ? FactError.missing : FactError.syntax, row, column, end.row, end.column);
  },
};

/** By the number of an item's head. */
const STEP_OF_HEAD: readonly Step[] = HEADS.map((head) => STEPS[head]);

/** Turns the items of one file into facts. `facts` is empty at the start. */
export function assemble(items: readonly Item[], tree: SyntaxTree, rules: ExtractionRules, facts: FactsBuilder): void {
  const assembly = new Assembly(facts, tree, rules, items);
  for (const item of items) {
    assembly.leaveBefore(item.start);
    STEP_OF_HEAD[item.head]?.(assembly, item);
  }
  settleOuterBases(assembly);
  assembly.fillPending();
  settleBaseDocs(assembly);
  dropEmptyParts(assembly);
  settleDecorations(assembly);
  settleCallTypes(assembly);
  settleBounds(assembly);
  fillTypeArguments(assembly);
  nameSymbols(assembly);
  addBodyHashes(assembly);
  dropTypeParameterReferences(assembly);
  if (rules.capturesValues || rules.capturesAccesses === true) captureValues(assembly);
}

function fillTypeArguments(assembly: Assembly): void {
  const { types, typeArguments } = assembly.facts.tables;
  for (const [type, children] of assembly.typeChildren) {
    types.set(type, TYPE.firstArgument, typeArguments.rows);
    types.set(type, TYPE.argumentCount, children.length);
    for (const child of children) typeArguments.add(child);
  }
}

/** The type argument of a call or base; several stand together as a tuple without a spelling. */
function settleCallTypes(assembly: Assembly): void {
  for (const { node, nodes } of assembly.callTypes) {
    const expression = assembly.expressionOf.get(node);
    const type = typeTogether(assembly, nodes, Type.tuple);
    if (expression !== undefined && type >= 0) assembly.facts.tables.expressions.set(expression, EXPRESSION.extra, type);
  }
}

/** What stands apart from the type parameters that it bounds; several bounds are an intersection. */
function settleBounds(assembly: Assembly): void {
  for (const { local, nodes } of assembly.bounds) assembly.facts.tables.locals.set(local, LOCAL.type, typeTogether(assembly, nodes, Type.intersection));
}

/** The row of the only type, of one without a spelling that holds several, or -1. */
function typeTogether({ facts, typeOf, typeChildren }: Assembly, nodes: readonly SyntaxNode[], kind: number): number {
  const { types } = facts.tables;
  const rows = nodes.flatMap((node) => typeOf.get(node.id) ?? []);
  const [first] = rows;
  if (first === undefined || rows.length === 1) return first ?? -1;
  const together = types.add(kind, -1, -1, -1, 0, types.get(first, TYPE.scope), types.get(first, TYPE.row), types.get(first, TYPE.column));
  typeChildren.set(together, rows);
  return together;
}

/** A part whose value the skeleton does not know says nothing; of a method the name does. */
function dropEmptyParts({ facts, methodParts }: Assembly): void {
  facts.tables.arguments.keep((row) => facts.tables.arguments.get(row, ARGUMENT.value) >= 0 || methodParts.has(row));
}

/** Descriptors need a function's parameters, which are read after its name. */
function nameSymbols(assembly: Assembly): void {
  const { facts, rules, parameterTypes } = assembly;
  const { symbols } = facts.tables;
  for (let row = 0; row < symbols.rows; row++) {
    const kind = SYMBOL_KIND_NAMES[symbols.get(row, SYMBOL.kind)] ?? 'variable';
    const signature = rules.hasOverloads ? (parameterTypes.get(row) ?? []) : undefined;
    const name = facts.strings[symbols.get(row, SYMBOL.name)] ?? '';
    const isNamedByArity = rules.hasTypeOverloads === true || (signature !== undefined && !isTypeKind(kind));
    const arity = isNamedByArity ? symbols.get(row, SYMBOL.typeParameters) : 0;
    const owner = assembly.owners.get(row);
    const within = owner === undefined ? '' : descriptorOf('class', owner, 0, undefined);
    symbols.set(row, SYMBOL.descriptor, facts.intern(`${within}${descriptorOf(kind, name, arity, signature)}`));
  }
}

/** `T` inside `class Box<T>` is no reference to another symbol. */
function dropTypeParameterReferences(assembly: Assembly): void {
  const { references, types } = assembly.facts.tables;
  references.keep((row) => {
    if (references.get(row, REFERENCE.kind) !== Reference.type) return true;
    const type = references.get(row, REFERENCE.subject);
    if (types.get(type, TYPE.qualifier) >= 0) return true;
    const binding = assembly.lookUp(types.get(type, TYPE.scope), types.get(type, TYPE.name));
    return binding < 0 || !assembly.isLocalBinding(binding);
  });
}
